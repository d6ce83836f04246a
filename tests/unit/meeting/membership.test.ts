import { describe, expect, it, vi } from "vitest"
import type { Push } from "../../../src/delivery/messages.ts"
import {
  type CommitOutcome,
  type GroupMls,
  type GroupService,
  Membership,
  type MembershipListener,
  rosterChange,
} from "../../../src/meeting/membership.ts"
import { MlsError, PolicyError } from "../../../src/mls/errors.ts"
import type { PendingCommit, Received } from "../../../src/mls/session-options.ts"
import { FakeClock, settled } from "../media/fixtures.ts"
import { ANA, BEN, CHIDI, epochOf, JOINED, key, REMOVED } from "./fixtures.ts"

const COMMIT = new Uint8Array([1])
const OWN_COMMIT = new Uint8Array([2])
const SIGNATURE = new Uint8Array(64).fill(1)
const EPOCH_1 = epochOf(1n, [ANA, BEN])
const EPOCH_2 = epochOf(2n, [ANA, BEN, CHIDI])
const WITHOUT_BEN = epochOf(2n, [ANA])
const OWN: PendingCommit = { epoch: 2n, commit: OWN_COMMIT, groupInfo: new Uint8Array([3]) }
const benLeft: Push = { type: "left", log: 1, identityKey: BEN.identityKey, leafKey: BEN.leafKey, signature: SIGNATURE }
const commitPush: Push = { type: "commit", log: 2, epoch: 2n, commit: COMMIT }
const finalPush: Push = { type: "final", log: 3, epoch: 2n }
const restoredPush: Push = { type: "restored", log: 3, epoch: 1n, author: CHIDI.identityKey }

/** The membership of Ana, leaf 0, in epoch 1 with Ben. */
function setUp() {
  const mls = {
    receive: vi.fn<GroupMls["receive"]>(async () => ({ kind: "epoch", report: JOINED, state: EPOCH_2 })),
    finalize: vi.fn<GroupMls["finalize"]>(async () => null),
    restore: vi.fn<GroupMls["restore"]>(async () => EPOCH_1),
    discard: vi.fn<GroupMls["discard"]>(async () => undefined),
    removeMembers: vi.fn<GroupMls["removeMembers"]>(async () => OWN),
  }
  const service = {
    submit: vi.fn<GroupService["submit"]>(async () => "final"),
    applied: vi.fn<GroupService["applied"]>(),
    refuse: vi.fn<GroupService["refuse"]>(),
  }
  const listener = {
    onEpoch: vi.fn<MembershipListener["onEpoch"]>(async () => {}),
    onFinal: vi.fn<MembershipListener["onFinal"]>(),
    onRestored: vi.fn<MembershipListener["onRestored"]>(async () => {}),
    onDeparture: vi.fn<MembershipListener["onDeparture"]>(),
    onEnded: vi.fn<MembershipListener["onEnded"]>(),
  }
  const clock = new FakeClock()
  const membership = new Membership(EPOCH_1, { mls, service, clock, listener })
  const take = async (...pushes: readonly Push[]): Promise<void> => {
    for (const push of pushes) membership.handlePush(push)
    await membership.settled()
    await settled() // the answer to a commit of our own queues one more task
    await membership.settled()
  }
  return { mls, service, listener, clock, membership, take }
}

describe("following somebody's commit", () => {
  it("enters the epoch at once and answers for it, but calls it final only at the service's word", async () => {
    const { mls, service, listener, membership, take } = setUp()
    await take(commitPush)
    expect(membership.state).toBe(EPOCH_2)
    expect(service.applied).toHaveBeenCalledExactlyOnceWith(2n, EPOCH_2.confirmationTag)
    expect(listener.onEpoch).toHaveBeenCalledExactlyOnceWith(EPOCH_2, "join", JOINED)
    expect(listener.onFinal).not.toHaveBeenCalled()
    await take(finalPush)
    expect(mls.finalize).toHaveBeenCalledExactlyOnceWith(2n)
    expect(listener.onFinal).toHaveBeenCalledExactlyOnceWith(2n)
  })

  it("goes back to the epoch before when the service restores it", async () => {
    const { listener, membership, take } = setUp()
    await take(commitPush, restoredPush)
    expect(membership.state).toBe(EPOCH_1)
    expect(listener.onRestored).toHaveBeenCalledExactlyOnceWith(EPOCH_1, 2n)
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
    expect(listener.onEpoch).toHaveBeenLastCalledWith(epoch3, "removal", REMOVED)
  })

  it("counts a return with a new leaf as a join, not as a removal", async () => {
    const { mls, listener, take } = setUp()
    const report = { ...JOINED, removed: [{ leaf: 1, ...BEN, reason: "replaced" as const }] }
    mls.receive.mockResolvedValueOnce({ kind: "epoch", report, state: EPOCH_2 })
    await take(commitPush)
    expect(listener.onEpoch).toHaveBeenCalledExactlyOnceWith(EPOCH_2, "join", report)
  })

  it.each([
    [new PolicyError("bad-signature", ""), "bad-signature", "commit-refused"],
    [new MlsError("unreadable-commit", ""), "unreadable-commit", "unreadable"],
  ] as const)("refuses by name what MLS refuses, and ends", async (error, fault, reason) => {
    const { mls, service, listener, membership, take } = setUp()
    mls.receive.mockRejectedValueOnce(error)
    await take(commitPush)
    expect(service.refuse).toHaveBeenCalledExactlyOnceWith(2n, fault)
    expect(service.applied).not.toHaveBeenCalled()
    expect(listener.onEnded).toHaveBeenCalledExactlyOnceWith(reason)
    expect(membership.state).toBe(EPOCH_1)
    await take(commitPush)
    expect(mls.receive).toHaveBeenCalledOnce()
  })

  it("ends when the commit removes us", async () => {
    const { mls, listener, take } = setUp()
    const removal: Received = { kind: "removed", report: REMOVED, epoch: 2n }
    mls.receive.mockResolvedValueOnce(removal)
    await take(commitPush)
    expect(listener.onEnded).toHaveBeenCalledExactlyOnceWith("removed")
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
    expect(listener.onEpoch).toHaveBeenCalledExactlyOnceWith(WITHOUT_BEN, "removal", null)
    expect(listener.onFinal).toHaveBeenCalledExactlyOnceWith(2n)
  })

  it("answers for somebody else's commit while its own is still with the service, and gives its own up", async () => {
    const { mls, service, membership, take } = setUp()
    const { promise, resolve } = Promise.withResolvers<CommitOutcome>()
    service.submit.mockImplementationOnce(() => promise)
    await take(benLeft)
    expect(service.submit).toHaveBeenCalledOnce()
    await take(commitPush)
    expect(service.applied).toHaveBeenCalledExactlyOnceWith(2n, EPOCH_2.confirmationTag)
    resolve("stale")
    await take(finalPush)
    expect(mls.discard).not.toHaveBeenCalled() // receiving gave it up already
    expect(membership.isDeparting(BEN.leafKey)).toBe(true)
    expect(service.submit).toHaveBeenCalledTimes(2) // Ben is still there to be removed
  })

  it("follows the service's word that somebody is gone", async () => {
    const { mls, take } = setUp()
    await take({ ...benLeft, type: "gone", groupId: key(7), epoch: 1n })
    expect(mls.removeMembers).toHaveBeenCalledExactlyOnceWith([
      { reason: "gone", leafKey: BEN.leafKey, signature: SIGNATURE },
    ])
  })

  it.each(["stale", "refused", "restored"] as const satisfies readonly CommitOutcome[])(
    "lets its commit go when that was %s",
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
    service.submit.mockRejectedValueOnce(new Error("closed"))
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
    service.submit.mockRejectedValueOnce(new Error("closed"))
    await take(benLeft)
    mls.finalize.mockResolvedValueOnce(WITHOUT_BEN)
    membership.handleReplayed()
    await take()
    expect(mls.discard).toHaveBeenCalledOnce()
    expect(mls.removeMembers).toHaveBeenCalledTimes(2)
    expect(membership.state).toBe(WITHOUT_BEN)
  })

  it("waits for the verdict on a commit that was provisional when the connection broke", async () => {
    const { mls, service, membership, take } = setUp()
    service.submit.mockImplementationOnce(async (_pending, onProvisional) => {
      onProvisional()
      throw new Error("closed")
    })
    await take(benLeft)
    membership.handleReplayed()
    await take()
    expect(mls.discard).not.toHaveBeenCalled()
    mls.finalize.mockResolvedValueOnce(WITHOUT_BEN)
    await take(finalPush)
    expect(membership.state).toBe(WITHOUT_BEN)
  })

  it("waits for the verdict on a commit that the replay shows, and whose verdict comes after it", async () => {
    const { mls, service, membership, take } = setUp()
    service.submit.mockRejectedValueOnce(new Error("closed"))
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
    service.submit.mockRejectedValueOnce(new Error("closed"))
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
    const answer = Promise.withResolvers<CommitOutcome>()
    service.submit.mockReturnValueOnce(answer.promise)
    await take(benLeft)
    membership.handleReplayed()
    await take()
    mls.finalize.mockResolvedValueOnce(WITHOUT_BEN)
    answer.resolve("final")
    await vi.waitFor(() => expect(membership.state).toBe(WITHOUT_BEN))
    expect(mls.discard).not.toHaveBeenCalled()
  })

  it("gives its undecided commit up for somebody else's that was taken", async () => {
    const { mls, service, membership, take } = setUp()
    service.submit.mockRejectedValueOnce(new Error("closed"))
    mls.receive.mockResolvedValueOnce({ kind: "epoch", report: REMOVED, state: WITHOUT_BEN })
    await take(benLeft)
    await take(commitPush)
    expect(membership.state).toBe(WITHOUT_BEN)
    membership.handleReplayed()
    await take()
    expect(mls.removeMembers).toHaveBeenCalledOnce()
  })
})

describe("the change of a roster", () => {
  it("names who came and who went, by identity", () => {
    const change = rosterChange(EPOCH_1, epochOf(2n, [ANA, CHIDI]))
    expect(change).toEqual({ came: ["03".repeat(32)], went: ["02".repeat(32)] })
  })

  it("is none when somebody returns with a new leaf", () => {
    const returned = { ...BEN, leafKey: key(99) }
    expect(rosterChange(EPOCH_1, epochOf(2n, [ANA, returned]))).toEqual({ came: [], went: [] })
  })
})
