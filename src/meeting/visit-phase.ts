// Where a visit is, and what views are shown of it.

import type { Attendance } from "./attendance.ts"
import type { RoomPresence } from "./room-presence.ts"
import type { Devices, Joining, MeetingFacts, MeetingFault, MeetingPhase, PreJoin } from "./snapshot.ts"

export type Phase =
  | { readonly kind: "pre-join"; readonly check: PreJoin["check"] }
  | { readonly kind: "joining"; readonly step: Joining["step"]; readonly position: number | null }
  | { readonly kind: "meeting"; readonly attendance: Attendance }
  /** `by`: name of the host who ended it for all, or removed you. */
  | { readonly kind: "ended"; readonly fault: MeetingFault | null; readonly by: string | null }

export interface PhaseSurroundings {
  readonly meeting: MeetingFacts
  readonly devices: Devices
  readonly room: Pick<RoomPresence, "connection" | "path">
}

export function describePhase(phase: Phase, { meeting, devices, room }: PhaseSurroundings): MeetingPhase {
  switch (phase.kind) {
    case "pre-join":
      return { phase: "pre-join", check: phase.check, meeting, devices }
    case "joining":
      return { phase: "joining", step: phase.step, position: phase.position, meeting, devices }
    case "meeting": {
      const described = phase.attendance.describe(devices)
      const connection = described.connection === "connected" ? room.connection : described.connection
      return { phase: "meeting", meeting, devices, ...described, connection, path: room.path }
    }
    case "ended":
      return { phase: "ended", meeting, fault: phase.fault, by: phase.by }
  }
}
