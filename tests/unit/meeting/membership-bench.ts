// The membership of one person in a made-up group: MLS, service and listener are the test's.

import { vi } from "vitest"
import { DeliveryError } from "../../../src/delivery/errors.ts"
import type { Push } from "../../../src/delivery/messages.ts"
import { Membership } from "../../../src/meeting/membership.ts"
import type { GroupService, MembershipListener, MembershipOptions } from "../../../src/meeting/membership-options.ts"
import type { Submission } from "../../../src/meeting/service-link.ts"
import type { PendingCommit } from "../../../src/mls/session-options.ts"
import { GATHER_MS } from "../../../src/meeting/removals.ts"
import { FakeClock, settled } from "../media/fixtures.ts"
import { ANA, BEN, CHIDI, epochOf, JOINED, PARTIAL } from "./fixtures.ts"

export const COMMIT = new Uint8Array([1])
export const FIRST_COMMIT = new Uint8Array([9])
export const GROUP_INFO = new Uint8Array([7])
export const OWN_COMMIT = new Uint8Array([2])
export const SIGNATURE = new Uint8Array(64).fill(1)
export const EPOCH_1 = epochOf(1n, [ANA, BEN])
export const EPOCH_2 = epochOf(2n, [ANA, BEN, CHIDI])
export const WITHOUT_BEN = epochOf(2n, [ANA])
const OWN: PendingCommit = { epoch: 2n, commit: OWN_COMMIT, groupInfo: PARTIAL }
export const benLeft: Push<"left"> = {
  type: "left",
  log: 1,
  identityKey: BEN.identityKey,
  leafKey: BEN.leafKey,
  signature: SIGNATURE,
}
export const commitPush: Push<"commit"> = { type: "commit", log: 2, epoch: 2n, commit: COMMIT }
export const finalPush: Push<"final"> = { type: "final", log: 3, epoch: 2n }
export const STALE: Submission = { outcome: "stale", groupInfo: null }
export const BROKEN = new DeliveryError("closed", "")
export const restoredPush: Push<"restored"> = { type: "restored", log: 3, epoch: 1n, author: CHIDI.identityKey }

type Mls = MembershipOptions["mls"]

/** The membership of Ana, leaf 0, in epoch 1 with Ben. */
export function setUp() {
  const mls = {
    receive: vi.fn<Mls["receive"]>(async () => ({ kind: "epoch", report: JOINED, state: EPOCH_2 })),
    finalize: vi.fn<Mls["finalize"]>(async () => null),
    restore: vi.fn<Mls["restore"]>(async () => EPOCH_1),
    discard: vi.fn<Mls["discard"]>(async () => undefined),
    removeMembers: vi.fn<Mls["removeMembers"]>(async () => OWN),
    changeContext: vi.fn<Mls["changeContext"]>(async () => OWN),
    heal: vi.fn<Mls["heal"]>(async () => OWN),
    exportGroupInfo: vi.fn<Mls["exportGroupInfo"]>(async () => GROUP_INFO),
    exportPartialGroupInfo: vi.fn<Mls["exportPartialGroupInfo"]>(async () => PARTIAL),
  }
  const service = {
    submit: vi.fn<GroupService["submit"]>(async () => ({ outcome: "final" })),
    applied: vi.fn<GroupService["applied"]>(),
    refuse: vi.fn<GroupService["refuse"]>(),
    supply: vi.fn<GroupService["supply"]>(),
  }
  const listener = {
    onEpoch: vi.fn<MembershipListener["onEpoch"]>(async () => {}),
    onFinal: vi.fn<MembershipListener["onFinal"]>(),
    onRestored: vi.fn<MembershipListener["onRestored"]>(async () => {}),
    onDeparture: vi.fn<MembershipListener["onDeparture"]>(),
    onNextLink: vi.fn<MembershipListener["onNextLink"]>(async () => {}),
    onDoor: vi.fn<MembershipListener["onDoor"]>(),
    onBehind: vi.fn<MembershipListener["onBehind"]>(),
    onParted: vi.fn<MembershipListener["onParted"]>(),
    onSuccessor: vi.fn<MembershipListener["onSuccessor"]>(),
    onEnded: vi.fn<MembershipListener["onEnded"]>(),
  }
  const clock = new FakeClock()
  const options = { mls, service, clock, random: () => 0.5, identityKey: ANA.identityKey, listener }
  const membership = new Membership({ state: EPOCH_1, commit: FIRST_COMMIT }, options)
  const take = async (...pushes: readonly Push[]): Promise<void> => {
    for (const push of pushes) membership.handlePush(push)
    await membership.settled()
    clock.advance(GATHER_MS)
    await settled() // the answer to a commit of our own queues one more task
    await membership.settled()
  }
  return { mls, service, listener, clock, membership, take }
}
