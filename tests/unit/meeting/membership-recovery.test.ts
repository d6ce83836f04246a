import { describe, expect, it } from "vitest"
import { deedOf } from "../../../src/meeting/deed.ts"
import { DeliveryError } from "../../../src/delivery/errors.ts"
import { FrameError } from "../../../src/media/errors.ts"
import { GATHER_MS } from "../../../src/meeting/removals.ts"
import { MlsError, PolicyError } from "../../../src/mls/errors.ts"
import type { Received } from "../../../src/mls/session-options.ts"
import { ANA, BEN, CHIDI, epochOf, JOINED, key, PARTIAL, REMOVED } from "./fixtures.ts"
import {
  benLeft,
  BROKEN,
  COMMIT,
  commitPush,
  EPOCH_1,
  EPOCH_2,
  finalPush,
  FIRST_COMMIT,
  GROUP_INFO,
  OWN_COMMIT,
  restoredPush,
  setUp,
  STALE,
  WITHOUT_BEN,
} from "./membership-bench.ts"

const OTHER_COMMIT = new Uint8Array([66])
const otherPush = { ...commitPush, commit: OTHER_COMMIT }
const REFUSED = new PolicyError("bad-signature", "", { author: CHIDI.identityKey })

describe("a commit that we refuse", () => {
  it.each([
    [REFUSED, "bad-signature"],
    [new MlsError("unreadable-commit", ""), "unreadable-commit"],
  ] as const)("is refused by name, and the epoch before stays in use", async (error, fault) => {
    const { mls, service, listener, membership, take } = setUp()
    mls.receive.mockRejectedValueOnce(error)
    await take(commitPush)
    expect(service.refuse).toHaveBeenCalledExactlyOnceWith(2n, fault)
    expect(service.applied).not.toHaveBeenCalled()
    expect(listener.onEpoch).not.toHaveBeenCalled()
    expect(membership.state).toBe(EPOCH_1)
    expect(membership.isRefusing).toBe(true)
  })

  it("is over when the service takes it back, and the group goes on", async () => {
    const { mls, listener, membership, take } = setUp()
    mls.receive.mockRejectedValueOnce(REFUSED)
    await take(commitPush, restoredPush)
    expect(listener.onRestored).toHaveBeenCalledExactlyOnceWith(EPOCH_1, null, CHIDI.identityKey)
    expect(mls.restore).not.toHaveBeenCalled() // MLS never left the epoch
    await take(otherPush, finalPush)
    expect(membership.state).toBe(EPOCH_2)
    expect(listener.onParted).not.toHaveBeenCalled()
  })

  it.each([
    ["the service calls it final", finalPush],
    ["a commit follows upon it", { ...otherPush, epoch: 3n }],
  ] as const)("parts us from the group when %s: nothing that descends from it is entered", async (_, word) => {
    const { mls, listener, membership, take } = setUp()
    mls.receive.mockRejectedValueOnce(REFUSED)
    await take(commitPush, word)
    expect(listener.onParted).toHaveBeenCalledOnce()
    expect(listener.onParted.mock.calls[0]?.[0]).toMatchObject({ commit: COMMIT, author: CHIDI.identityKey })
    await take({ ...otherPush, epoch: 3n }, { ...finalPush, epoch: 3n })
    expect(mls.receive).toHaveBeenCalledOnce()
    expect(membership.state).toBe(EPOCH_1)
  })

  it("is refused once, however often it is replayed", async () => {
    const { mls, service, take } = setUp()
    mls.receive.mockRejectedValueOnce(REFUSED)
    await take(commitPush, commitPush)
    expect(mls.receive).toHaveBeenCalledOnce()
    expect(service.refuse).toHaveBeenCalledOnce()
  })

  it("does not matter any more when another one came in its place", async () => {
    const { mls, membership, take } = setUp()
    mls.receive.mockRejectedValueOnce(REFUSED)
    await take(commitPush, otherPush)
    expect(mls.receive).toHaveBeenLastCalledWith(OTHER_COMMIT)
    expect(membership.state).toBe(EPOCH_2)
  })

  it("takes our own pending one with it, whose work is done later", async () => {
    const { mls, service, take } = setUp()
    service.submit.mockReturnValueOnce(Promise.withResolvers<never>().promise)
    await take(benLeft)
    mls.receive.mockRejectedValueOnce(REFUSED)
    await take(commitPush)
    expect(mls.discard).toHaveBeenCalledOnce()
    await take(restoredPush)
    expect(mls.removeMembers).toHaveBeenCalledTimes(2)
  })

  it("leads to the successor that is told of, and of nothing else", async () => {
    const { mls, listener, take } = setUp()
    mls.receive.mockRejectedValueOnce(REFUSED)
    const successor = { type: "successor", log: 9, groupId: key(8), epoch: 1n, refused: key(5) } as const
    await take(commitPush, finalPush, benLeft, successor)
    expect(listener.onSuccessor).toHaveBeenCalledExactlyOnceWith(successor)
    expect(listener.onDeparture).not.toHaveBeenCalled()
  })
})

const removal = (reason: "order" | "gone"): Received => ({
  kind: "removed",
  report: { ...REMOVED, removed: [{ leaf: 0, ...ANA, reason }] },
  epoch: 2n,
})

describe("a commit that removes us", () => {
  it.each([
    ["order", "removed"],
    ["gone", "stranded"],
  ] as const)("by %s ends the membership once it is final", async (reason, end) => {
    const { mls, listener, take } = setUp()
    const received = removal(reason)
    mls.receive.mockResolvedValueOnce(received)
    await take(commitPush)
    expect(listener.onEnded).not.toHaveBeenCalled()
    await take(finalPush)
    expect(listener.onEnded).toHaveBeenCalledExactlyOnceWith(end, deedOf(received.report))
  })

  it("does not, when it is taken back", async () => {
    const { mls, listener, membership, take } = setUp()
    mls.receive.mockResolvedValueOnce(removal("gone"))
    await take(commitPush, restoredPush, finalPush)
    expect(mls.restore).toHaveBeenCalledOnce()
    expect(listener.onEnded).not.toHaveBeenCalled()
    expect(membership.state).toBe(EPOCH_1)
  })
})

describe("what the service tells after a break", () => {
  it("takes the place of a provisional commit, where it knows another one", async () => {
    const { mls, listener, membership, take } = setUp()
    const other = epochOf(2n, [ANA])
    await take(commitPush)
    mls.receive.mockResolvedValueOnce({ kind: "epoch", report: JOINED, state: other })
    await take(otherPush, finalPush)
    expect(listener.onRestored).toHaveBeenCalledExactlyOnceWith(EPOCH_1, 2n, null)
    expect(membership.state).toBe(other)
    expect((await membership.evidence()).commits).toEqual([FIRST_COMMIT, OTHER_COMMIT])
  })

  it.each([
    ["a commit of a later epoch", { ...commitPush, epoch: 4n }],
    ["a final of a later epoch", { ...finalPush, epoch: 2n }],
  ] as const)("is asked for when %s comes", async (_, push) => {
    const { mls, listener, take } = setUp()
    await take(push)
    expect(listener.onBehind).toHaveBeenCalledOnce()
    expect(mls.receive).not.toHaveBeenCalled()
  })

  it("is not asked for when nothing is missing", async () => {
    const { listener, take } = setUp()
    await take(commitPush, finalPush, { ...commitPush, epoch: 1n }, { ...finalPush, epoch: 1n })
    expect(listener.onBehind).not.toHaveBeenCalled()
  })

  it("strands us where it is a commit of our own that we had given up", async () => {
    const { mls, service, listener, membership, take } = setUp()
    service.submit.mockRejectedValueOnce(BROKEN)
    service.submit.mockResolvedValueOnce(STALE)
    await take(benLeft)
    membership.handleReplayed()
    await take()
    await take({ ...commitPush, commit: OWN_COMMIT })
    expect(mls.receive).not.toHaveBeenCalled()
    expect(listener.onEnded).toHaveBeenCalledExactlyOnceWith("stranded", null)
  })

  it.each([new MlsError("worker-failed", ""), new FrameError("retired", "")])(
    "strands us where it cannot be installed: %s",
    async (error) => {
      const { listener, take } = setUp()
      listener.onEpoch.mockRejectedValueOnce(error)
      await take(commitPush)
      expect(listener.onEnded).toHaveBeenCalledExactlyOnceWith("stranded", null)
    },
  )
})

describe("what the service may ask", () => {
  it("is our epoch, with the commits that led there, the last sixteen of them", async () => {
    const { mls, membership, take } = setUp()
    expect(await membership.evidence()).toEqual({ groupInfo: GROUP_INFO, commits: [FIRST_COMMIT] })
    for (let epoch = 2n; epoch < 20n; epoch++) {
      mls.receive.mockResolvedValueOnce({ kind: "epoch", report: JOINED, state: epochOf(epoch, [ANA, BEN]) })
      const commit = new Uint8Array([Number(epoch)])
      await take({ ...commitPush, epoch, commit }, { ...finalPush, epoch }) // oxlint-disable-line no-await-in-loop -- one epoch after the other
    }
    const { commits } = await membership.evidence()
    expect(commits.map(([first]) => first)).toEqual(Array.from({ length: 16 }, (_, index) => index + 4))
  })

  it("is the last final epoch, which a provisional one is not", async () => {
    const { membership, take } = setUp()
    await take(commitPush)
    expect(membership.finalEpoch).toBe(1n)
    await take(finalPush)
    expect(membership.finalEpoch).toBe(2n)
  })

  it("is the group info of the epoch in force, if the member named is we", async () => {
    const { service, take } = setUp()
    const wanted = { type: "wanted", log: 4, epoch: 1n, identityKey: ANA.identityKey } as const
    await take({ ...wanted, identityKey: BEN.identityKey }, { ...wanted, epoch: 0n })
    expect(service.supply).not.toHaveBeenCalled()
    await take(wanted)
    expect(service.supply).toHaveBeenCalledExactlyOnceWith(1n, PARTIAL)
  })
})

describe("a new path of our own", () => {
  const DUE_MS = 5 * 60_000

  it("is made in turn, and begins another term", async () => {
    const { mls, clock, listener, take } = setUp()
    const healed = epochOf(2n, [ANA, BEN])
    clock.advance(DUE_MS - GATHER_MS - 1)
    await take()
    expect(mls.heal).not.toHaveBeenCalled()
    mls.finalize.mockResolvedValueOnce(healed)
    clock.advance(1)
    await take()
    expect(mls.heal).toHaveBeenCalledOnce()
    expect(listener.onEpoch).toHaveBeenCalledExactlyOnceWith(healed, "other", { author: ANA.identityKey, expelled: [] })
    clock.advance(DUE_MS - 2 * GATHER_MS - 1)
    await take()
    expect(mls.heal).toHaveBeenCalledOnce()
  })

  it("waits for a provisional epoch to be final", async () => {
    const { mls, clock, take } = setUp()
    await take(commitPush)
    clock.advance(DUE_MS)
    await take()
    expect(mls.heal).not.toHaveBeenCalled()
    await take(finalPush)
    expect(mls.heal).toHaveBeenCalledOnce()
  })

  it("gives way to a commit that was faster, and is tried again after it", async () => {
    const { mls, service, clock, take } = setUp()
    service.submit.mockResolvedValueOnce(STALE)
    clock.advance(DUE_MS)
    await take()
    expect(mls.discard).toHaveBeenCalledOnce()
    await take(commitPush, finalPush)
    expect(mls.heal).toHaveBeenCalledTimes(2)
  })

  it("came with a removal of ours", async () => {
    const { mls, clock, take } = setUp()
    clock.advance(DUE_MS / 2)
    mls.finalize.mockResolvedValueOnce(WITHOUT_BEN)
    await take(benLeft)
    clock.advance(DUE_MS / 2)
    await take()
    expect(mls.heal).not.toHaveBeenCalled()
  })
})

describe("a commit of ours that the service cannot take", () => {
  it("is let go at once, and not when a replay comes", async () => {
    const { mls, service, take } = setUp()
    service.submit.mockRejectedValueOnce(new DeliveryError("too-many", ""))
    await take(benLeft)
    expect(mls.discard).toHaveBeenCalledOnce()
  })
})
