// Why a meeting could not be entered or went on: every lower folder's faults, in the words of the snapshot.

import { DeliveryError } from "../delivery/errors.ts"
import { MlsError, PolicyError } from "../mls/errors.ts"
import { PasswordError } from "../password/errors.ts"
import { RoomError } from "../room/errors.ts"
import type { MeetingFault } from "./snapshot.ts"

export class MeetingError extends Error {
  override readonly name = "MeetingError"
  readonly fault: MeetingFault

  constructor(fault: MeetingFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.fault = fault
  }
}

const DELIVERY: Readonly<Record<string, MeetingFault>> = {
  closed: "service-unreachable",
  silent: "service-unreachable",
  "not-proven": "wrong-link",
  "too-many": "too-many-attempts",
  "group-full": "meeting-full",
  denied: "removed",
  locked: "locked",
  "refused-by-members": "group-refused",
  version: "version-differs",
}

const PASSWORD: Readonly<Record<PasswordError["fault"], MeetingFault>> = {
  malformed: "wrong-link",
  "not-proven": "wrong-link",
  "invalid-public-value": "service-refused",
  "record-forged": "record-refused",
  "record-malformed": "record-refused",
  "other-host": "record-refused",
  "settings-forged": "record-refused",
  roster: "unexpected",
  "out-of-order": "unexpected",
  "worker-failed": "unexpected",
}

/** What to tell the person. */
export function meetingFaultOf(error: unknown): MeetingFault {
  if (error instanceof MeetingError) return error.fault
  if (error instanceof DeliveryError) return DELIVERY[error.fault] ?? "service-refused"
  if (error instanceof PasswordError) return PASSWORD[error.fault]
  if (error instanceof PolicyError) return error.fault === "group-full" ? "meeting-full" : "group-refused"
  if (error instanceof RoomError) return "media-unreachable"
  if (error instanceof MlsError) return "group-refused"
  return "unexpected"
}

/** Of somebody who was in before: a link that worked then and does not any more was changed, and they missed the word. */
export function faultOfReturn(error: unknown): MeetingFault {
  const fault = meetingFaultOf(error)
  return fault === "wrong-link" ? "link-rotated" : fault
}
