// What passes between the engine and the password worker, in numbered calls (src/bytes/calls.ts).

import type { PasswordFault } from "./errors.ts"
import type { FileSecret } from "./file-key.ts"
import type { LinkKeys } from "./link-keys.ts"
import type { NewMeetingOptions, OpenedMeeting, PreparedMeeting, RecordChange } from "./link-session.ts"
import type { LinkSecret } from "./meeting-keys.ts"
import type { PairwiseCode } from "./pairwise-code.ts"
import type { SecurityCode } from "./security-code.ts"

/** Each call of the worker: what it takes and what it gives. */
export interface PasswordCalls {
  prepareMeeting: { takes: NewMeetingOptions; gives: PreparedMeeting }
  /** Begins another link; one at a time. */
  openLink: { takes: LinkSecret; gives: null }
  prove: {
    takes: { readonly salt: Uint8Array; readonly B: Uint8Array }
    gives: { readonly A: Uint8Array; readonly M1: Uint8Array }
  }
  openRecord: { takes: { readonly M2: Uint8Array; readonly sealedRecord: Uint8Array }; gives: OpenedMeeting }
  /** Of the opened record; gives the sealed one. */
  changeRecord: { takes: RecordChange; gives: Uint8Array }
  securityCode: {
    takes: { readonly hostKey: Uint8Array; readonly identityKeys: readonly Uint8Array[] }
    gives: SecurityCode
  }
  pairwiseCode: {
    takes: { readonly hostKey: Uint8Array; readonly one: Uint8Array; readonly other: Uint8Array }
    gives: PairwiseCode
  }
  /** Of a link that the service is not asked for. */
  linkKeys: { takes: LinkSecret; gives: LinkKeys }
  /** One link's name key for those who hold another link. */
  passNameKey: { takes: { readonly former: LinkSecret; readonly next: LinkSecret }; gives: Uint8Array }
  fileKey: { takes: FileSecret; gives: CryptoKey }
}

/** A PasswordError as it crosses. */
export interface WorkerFault {
  readonly fault: PasswordFault
  readonly message: string
}
