import { describe, expect, it, vi } from "vitest"
import { toHex } from "../../../src/bytes/bytes.ts"
import { type Sign, signStatement, signWith } from "../../../src/bytes/statement.ts"
import type { OpenedDataMessage } from "../../../src/media/data-message.ts"
import { FrameError } from "../../../src/media/errors.ts"
import { FALLBACK_MS, ReturnTickets } from "../../../src/meeting/return-tickets.ts"
import type { EpochState } from "../../../src/mls/epoch-state.ts"
import { createTicket } from "../../../src/mls/ticket.ts"
import { FakeClock, settled } from "../media/fixtures.ts"
import { ANA, BEN, CHIDI, epochOf, key } from "./fixtures.ts"

const HOST = await keys()
const HOST_KEY = await keys()
const MEMBER = await keys()
/** Ben as a second host. */
const SECOND = { ...BEN, role: "co-host" } as const
const BY_ANA = { author: ANA.identityKey, expelled: [] }

async function keys() {
  const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])
  return {
    publicKey: new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)),
    sign: signWith(pair.privateKey),
  }
}

function stateOf(
  generation: number,
  { own = 0, people = [ANA, BEN, CHIDI], admission = "ask" as const } = {},
): EpochState {
  const state = epochOf(1n, people, own)
  return { ...state, context: { ...state.context, admission, generation, hostKey: HOST_KEY.publicKey } }
}

function setUp(first: EpochState, going: readonly Uint8Array[] = []) {
  const clock = new FakeClock()
  const kept: Uint8Array[] = []
  const keepTicket = vi.fn(async (ticket: Uint8Array) => void kept.push(ticket))
  const handlers: ((message: OpenedDataMessage) => void)[] = []
  const post = vi.fn(async (_kind: string, _body: Uint8Array, _to?: readonly Uint8Array[]) => ({
    reached: Promise.resolve([]),
  }))
  const tickets = new ReturnTickets(first, {
    mls: { issueTicket: async (identityKey) => identityKey },
    data: { post, take: (_kind, handler) => void handlers.push(handler) },
    clock,
    memory: () => ({ keepTicket }),
    isGoing: ({ identityKey }) => going.some((one) => toHex(one) === toHex(identityKey)),
  })
  const sentTo = () => post.mock.calls.map(([, , to]) => toHex(to?.[0] ?? new Uint8Array()))
  const receive = async (body: Uint8Array) => {
    for (const handler of handlers) handler({ body } as OpenedDataMessage)
    await vi.waitFor(() => settled())
  }
  return { clock, kept, keepTicket, post, tickets, sentTo, receive }
}

const idOf = ({ identityKey }: { readonly identityKey: Uint8Array }) => toHex(identityKey)

describe("a host who raised the generation", () => {
  it("sends a ticket to each of the others at once, and no second one in that generation", async () => {
    const { clock, tickets, sentTo } = setUp(stateOf(0))
    tickets.handleEpoch(stateOf(1), BY_ANA)
    clock.advance(0)
    await settled()
    expect(sentTo()).toEqual([idOf(BEN), idOf(CHIDI)])
    tickets.handleEpoch(stateOf(1), BY_ANA)
    clock.advance(2 * FALLBACK_MS)
    await settled()
    expect(sentTo()).toHaveLength(2)
  })

  it("sends none to whom it is about to remove", async () => {
    const { clock, tickets, sentTo } = setUp(stateOf(0), [CHIDI.identityKey])
    tickets.handleEpoch(stateOf(1), BY_ANA)
    clock.advance(0)
    await settled()
    expect(sentTo()).toEqual([idOf(BEN)])
  })

  it("sends none where whoever has the link comes in", async () => {
    const { clock, tickets, sentTo } = setUp(stateOf(0))
    const { context, ...open } = stateOf(1)
    tickets.handleEpoch({ ...open, context: { ...context, admission: "open" } }, BY_ANA)
    clock.advance(2 * FALLBACK_MS)
    await settled()
    expect(sentTo()).toEqual([])
  })

  it("tries again where nothing could be sealed", async () => {
    const { clock, tickets, post, sentTo } = setUp(stateOf(0))
    post.mockRejectedValueOnce(new FrameError("no-epoch", ""))
    tickets.handleEpoch(stateOf(1), BY_ANA)
    clock.advance(0)
    await settled()
    clock.advance(FALLBACK_MS)
    await settled()
    expect(new Set(sentTo())).toEqual(new Set([idOf(BEN), idOf(CHIDI)]))
  })
})

describe("another host", () => {
  const people = [ANA, SECOND, CHIDI]

  it("waits for the one who gave the order, then for the hosts before it", async () => {
    const { clock, tickets, sentTo } = setUp(stateOf(0, { own: 1, people }))
    tickets.handleEpoch(stateOf(1, { own: 1, people }), BY_ANA)
    clock.advance(FALLBACK_MS + 249)
    await settled()
    expect(sentTo()).toEqual([])
    clock.advance(1)
    await settled()
    expect(sentTo()).toEqual([idOf(ANA), idOf(CHIDI)])
  })

  it("sends none once it has its own", async () => {
    const { clock, tickets, sentTo, receive, kept } = setUp(stateOf(0, { own: 1, people }))
    tickets.handleEpoch(stateOf(1, { own: 1, people }), BY_ANA)
    const ticket = await ticketOf({ identityKey: SECOND.identityKey })
    await receive(ticket)
    await vi.waitFor(() => expect(kept).toEqual([ticket]))
    clock.advance(2 * FALLBACK_MS)
    await settled()
    expect(sentTo()).toEqual([])
  })
})

describe("a ticket that comes", () => {
  it.each([
    ["of another generation", { generation: 2 }],
    ["for somebody else", { identityKey: CHIDI.identityKey }],
    ["of another group", { groupId: key(8) }],
    ["signed by a member, with the host's certificate", { sign: MEMBER.sign }],
    ["certified by nobody", { certified: false }],
  ] as const)("is not kept %s", async (_what, made) => {
    const { tickets, receive, kept } = setUp(stateOf(1, { own: 1 }))
    await receive(await ticketOf({ identityKey: BEN.identityKey, ...made }))
    const good = await ticketOf({ identityKey: BEN.identityKey })
    await receive(good) // behind it
    await vi.waitFor(() => expect(kept).toEqual([good]))
    tickets.close()
  })

  it("disturbs nobody whose browser keeps nothing any more", async () => {
    const { receive, keepTicket, kept } = setUp(stateOf(1, { own: 1 }))
    keepTicket.mockRejectedValueOnce(new DOMException("", "InvalidStateError"))
    const good = await ticketOf({ identityKey: BEN.identityKey })
    await receive(good)
    await vi.waitFor(() => expect(keepTicket).toHaveBeenCalledOnce())
    await receive(good)
    await vi.waitFor(() => expect(kept).toEqual([good]))
  })

  it("is not kept where it is none", async () => {
    const { receive, kept } = setUp(stateOf(1, { own: 1 }))
    await receive(Uint8Array.of(1, 2, 3))
    const good = await ticketOf({ identityKey: BEN.identityKey })
    await receive(good)
    await vi.waitFor(() => expect(kept).toEqual([good]))
  })
})

async function ticketOf(made: {
  readonly identityKey: Uint8Array
  readonly generation?: number
  readonly groupId?: Uint8Array
  readonly sign?: Sign
  readonly certified?: boolean
}): Promise<Uint8Array> {
  const { identityKey, generation = 1, groupId = key(7), sign = HOST.sign, certified = true } = made
  const certificate = certified
    ? await signStatement(HOST_KEY.sign, "host", { groupId: key(7), identityKey: HOST.publicKey })
    : new Uint8Array(64)
  return createTicket({ groupId, generation, identityKey }, { identityKey: HOST.publicKey, certificate, sign })
}
