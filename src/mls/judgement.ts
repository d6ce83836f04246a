// What the policy says of a commit that it passed.

import type { CommitKind, RemoveReason } from "./authenticated-data.ts"
import type { MeetingContext } from "./meeting-context.ts"
import type { PublicLeaf } from "./tree.ts"
import type { CommitMessage } from "./wire.ts"

/** A leaf that goes, and why: `replaced` is a person's own earlier leaf at its return. */
export interface RemovedLeaf extends PublicLeaf {
  readonly reason: RemoveReason["reason"] | "replaced"
}

/** Made by `judgeCommit` alone; `nextPublicGroup` and the session accept nothing else. */
export interface Judgement {
  readonly kind: CommitKind
  /** The epoch that the commit begins. */
  readonly epoch: bigint
  /** The committer's identity key and its leaf in the new epoch. */
  readonly author: Uint8Array
  readonly leaf: number
  /** The newcomer; null unless `kind` is join. */
  readonly added: PublicLeaf | null
  readonly removed: readonly RemovedLeaf[]
  /** The meeting context of the new epoch. */
  readonly context: MeetingContext
  /** The sealed next link, when a context commit rotates it. */
  readonly rotation: Uint8Array | null
  readonly confirmationTag: Uint8Array
  /** The decoded message that was judged. */
  readonly commit: CommitMessage
}
