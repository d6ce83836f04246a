// How this folder refuses, and every lower folder's faults in its words.

import { DeliveryError } from "../delivery/errors.ts"
import { PasswordError } from "../password/errors.ts"
import { VaultError } from "../vault/errors.ts"

/**
 * `barred` this client may not meet, so it asks no service; `unreachable` the service does not answer; `too-often` it wants
 * us to wait; `unknown-there` it has no such meeting, or the passphrase is another one; `not-the-host` it knows another host
 * key, or the key is not in this browser; `occupied` somebody is in; `room-exists` there is a personal room on this server;
 * `refused-there` the service refuses for another reason, or what it gives is not the meeting's; `file-malformed` no file of
 * ours, or one of a later version; `file-closed` another passphrase, or a damaged file; `unreadable` what this browser
 * kept does not open any more; `in-meeting` what would go is in use; `undeleted` a service did not delete a meeting, so its
 * host key stays here; `unexpected` a failure of ours.
 */
export type MeetingsFault =
  | "barred"
  | "unreachable"
  | "too-often"
  | "unknown-there"
  | "not-the-host"
  | "occupied"
  | "room-exists"
  | "refused-there"
  | "file-malformed"
  | "file-closed"
  | "unreadable"
  | "in-meeting"
  | "undeleted"
  | "unexpected"

export class MeetingsError extends Error {
  override readonly name = "MeetingsError"
  readonly fault: MeetingsFault

  constructor(fault: MeetingsFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.fault = fault
  }
}

const DELIVERY: Readonly<Record<string, MeetingsFault>> = {
  closed: "unreachable",
  silent: "unreachable",
  "shutting-down": "unreachable",
  "too-many": "too-often",
  "not-proven": "unknown-there",
  "bad-signature": "not-the-host",
  occupied: "occupied",
}

/** What to tell the person. */
export function meetingsFaultOf(error: unknown): MeetingsFault {
  if (error instanceof MeetingsError) return error.fault
  if (error instanceof DeliveryError) return DELIVERY[error.fault] ?? "refused-there"
  if (error instanceof PasswordError) return error.fault === "worker-failed" ? "unexpected" : "refused-there"
  if (error instanceof VaultError) return "unreadable"
  return "unexpected"
}
