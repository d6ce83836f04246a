import type { MeetingFacts, Snapshot } from "../meeting/snapshot.ts"

/** The meeting that a snapshot is of; `null` where it is of none, or of one not made yet. */
export function meetingOf(snapshot: Snapshot): MeetingFacts | null {
  switch (snapshot.phase) {
    case "idle":
    case "checking":
    case "barred":
    case "creating":
      return null
    case "pre-join":
    case "joining":
    case "meeting":
    case "ended":
      return snapshot.meeting
  }
}
