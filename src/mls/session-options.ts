// What a session is made from and what it answers.

import type { Sign } from "../bytes/statement.ts"
import type { Identity } from "./credential.ts"
import type { EpochState } from "./epoch-state.ts"
import type { CommitKind } from "./authenticated-data.ts"
import type { Judgement, RemovedLeaf } from "./judgement.ts"
import type { Expectation, MeetingContextFields } from "./meeting-context.ts"
import type { PartialGroupInfo } from "./partial-group-info.ts"
import type { Profile } from "./profile.ts"
import type { SuiteName } from "./suite.ts"

/** Who enters which meeting, with which secrets. */
export interface SessionOptions {
  readonly suite: SuiteName
  readonly identity: Identity
  readonly expectation: Expectation
  /** The meeting's pre-shared key; copied. */
  readonly psk: Uint8Array
  /** AES-GCM key that seals and opens profiles. */
  readonly nameKey: CryptoKey
  readonly profile: Profile
  /** The host key's signature, on the host's own machine; null for everybody else. */
  readonly hostSign: Sign | null
}

/** How far the hosts' word had gone in the groups of one origin when this client saw one last. */
export interface SeenGeneration {
  readonly origin: Uint8Array
  readonly generation: number
}

/** A commit to hand in, and what to hand in after it of the group info; the session keeps its epoch until `finalize`. */
export interface PendingCommit {
  /** The epoch that the commit would begin. */
  readonly epoch: bigint
  readonly commit: Uint8Array
  readonly groupInfo: PartialGroupInfo
}

/** A leaf to remove, by its signature key. */
export type Removal =
  | { readonly reason: "left" | "gone"; readonly leafKey: Uint8Array; readonly signature: Uint8Array }
  | { readonly reason: "order"; readonly leafKey: Uint8Array }

/** The fields of the context that a host may change; what is absent stays. */
export type ContextChange = Partial<Omit<MeetingContextFields, "version" | "hostKey" | "serviceKey">>

/** What a change of co-hosts or link needs besides: the host key's signature, and the next link, which is sealed. */
export interface ContextSigning {
  readonly hostSign: Sign | null
  readonly rotation: Uint8Array | null
}

/** What a commit did, for whoever shows it. */
export interface CommitReport {
  readonly kind: CommitKind
  readonly author: Uint8Array
  readonly added: Uint8Array | null
  readonly removed: readonly Pick<RemovedLeaf, "leaf" | "identityKey" | "leafKey" | "reason">[]
  /** The next link, opened; null where the link stays, or does not open. */
  readonly nextLink: Uint8Array | null
}

/** The outcome of somebody's commit: a new epoch, provisional until `finalize`; or the own removal. */
export type Received =
  | { readonly kind: "epoch"; readonly report: CommitReport; readonly state: EpochState }
  | { readonly kind: "removed"; readonly report: CommitReport; readonly epoch: bigint }

export function reportOf(judged: Judgement, nextLink: Uint8Array | null): CommitReport {
  return {
    kind: judged.kind,
    author: judged.author,
    added: judged.added?.identityKey ?? null,
    removed: judged.removed.map(({ leaf, identityKey, leafKey, reason }) => ({ leaf, identityKey, leafKey, reason })),
    nextLink,
  }
}
