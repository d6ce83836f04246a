// What crosses between the engine and its MLS worker, in numbered calls (src/bytes/calls.ts). Keys cross as CryptoKeys that
// cannot be extracted, everything else as bytes and plain values.

import type { EpochState } from "./epoch-state.ts"
import { MlsError, type MlsFault, PolicyError, type PolicyFault } from "./errors.ts"
import type { LinkSecrets } from "./link-keys.ts"
import type { PartialGroupInfo } from "./partial-group-info.ts"
import type { Sent, SentState } from "./sent-state.ts"
import type {
  ContextChange,
  ContextSigning,
  PendingCommit,
  Received,
  Removal,
  SeenGeneration,
  SessionOptions,
} from "./session-options.ts"
import type { Refusal } from "./succession.ts"

/** `SessionOptions` with keys in place of the functions that use them. */
export interface WorkerSessionOptions extends Omit<SessionOptions, "identity" | "hostSign"> {
  readonly identity: { readonly publicKey: Uint8Array; readonly privateKey: CryptoKey }
  readonly hostKey: CryptoKey | null
}

export interface WorkerContextSigning extends Omit<ContextSigning, "hostSign"> {
  readonly hostKey: CryptoKey | null
}

/** Each call of the worker: what it takes and what it gives. */
export interface MlsCalls {
  found: { takes: WorkerSessionOptions; gives: Sent<Founded> }
  join: { takes: JoinOrder; gives: PendingCommit }
  epochState: { takes: null; gives: SentState }
  removeMembers: { takes: readonly Removal[]; gives: PendingCommit }
  heal: { takes: null; gives: PendingCommit }
  changeContext: {
    takes: { readonly change: ContextChange; readonly signing: WorkerContextSigning }
    gives: PendingCommit
  }
  addLink: { takes: LinkSecrets; gives: null }
  finalize: { takes: bigint; gives: SentState | null }
  discard: { takes: null; gives: null }
  receive: { takes: Uint8Array; gives: Sent<Received> }
  restore: { takes: null; gives: SentState }
  foundSuccessor: { takes: Refusal; gives: Sent<Founded> }
  joinSuccessor: { takes: { readonly groupInfo: Uint8Array; readonly refusal: Refusal }; gives: PendingCommit }
  exportGroupInfo: { takes: null; gives: Uint8Array }
  exportPartialGroupInfo: { takes: null; gives: PartialGroupInfo }
  exportSecret: {
    takes: { readonly label: string; readonly context: Uint8Array; readonly length: number }
    gives: Uint8Array
  }
  issueTicket: { takes: Uint8Array; gives: Uint8Array }
  signLeave: { takes: null; gives: { readonly leafKey: Uint8Array; readonly signature: Uint8Array } }
  close: { takes: null; gives: null }
}

/** A group that we made, and what others join it by. */
export interface Founded {
  readonly groupInfo: Uint8Array
  readonly state: EpochState
}

interface JoinOrder extends WorkerSessionOptions {
  readonly groupInfo: Uint8Array
  readonly ticket: Uint8Array | null
  readonly seen?: SeenGeneration | null
}

export type Takes<N extends keyof MlsCalls> = MlsCalls[N]["takes"]
export type Gives<N extends keyof MlsCalls> = MlsCalls[N]["gives"]

export type WorkerFault = { readonly message: string; readonly author: Uint8Array | null } & (
  | { readonly from: "policy"; readonly fault: PolicyFault }
  | { readonly from: "mls"; readonly fault: MlsFault }
)

/** An error as it can cross; whatever is not ours becomes `worker-failed`, by its name alone. */
export function faultOf(error: unknown): WorkerFault {
  if (error instanceof PolicyError) {
    return { from: "policy", fault: error.fault, message: error.message, author: error.author }
  }
  if (error instanceof MlsError) {
    return { from: "mls", fault: error.fault, message: error.message, author: error.author }
  }
  const name = error instanceof Error ? error.name : typeof error
  return { from: "mls", fault: "worker-failed", message: `the worker failed with ${name}`, author: null }
}

export function errorOf(fault: WorkerFault): PolicyError | MlsError {
  const { message, author } = fault
  return fault.from === "policy"
    ? new PolicyError(fault.fault, message, { author })
    : new MlsError(fault.fault, message, { author })
}
