// A meeting that this browser keeps, because it was made here or brought here with its host key. A passphrase is not in it.

import { bytes, nullable, oneOf, record, type Shape, ShapeError, type Shaped, textUpTo, uint } from "../bytes/shape.ts"
import { formatMeetingLink, type MeetingLink, parseMeetingLink } from "../links/link.ts"
import { schedule } from "./schedule.ts"

const MAX_LINK = 400
export const MAX_NAME = 100

/** A meeting link in its one spelling. */
const linkShape: Shape<string> = (value, path) => {
  const text = textUpTo(MAX_LINK)(value, path)
  const link = URL.canParse(text) ? readLink(text) : null
  if (!link || formatMeetingLink(link) !== text) throw new ShapeError("not-allowed", `"${path}" must be a meeting link`)
  return text
}

/** What of a meeting is the same in every browser that keeps it. */
export const keptFields = {
  link: linkShape,
  /** The owner's word for it, which may differ from what guests read. */
  name: textUpTo(MAX_NAME),
  /** Ed25519, 32 bytes; stays when the link is rotated. */
  hostKey: bytes(32),
  kind: oneOf("named", "personal", "scheduled"),
  schedule: nullable(schedule),
  /** Milliseconds of the epoch of time, as all that follow. */
  createdAt: uint(),
  /** When this link was made: at the creation, or the last rotation. */
  linkedAt: uint(),
} as const

/**
 * `usedAt`: when its owner last went in from this browser. `nextLink`: the one that a rotation may have given the meeting,
 * which its service did not say any more; null where nothing is open.
 */
const fields = record({ ...keptFields, usedAt: nullable(uint()), nextLink: nullable(linkShape) })
export type StoredMeeting = Shaped<typeof fields>
/** What goes to another browser of its owner. */
export type KeptMeeting = Omit<StoredMeeting, "usedAt" | "nextLink">
export type MeetingKind = StoredMeeting["kind"]

export const storedMeeting: Shape<StoredMeeting> = (value, path) => requirePlan(fields(value, path), path)

/** A scheduled meeting has a schedule, and no other. */
export function requirePlan<T extends Pick<StoredMeeting, "kind" | "schedule">>(meeting: T, path: string): T {
  if ((meeting.kind === "scheduled") === (meeting.schedule !== null)) return meeting
  throw new ShapeError("not-allowed", `"${path}" must have a schedule if and only if it is scheduled`)
}

/** The parts of a kept link. */
export function linkOf({ link }: Pick<StoredMeeting, "link">): MeetingLink {
  const parsed = parseMeetingLink(link)
  if (!parsed) throw new ShapeError("not-allowed", "a kept link must be a meeting link")
  return parsed
}

function readLink(text: string): MeetingLink | null {
  try {
    return parseMeetingLink(text)
  } catch {
    return null // one that is wrong is none
  }
}
