import { describe, expect, it, vi } from "vitest"
import { deedOf } from "../../../src/meeting/deed.ts"
import type { Submission } from "../../../src/meeting/service-link.ts"
import { ANA, BEN, CHIDI, epochOf, JOINED, key, REMOVED } from "./fixtures.ts"
import {
  OWN_COMMIT,
  SIGNATURE,
  EPOCH_1,
  EPOCH_2,
  WITHOUT_BEN,
  benLeft,
  commitPush,
  finalPush,
  STALE,
  BROKEN,
  restoredPush,
  setUp,
} from "./membership-bench.ts"

const OWN_DEED = { author: ANA.identityKey, expelled: [] }

describe("following somebody's commit", () => {
  it("enters the epoch at once and answers for it, but calls it final only at the service's word", async () => {
    const { mls, service, listener, membership, take } = setUp()
    await take(commitPush)
    expect(membership.state).toBe(EPOCH_2)
    expect(service.applied).toHaveBeenCalledExactlyOnceWith(2n, EPOCH_2.confirmationTag)
    expect(listener.onEpoch).toHaveBeenCalledExactlyOnceWith(EPOCH_2, "join", deedOf(JOINED))
    expect(listener.onFinal).not.toHaveBeenCalled()
    await take(finalPush)
    expect(mls.finalize).toHaveBeenCalledExactlyOnceWith(2n)
    expect(listener.onFinal).toHaveBeenCalledExactlyOnceWith(2n)
  })

  it("goes back to the epoch before when the service restores it", async () => {
    const { listener, membership, take } = setUp()
    await take(commitPush, restoredPush)
    expect(membership.state).toBe(EPOCH_1)
    expect(listener.onRestored).toHaveBeenCalledExactlyOnceWith(EPOCH_1, 2n, CHIDI.identityKey)
  })

  it("takes a replayed commit, a replayed final and a replayed restoration once", async () => {
    const { mls, listener, membership, take } = setUp()
    await take(commitPush, finalPush, commitPush, finalPush, restoredPush)
    expect(mls.receive).toHaveBeenCalledOnce()
    expect(mls.finalize).toHaveBeenCalledOnce()
    expect(listener.onRestored).not.toHaveBeenCalled()
    expect(membership.state).toBe(EPOCH_2)
  })

  it("takes a later commit as the word that the one before is final", async () => {
    const { mls, listener, take } = setUp()
    const epoch3 = epochOf(3n, [ANA, BEN])
    mls.receive.mockResolvedValueOnce({ kind: "epoch", report: JOINED, state: EPOCH_2 })
    mls.receive.mockResolvedValueOnce({ kind: "epoch", report: REMOVED, state: epoch3 })
    await take(commitPush, { ...commitPush, epoch: 3n })
    expect(mls.finalize).toHaveBeenCalledExactlyOnceWith(2n)
    expect(listener.onEpoch).toHaveBeenLastCalledWith(epoch3, "removal", deedOf(REMOVED))
  })

  it("counts a return with a new leaf as a join, not as a removal", async () => {
    const { mls, listener, take } = setUp()
    const report = { ...JOINED, removed: [{ leaf: 1, ...BEN, reason: "replaced" as const }] }
    mls.receive.mockResolvedValueOnce({ kind: "epoch", report, state: EPOCH_2 })
    await take(commitPush)
    expect(listener.onEpoch).toHaveBeenCalledExactlyOnceWith(EPOCH_2, "join", deedOf(JOINED))
  })

  it("does nothing any more when it is closed", async () => {
    const { mls, membership, take } = setUp()
    membership.close()
    await take(commitPush)
    expect(mls.receive).not.toHaveBeenCalled()
  })
})

describe("removing a leaver", () => {
  it("hands in a commit and enters its epoch when the service says final", async () => {
    const { mls, listener, membership, take } = setUp()
    mls.finalize.mockResolvedValueOnce(WITHOUT_BEN)
    await take(benLeft)
    expect(listener.onDeparture).toHaveBeenCalledExactlyOnceWith(BEN.identityKey)
    expect(mls.removeMembers).toHaveBeenCalledExactlyOnceWith([
      { reason: "left", leafKey: BEN.leafKey, signature: SIGNATURE },
    ])
    expect(membership.state).toBe(WITHOUT_BEN)
    expect(listener.onEpoch).toHaveBeenCalledExactlyOnceWith(WITHOUT_BEN, "removal", OWN_DEED)
    expect(listener.onFinal).toHaveBeenCalledExactlyOnceWith(2n)
  })

  it("takes all out who leave together by one commit", async () => {
    const { mls, take } = setUp()
    const chidi = { ...BEN, leafKey: key(90) }
    mls.receive.mockResolvedValueOnce({ kind: "epoch", report: JOINED, state: epochOf(2n, [ANA, BEN, chidi]) })
    await take(commitPush, finalPush, benLeft, { ...benLeft, leafKey: chidi.leafKey })
    expect(mls.removeMembers.mock.calls.map(([removals]) => removals.map(({ leafKey }) => leafKey))).toEqual([
      [BEN.leafKey, chidi.leafKey],
    ])
  })

  it("answers for somebody else's commit while its own is still with the service, and gives its own up", async () => {
    const { mls, service, membership, take } = setUp()
    const { promise, resolve } = Promise.withResolvers<Submission>()
    service.submit.mockImplementationOnce(() => promise)
    await take(benLeft)
    expect(service.submit).toHaveBeenCalledOnce()
    await take(commitPush)
    expect(service.applied).toHaveBeenCalledExactlyOnceWith(2n, EPOCH_2.confirmationTag)
    resolve(STALE)
    await take(finalPush)
    expect(mls.discard).not.toHaveBeenCalled() // receiving gave it up already
    expect(membership.own.isDeparting(BEN.leafKey)).toBe(true)
    expect(service.submit).toHaveBeenCalledTimes(2) // Ben is still there to be removed
  })

  it("follows the service's word that somebody is gone", async () => {
    const { mls, take } = setUp()
    await take({ ...benLeft, type: "gone", groupId: key(7), epoch: 1n })
    expect(mls.removeMembers).toHaveBeenCalledExactlyOnceWith([
      { reason: "gone", leafKey: BEN.leafKey, signature: SIGNATURE },
    ])
  })

  it.each([STALE, { outcome: "refused" }, { outcome: "restored" }] as const satisfies readonly Submission[])(
    "lets its commit go when that was $outcome",
    async (outcome) => {
      const { mls, service, membership, take } = setUp()
      service.submit.mockResolvedValueOnce(outcome)
      await take(benLeft)
      expect(mls.discard).toHaveBeenCalledOnce()
      expect(membership.state).toBe(EPOCH_1)
    },
  )

  it("waits with its commit until a provisional epoch is final", async () => {
    const { mls, take } = setUp()
    await take(commitPush, { ...benLeft, log: 3 })
    expect(mls.removeMembers).not.toHaveBeenCalled()
    await take({ ...finalPush, log: 4 })
    expect(mls.removeMembers).toHaveBeenCalledOnce()
  })

  it("learns from the replay that its commit was taken when the answer was lost", async () => {
    const { mls, service, membership, take } = setUp()
    service.submit.mockRejectedValueOnce(BROKEN)
    await take(benLeft)
    expect(mls.discard).not.toHaveBeenCalled()
    mls.finalize.mockResolvedValueOnce(WITHOUT_BEN)
    await take({ ...commitPush, commit: OWN_COMMIT }, finalPush)
    membership.handleReplayed()
    await membership.settled()
    expect(mls.receive).not.toHaveBeenCalled()
    expect(membership.state).toBe(WITHOUT_BEN)
    expect(mls.discard).not.toHaveBeenCalled()
  })

  it("tries again when the replay does not hold its commit", async () => {
    const { mls, service, membership, take } = setUp()
    service.submit.mockRejectedValueOnce(BROKEN)
    await take(benLeft)
    mls.finalize.mockResolvedValueOnce(WITHOUT_BEN)
    membership.handleReplayed()
    await take()
    expect(mls.discard).toHaveBeenCalledOnce()
    expect(mls.removeMembers).toHaveBeenCalledTimes(2)
    expect(membership.state).toBe(WITHOUT_BEN)
  })

  it("waits for the verdict on a commit that the replay shows, and whose verdict comes after it", async () => {
    const { mls, service, membership, take } = setUp()
    service.submit.mockRejectedValueOnce(BROKEN)
    await take(benLeft)
    await take({ ...commitPush, commit: OWN_COMMIT })
    membership.handleReplayed()
    mls.finalize.mockResolvedValueOnce(WITHOUT_BEN)
    await take(finalPush)
    expect(mls.discard).not.toHaveBeenCalled()
    expect(membership.state).toBe(WITHOUT_BEN)
  })

  it("tries again when such a commit is taken back", async () => {
    const { mls, service, membership, take } = setUp()
    service.submit.mockRejectedValueOnce(BROKEN)
    await take(benLeft)
    await take({ ...commitPush, commit: OWN_COMMIT })
    membership.handleReplayed()
    mls.finalize.mockResolvedValueOnce(WITHOUT_BEN)
    await take(restoredPush)
    expect(mls.discard).toHaveBeenCalledOnce()
    expect(mls.removeMembers).toHaveBeenCalledTimes(2)
    expect(membership.state).toBe(WITHOUT_BEN)
  })

  it("does not take a commit back that it made while the replay was still coming in", async () => {
    const { mls, service, membership, take } = setUp()
    const answer = Promise.withResolvers<Submission>()
    service.submit.mockReturnValueOnce(answer.promise)
    await take(benLeft)
    membership.handleReplayed()
    await take()
    mls.finalize.mockResolvedValueOnce(WITHOUT_BEN)
    answer.resolve({ outcome: "final" })
    await vi.waitFor(() => expect(membership.state).toBe(WITHOUT_BEN))
    expect(mls.discard).not.toHaveBeenCalled()
  })

  it("gives its undecided commit up for somebody else's that was taken", async () => {
    const { mls, service, membership, take } = setUp()
    service.submit.mockRejectedValueOnce(BROKEN)
    mls.receive.mockResolvedValueOnce({ kind: "epoch", report: REMOVED, state: WITHOUT_BEN })
    await take(benLeft)
    await take(commitPush)
    expect(membership.state).toBe(WITHOUT_BEN)
    membership.handleReplayed()
    await take()
    expect(mls.removeMembers).toHaveBeenCalledOnce()
  })
})
