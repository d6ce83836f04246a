import { describe, expect, it, vi } from "vitest"
import { randomBytes, sha256, toHex } from "../../../src/bytes/bytes.ts"
import { signStatement } from "../../../src/bytes/statement.ts"
import type { DeliveryClient } from "../../../src/delivery/delivery-client.ts"
import { DeliveryError } from "../../../src/delivery/errors.ts"
import { type AskerFacts, MAX_ASKERS } from "../../../src/delivery/messages.ts"
import type { Arrival } from "../../../src/meeting/arrival.ts"
import { ADMITTED_MS, WaitingRoom, type WaitingRoomOptions } from "../../../src/meeting/waiting-room.ts"
import type { EpochState } from "../../../src/mls/epoch-state.ts"
import { MlsError } from "../../../src/mls/errors.ts"
import { sealProfile } from "../../../src/mls/profile.ts"
import { type Keys, makeKeys } from "../../harness/service.ts"
import { ANA, BEN, epochOf, key } from "./fixtures.ts"

const HOST = "meet.example.org"
const MEETING = "abcdefghij"
const NOW = 1_000_000
const OWN_RELEASE = { digest: key(9), version: "1.0.0" }
const TICKET = Uint8Array.of(1, 2, 3)

async function nameKeyOf(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])
}

/** A waiting room of Ana's, who is host unless said otherwise. */
async function setUp(role: "host" | "co-host" | "member" = "host") {
  const nameKey = await nameKeyOf()
  const first = epochOf(1n, [{ ...ANA, role }, BEN])
  const epoch: { state: EpochState } = { state: { ...first, context: { ...first.context, admission: "ask" } } }
  const client = {
    admit: vi.fn<DeliveryClient["admit"]>(async () => {}),
    deny: vi.fn<DeliveryClient["deny"]>(async () => {}),
  }
  const issueTicket = vi.fn<WaitingRoomOptions["mls"]["issueTicket"]>(async () => TICKET)
  const onChange = vi.fn<() => void>()
  const wallClock = vi.fn<() => number>(() => NOW)
  const arrival = { link: { host: HOST, meeting: MEETING }, opened: { nameKey }, service: { client } }
  const room = new WaitingRoom({
    arrival: () => arrival as unknown as Arrival,
    state: () => epoch.state,
    mls: { issueTicket },
    ownRelease: OWN_RELEASE,
    wallClock,
    onChange,
  })
  /** Told of these, and done with looking at them. */
  const told = (askers: readonly AskerFacts[], scope: "all" | "further" = "further"): Promise<void> =>
    room.handleDoor({ type: "asking", scope, askers })
  return { room, client, issueTicket, epoch, nameKey, onChange, wallClock, told }
}

/** What a client of ours signs and seals; `differing` is changed after it was signed. */
async function question(
  nameKey: CryptoKey,
  {
    keys,
    name = "Chidi",
    meeting = MEETING,
    owner,
  }: Partial<{
    keys: Keys
    name: string
    meeting: string
    owner: Uint8Array
  }> = {},
): Promise<AskerFacts> {
  const { publicKey, sign } = keys ?? (await makeKeys())
  const profile = { name, lasting: null, releaseDigest: key(9), releaseVersion: "1.0.0" }
  const sealedName = await sealProfile(nameKey, { meeting, identityKey: owner ?? publicKey }, profile)
  const nonce = randomBytes(32)
  const statement = { host: HOST, meeting, nonce, sealedName: await sha256(sealedName) }
  const signature = await signStatement(sign, "ask", statement)
  return { identityKey: publicKey, sealedName, nonce, signature, waitedMs: 30_000 }
}

describe("a waiting room", () => {
  it("shows who asks: their name, their release, and since when", async () => {
    const { room, nameKey, told } = await setUp()
    const chidi = await question(nameKey)
    await told([chidi])
    expect(room.askers).toEqual([
      {
        id: toHex(chidi.identityKey),
        name: "Chidi",
        since: NOW - 30_000,
        release: { kind: "yours", version: "1.0.0" },
        lastingKey: null,
      },
    ])
  })

  it("shows nobody to whoever is no host, and takes no answers from them", async () => {
    const { room, nameKey, told, epoch } = await setUp("member")
    const chidi = await question(nameKey)
    await told([chidi])
    expect(room.askers).toEqual([])
    expect(await room.order({ kind: "admit", askerIds: [toHex(chidi.identityKey)] })).toBe("not-allowed")
    epoch.state = epochOf(2n, [{ ...ANA, role: "co-host" }, BEN])
    expect(room.askers).toHaveLength(1)
  })

  it.each(["identityKey", "sealedName", "nonce", "signature"] as const)(
    "shows nobody whose %s is not what was signed",
    async (field) => {
      const { room, nameKey, onChange, told } = await setUp()
      const [good, bad] = [await question(nameKey, { name: "Good" }), await question(nameKey)]
      const changed = bad[field].map((byte, at) => (at === 0 ? byte ^ 1 : byte))
      await told([{ ...bad, [field]: changed }, good])
      expect(onChange).toHaveBeenCalledOnce()
      expect(room.askers.map(({ name }) => name)).toEqual(["Good"])
    },
  )

  it("shows nobody who asked in another meeting", async () => {
    const { room, nameKey, told } = await setUp()
    const [other, good] = [await question(nameKey, { meeting: "jihgfedcba" }), await question(nameKey)]
    await told([other, good], "all")
    expect(room.askers.map(({ id }) => id)).toEqual([toHex(good.identityKey)])
  })

  it("gives nobody another's profile, nor a name to whoever has not the link", async () => {
    const { room, nameKey, told } = await setUp()
    const foreign = await question(nameKey, { owner: key(7) })
    await told([foreign])
    const stranger = await question(await nameKeyOf())
    await told([stranger])
    const nobody = { name: null, release: { kind: "another", version: null } }
    expect(room.askers.map(({ name, release }) => ({ name, release }))).toEqual([nobody, nobody])
  })

  it("is what the service says last, as a whole or by one more and one less", async () => {
    const { room, nameKey, told } = await setUp()
    const [ben, chidi, dora] = await Promise.all(["Ben", "Chidi", "Dora"].map((name) => question(nameKey, { name })))
    if (!ben || !chidi || !dora) throw new TypeError("expected three")
    await told([ben], "all")
    await told([chidi])
    await told([{ ...ben, waitedMs: 0 }]) // asks anew
    expect(room.askers.map(({ name }) => name)).toEqual(["Ben", "Chidi"])
    await room.handleDoor({ type: "answered", identityKey: ben.identityKey })
    expect(room.askers.map(({ name }) => name)).toEqual(["Chidi"])
    await told([dora], "all")
    expect(room.askers.map(({ name }) => name)).toEqual(["Dora"])
  })

  it("forgets whoever came in by another way", async () => {
    const { room, nameKey, told } = await setUp()
    const chidi = await question(nameKey)
    await told([chidi])
    room.handleEpoch(epochOf(2n, [ANA, { ...BEN, identityKey: chidi.identityKey }]))
    expect(room.askers).toEqual([])
  })

  it("does not show whoever was answered while their signature was looked at", async () => {
    const { room, nameKey, told } = await setUp()
    const [chidi, dora] = [await question(nameKey), await question(nameKey, { name: "Dora" })]
    const looking = told([chidi])
    await room.handleDoor({ type: "answered", identityKey: chidi.identityKey })
    await told([dora])
    await looking
    expect(room.askers.map(({ name }) => name)).toEqual(["Dora"])
  })

  it(`holds ${MAX_ASKERS} at most, whatever the service says`, async () => {
    const { room, nameKey, told } = await setUp()
    const chidi = await question(nameKey)
    const invented = Array.from({ length: MAX_ASKERS }, () => ({ ...chidi, identityKey: randomBytes(32) }))
    const looking = told(invented, "all")
    await told([chidi])
    await looking // all of them were found out
    expect(room.askers).toEqual([])
    await told([chidi])
    expect(room.askers).toHaveLength(1)
  })
})

/** With somebody who asks. */
async function withChidi() {
  const all = await setUp()
  const chidi = await question(all.nameKey)
  await all.told([chidi])
  return { ...all, chidi, askerIds: [toHex(chidi.identityKey)] }
}

describe("a host's answer", () => {
  it("carries a ticket of this host for that identity", async () => {
    const { room, client, issueTicket, chidi, askerIds } = await withChidi()
    expect(await room.order({ kind: "admit", askerIds })).toBe("done")
    expect(issueTicket).toHaveBeenCalledExactlyOnceWith(chidi.identityKey)
    expect(client.admit).toHaveBeenCalledExactlyOnceWith(chidi.identityKey, TICKET)
  })

  it("is a no without one", async () => {
    const { room, client, issueTicket, chidi, askerIds } = await withChidi()
    expect(await room.order({ kind: "turn-away", askerIds })).toBe("done")
    expect(client.deny).toHaveBeenCalledExactlyOnceWith(chidi.identityKey)
    expect(issueTicket).not.toHaveBeenCalled()
  })

  it.each([
    [new DeliveryError("not-asking", ""), "outdone"],
    [new DeliveryError("not-a-host", ""), "not-allowed"],
    [new DeliveryError("closed", ""), "not-connected"],
    [new MlsError("not-a-host", ""), "not-allowed"],
    [new MlsError("worker-failed", ""), "not-connected"],
  ] as const)("that fails with %o is %s", async (error, outcome) => {
    const { room, client, askerIds } = await withChidi()
    client.admit.mockRejectedValue(error)
    expect(await room.order({ kind: "admit", askerIds })).toBe(outcome)
    expect(room.askers).toHaveLength(outcome === "outdone" ? 0 : 1)
  })

  it("to several is done if it was for one of them, and says what went wrong with any", async () => {
    const { room, client, askerIds, nameKey, told } = await withChidi()
    const dora = await question(nameKey, { name: "Dora" })
    await told([dora])
    const both = [...askerIds, toHex(dora.identityKey)]
    client.admit.mockRejectedValueOnce(new DeliveryError("not-asking", ""))
    expect(await room.order({ kind: "admit", askerIds: both })).toBe("done")
    client.deny.mockRejectedValueOnce(new DeliveryError("closed", ""))
    await told([await question(nameKey, { name: "Eve" })])
    expect(await room.order({ kind: "turn-away", askerIds: room.askers.map(({ id }) => id) })).toBe("not-connected")
    expect(await room.order({ kind: "turn-away", askerIds: [] })).toBe("outdone")
  })

  it("holds until they are in: asked anew, since the ticket is void, it is given anew", async () => {
    const { room, client, chidi, askerIds, told, epoch } = await withChidi()
    await room.order({ kind: "admit", askerIds })
    await room.handleDoor({ type: "answered", identityKey: chidi.identityKey })
    await told([chidi])
    await vi.waitFor(() => expect(client.admit).toHaveBeenCalledTimes(2))

    room.handleEpoch(epochOf(2n, [ANA, { ...BEN, identityKey: chidi.identityKey }])) // in, and out again
    epoch.state = { ...epoch.state, epoch: 3n }
    room.handleEpoch(epoch.state)
    await told([chidi])
    expect(room.askers).toHaveLength(1)
    expect(client.admit).toHaveBeenCalledTimes(2)
  })

  it("is taken back by a no", async () => {
    const { room, client, askerIds, chidi, told } = await withChidi()
    await room.order({ kind: "admit", askerIds })
    await room.order({ kind: "turn-away", askerIds })
    await told([chidi], "all")
    expect(room.askers).toHaveLength(1)
    expect(client.admit).toHaveBeenCalledOnce()
  })

  it.each(["locked", "open"] as const)("does not outlive a meeting that is %s for a while", async (admission) => {
    const { room, client, askerIds, chidi, told, epoch } = await withChidi()
    await room.order({ kind: "admit", askerIds })
    const { state } = epoch
    epoch.state = { ...state, context: { ...state.context, admission } }
    room.handleEpoch(epoch.state)
    await told([chidi], "all")
    epoch.state = state
    room.handleEpoch(state)
    await told([chidi], "all")
    expect(client.admit).toHaveBeenCalledOnce()
    expect(room.askers).toHaveLength(1)
  })

  it("lasts a minute from the click on, however often it was given anew", async () => {
    const { room, client, askerIds, chidi, told, wallClock } = await withChidi()
    await room.order({ kind: "admit", askerIds })
    wallClock.mockReturnValue(NOW + ADMITTED_MS)
    await told([chidi], "all")
    await vi.waitFor(() => expect(client.admit).toHaveBeenCalledTimes(2))
    wallClock.mockReturnValue(NOW + ADMITTED_MS + 1)
    await told([chidi], "all")
    expect(room.askers).toHaveLength(1)
    expect(client.admit).toHaveBeenCalledTimes(2)
    await room.order({ kind: "admit", askerIds })
    await told([chidi], "all")
    await vi.waitFor(() => expect(client.admit).toHaveBeenCalledTimes(4))
  })
})
