import type { Attendance } from "./attendance.ts"
import type { Devices, InMeeting } from "./snapshot.ts"

/** What a meeting's parts have to show of it. */
export function describeAttendance(
  attendance: Attendance,
  devices: Devices,
): Omit<InMeeting, "phase" | "meeting" | "devices" | "connection" | "path"> {
  return {
    people: attendance.people(devices),
    askers: attendance.askers(),
    authority: attendance.authority(),
    security: attendance.security(),
    notices: attendance.notices(),
    chat: attendance.words.chat,
    since: attendance.since,
  }
}
