// What crosses between the engine and its MLS worker: one request, one response, matched by number. Keys cross as
// CryptoKeys that cannot be extracted, everything else as bytes and plain values.

import type { EpochState } from "./epoch-state.ts"
import { MlsError, type MlsFault, PolicyError, type PolicyFault } from "./errors.ts"
import type { LinkSecrets } from "./link-keys.ts"
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

/** Every call: what it takes and what it answers. */
export interface Calls {
  found: [WorkerSessionOptions, { readonly groupInfo: Uint8Array; readonly state: EpochState }]
  join: [
    WorkerSessionOptions & {
      readonly groupInfo: Uint8Array
      readonly ticket: Uint8Array | null
      readonly seen?: SeenGeneration | null
    },
    PendingCommit,
  ]
  epochState: [null, EpochState]
  removeMembers: [readonly Removal[], PendingCommit]
  heal: [null, PendingCommit]
  changeContext: [{ readonly change: ContextChange; readonly signing: WorkerContextSigning }, PendingCommit]
  addLink: [LinkSecrets, null]
  finalize: [bigint, EpochState | null]
  discard: [null, null]
  receive: [Uint8Array, Received]
  restore: [null, EpochState]
  foundSuccessor: [Refusal, { readonly groupInfo: Uint8Array; readonly state: EpochState }]
  joinSuccessor: [{ readonly groupInfo: Uint8Array; readonly refusal: Refusal }, PendingCommit]
  exportGroupInfo: [null, Uint8Array]
  exportSecret: [{ readonly label: string; readonly context: Uint8Array; readonly length: number }, Uint8Array]
  issueTicket: [Uint8Array, Uint8Array]
  signLeave: [null, { readonly leafKey: Uint8Array; readonly signature: Uint8Array }]
  close: [null, null]
}

export type Method = keyof Calls
export type Argument<M extends Method> = Calls[M][0]
export type Answer<M extends Method> = Calls[M][1]

export type WorkerRequest = {
  [M in Method]: { readonly id: number; readonly method: M; readonly argument: Argument<M> }
}[Method]

export type WorkerResponse =
  | { readonly id: number; readonly outcome: "answer"; readonly answer: unknown }
  | { readonly id: number; readonly outcome: "fault"; readonly fault: WorkerFault }

export type WorkerFault = { readonly message: string; readonly author: Uint8Array | null } & (
  | { readonly from: "policy"; readonly fault: PolicyFault }
  | { readonly from: "mls"; readonly fault: MlsFault }
)

/** A worker, the inside of one, or an end of a message channel. */
export interface Port extends EventTarget {
  postMessage(message: unknown): void
}

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
