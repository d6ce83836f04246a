import { describe, expect, it, vi } from "vitest"
import { sha256 } from "../../../src/bytes/bytes.ts"
import { DeliveryError } from "../../../src/delivery/errors.ts"
import type { Push } from "../../../src/delivery/messages.ts"
import { FOUNDING_RANK_MS, foundingRank, Succession, type SuccessionOptions } from "../../../src/meeting/succession.ts"
import { PolicyError } from "../../../src/mls/errors.ts"
import { FakeClock, settled } from "../media/fixtures.ts"
import { ANA, BEN, CHIDI, epochOf, key, PARTIAL } from "./fixtures.ts"

const REFUSED = new Uint8Array([1, 2, 3])
const SUCCESSOR_ID = key(44)
const FOUNDED = { ...epochOf(0n, [BEN]), groupId: SUCCESSOR_ID }
const JOINED = { ...epochOf(1n, [ANA, BEN]), groupId: SUCCESSOR_ID }
const PENDING = { epoch: 1n, commit: new Uint8Array([5]), groupInfo: PARTIAL }
const CLOSED = new DeliveryError("closed", "")

const successor: Push<"successor"> = {
  type: "successor",
  log: 7,
  groupId: SUCCESSOR_ID,
  epoch: 4n,
  refused: await sha256(REFUSED),
}

type Mls = SuccessionOptions["mls"]
type Service = SuccessionOptions["service"]

/** On the way of the member at `ownLeaf` out of a group in which Chidi's commit came into force. */
function setUp(ownLeaf: number) {
  const clock = new FakeClock()
  const mls = {
    foundSuccessor: vi.fn<Mls["foundSuccessor"]>(async () => ({ groupInfo: key(1), state: FOUNDED })),
    joinSuccessor: vi.fn<Mls["joinSuccessor"]>(async () => PENDING),
    finalize: vi.fn<Mls["finalize"]>(async () => JOINED),
    discard: vi.fn<Mls["discard"]>(async () => null),
  }
  const turn = { type: "may-join", answers: 1, room: "r", roomToken: "t", leaseMs: 2000, groupInfo: key(2) } as const
  const service = {
    succeed: vi.fn<Service["succeed"]>(async () => {}),
    follow: vi.fn<Service["follow"]>(async () => turn),
    submit: vi.fn<Service["submit"]>(async () => ({ outcome: "final" })),
  }
  const told = { onMoved: vi.fn<SuccessionOptions["onMoved"]>(), onFailed: vi.fn<() => void>() }
  const succession = new Succession({
    last: epochOf(4n, [ANA, BEN, CHIDI], ownLeaf),
    refusal: { commit: REFUSED, author: CHIDI.identityKey },
    mls,
    service,
    clock,
    ...told,
  })
  const pass = async (ms: number): Promise<void> => {
    clock.advance(ms)
    await settled()
  }
  return { mls, service, succession, pass, ...told }
}

describe("the rank of founders", () => {
  it("is that of hosts first, then of leaves, without the author of the refused commit", () => {
    const people = [BEN, CHIDI, ANA] // Ana is the host
    const ranks = [0, 1, 2].map((leaf) => foundingRank(epochOf(4n, people, leaf), BEN.identityKey))
    expect(ranks).toEqual([-1, 1, 0])
  })
})

describe("moving to the successor group", () => {
  it("is founding it for the first in rank, at once", async () => {
    const { mls, service, onMoved, pass } = setUp(0)
    await pass(0)
    expect(mls.foundSuccessor).toHaveBeenCalledExactlyOnceWith({ commit: REFUSED, author: CHIDI.identityKey })
    expect(service.succeed).toHaveBeenCalledExactlyOnceWith(key(1))
    expect(mls.finalize).toHaveBeenCalledExactlyOnceWith(0n)
    expect(onMoved).toHaveBeenCalledExactlyOnceWith({ state: FOUNDED, commit: null })
  })

  it("is joining it for the others, as soon as they hear of it", async () => {
    const { mls, service, succession, onMoved, pass } = setUp(1)
    await succession.handleSuccessor(successor)
    expect(service.follow).toHaveBeenCalledExactlyOnceWith(SUCCESSOR_ID)
    expect(onMoved).toHaveBeenCalledExactlyOnceWith({ state: JOINED, commit: PENDING.commit })
    await pass(10 * FOUNDING_RANK_MS)
    expect(mls.foundSuccessor).not.toHaveBeenCalled()
  })

  it("is founding it for the second in rank when the first does not", async () => {
    const { onMoved, pass } = setUp(1)
    await pass(FOUNDING_RANK_MS - 1)
    expect(onMoved).not.toHaveBeenCalled()
    await pass(1)
    expect(onMoved).toHaveBeenCalledOnce()
  })

  it("does not happen for the successor after another commit, or of another epoch", async () => {
    const { service, succession } = setUp(1)
    await succession.handleSuccessor({ ...successor, refused: key(3) })
    await succession.handleSuccessor({ ...successor, epoch: 3n })
    expect(service.follow).not.toHaveBeenCalled()
  })

  it("is begun again with the newest group info while others are faster", async () => {
    const { mls, service, succession, onMoved } = setUp(1)
    service.submit.mockResolvedValueOnce({ outcome: "stale", groupInfo: key(9) })
    await succession.handleSuccessor(successor)
    expect(mls.joinSuccessor.mock.calls.map(([{ groupInfo }]) => groupInfo)).toEqual([key(2), key(9)])
    expect(onMoved).toHaveBeenCalledOnce()
  })

  it("goes on after a break of the connection, when the service says again that there is one", async () => {
    const { service, succession, onMoved, onFailed } = setUp(1)
    service.follow.mockRejectedValueOnce(CLOSED)
    await succession.handleSuccessor(successor)
    expect(onMoved).not.toHaveBeenCalled()
    await succession.handleSuccessor(successor)
    expect(onMoved).toHaveBeenCalledOnce()
    expect(onFailed).not.toHaveBeenCalled()
  })

  it("is tried again by a founder whose connection broke", async () => {
    const { mls, service, onMoved, pass } = setUp(0)
    service.succeed.mockRejectedValueOnce(CLOSED)
    await pass(0)
    expect(mls.discard).toHaveBeenCalledOnce()
    await pass(FOUNDING_RANK_MS)
    expect(onMoved).toHaveBeenCalledOnce()
  })

  it.each([new DeliveryError("denied", ""), new PolicyError("unexpected-succession", "")])(
    "fails where the successor does not take us, or is not ours: %s",
    async (error) => {
      const { service, succession, onMoved, onFailed } = setUp(1)
      service.follow.mockRejectedValueOnce(error)
      await succession.handleSuccessor(successor)
      expect(onFailed).toHaveBeenCalledOnce()
      expect(onMoved).not.toHaveBeenCalled()
    },
  )

  it("ends with the meeting", async () => {
    const { mls, succession, pass } = setUp(0)
    succession.close()
    await pass(10 * FOUNDING_RANK_MS)
    expect(mls.foundSuccessor).not.toHaveBeenCalled()
  })
})
