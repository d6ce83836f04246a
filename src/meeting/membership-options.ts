// What a membership is made of.

import type { Push } from "../delivery/messages.ts"
import type { Clock } from "../media/clock.ts"
import type { EpochChange } from "../media/epoch.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import type { PartialGroupInfo } from "../mls/partial-group-info.ts"
import type { PendingCommit, Received } from "../mls/session-options.ts"
import type { Deed } from "./deed.ts"
import type { Random } from "./jitter.ts"
import type { OwnCommitsOptions } from "./own-commits.ts"
import type { Submission } from "./service-link.ts"
import type { RefusedCommit } from "./standing.ts"

/** The MLS session in its worker, as far as a membership needs it. */
export interface GroupMls {
  receive(commit: Uint8Array): Promise<Received>
  finalize(epoch: bigint): Promise<EpochState | null>
  restore(): Promise<EpochState>
  discard(): Promise<unknown>
  exportGroupInfo(): Promise<Uint8Array>
  exportPartialGroupInfo(): Promise<PartialGroupInfo>
}

/** The delivery service, as far as a membership needs it. */
export interface GroupService {
  /**
   * `onProvisional` is called once the service has taken the commit for the time being. Rejects when the connection was
   * lost: the replay after it tells what became of the commit.
   */
  submit(pending: PendingCommit, onProvisional: () => void): Promise<Submission>
  applied(epoch: bigint, confirmationTag: Uint8Array): void
  refuse(epoch: bigint, fault: string): void
  supply(epoch: bigint, groupInfo: PartialGroupInfo): void
}

export interface MembershipListener {
  /** A new epoch, and what brought it about; `deed` is null for the founding or join of our own. */
  onEpoch(state: EpochState, change: EpochChange, deed: Deed | null): Promise<void>
  /** The service will not take the epoch back any more. */
  onFinal(epoch: bigint): void
  /**
   * A commit was taken back, and `state` is in use again. `retired` is null where we never entered the commit's epoch;
   * `author`, an identity key, where another commit took its place before we heard whose it was.
   */
  onRestored(state: EpochState, retired: bigint | null, author: Uint8Array | null): Promise<void>
  /** Somebody said that they leave, or the service that they are gone: still in the group, but no longer there. */
  onDeparture(identityKey: Uint8Array): void
  /** The commit that is about to be entered names the meeting's next link, which only members can read. */
  onNextLink(link: Uint8Array, state: EpochState): Promise<void>
  /** Somebody asks to come in, or was answered. */
  onDoor(push: Push<"asking" | "answered">): void
  /** Log entries are missing. */
  onBehind(): void
  /** A commit that we refused is in force: nothing is sealed in this group any more, and a successor comes. */
  onParted(refused: RefusedCommit): void
  onSuccessor(push: Push<"successor">): void
  /** We are out: by a host's order, or in a way that lets us enter anew. */
  onEnded(reason: "removed" | "stranded", deed: Deed | null): void
}

export interface MembershipOptions {
  readonly mls: GroupMls & OwnCommitsOptions["mls"]
  readonly service: GroupService
  readonly clock: Clock
  readonly random: Random
  readonly identityKey: Uint8Array
  readonly listener: MembershipListener
}

/** The epoch that founding or joining brought, and the commit that did; null for a founder. */
export interface Entered {
  readonly state: EpochState
  readonly commit: Uint8Array | null
}
