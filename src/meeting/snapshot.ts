// What a view sees of the engine: one value, replaced as a whole whenever something changed, never mutated.

import type { Admission } from "../delivery/messages.ts"
import type { Role } from "../mls/hosts.ts"
import type { ReleaseStatus } from "../release/status.ts"
import type { Notice } from "./notice.ts"
import type { Asker, Person } from "./person.ts"
import type { ChatMessage } from "./said.ts"
import type { Security } from "./security.ts"

export type Snapshot = MeetingPhase & WithRelease

export interface WithRelease {
  /** What is known of the running client's release. */
  readonly release: ReleaseStatus
}

export type MeetingPhase =
  | { readonly phase: "idle" }
  | Checking
  | Barred
  | Creating
  | PreJoin
  | Joining
  | InMeeting
  | Ended

/** A meeting was opened, or is to be made, and the verdict on this client is awaited: nothing of it is known yet. */
export interface Checking {
  readonly phase: "checking"
}

/** The verdict forbids this client to meet. The meeting goes on from here once the release is pardoned. */
export interface Barred {
  readonly phase: "barred"
}

/** A meeting is being made; pre-join follows. */
export interface Creating {
  readonly phase: "creating"
  /** Host of the server it is made on. */
  readonly host: string
}

/** A meeting was opened: facts arrive while the person looks at the preview. */
export interface PreJoin {
  readonly phase: "pre-join"
  readonly check: "connecting" | "checking-password" | "asking-passphrase" | "wrong-passphrase" | "ready"
  readonly meeting: MeetingFacts
  readonly devices: Devices
}

/** `Join` was pressed. */
export interface Joining {
  readonly phase: "joining"
  /** `asking`: the hosts were asked to let you in. */
  readonly step: "entering" | "asking" | "waiting-turn" | "joining-group" | "connecting-media"
  /** People before you, while waiting for the turn; null otherwise. */
  readonly position: number | null
  readonly meeting: MeetingFacts
  readonly devices: Devices
}

export interface InMeeting {
  readonly phase: "meeting"
  readonly meeting: MeetingFacts
  readonly connection: Connection
  readonly devices: Devices
  /** Yourself first, then by time of arrival; an order that never changes while the same people are in. */
  readonly people: readonly Person[]
  /** Who asks to come in, in the order in which they did by the service's word; only hosts see them. */
  readonly askers: readonly Asker[]
  readonly authority: Authority
  readonly security: Security
  readonly notices: readonly Notice[]
  /** The last 200 messages, oldest first. */
  readonly chat: readonly ChatMessage[]
  readonly path: MediaPath
  /** When you came in: milliseconds of the epoch of time. */
  readonly since: number
}

/** What the meeting allows by its hosts' word, as the group's context says it, and what of it you may change. */
export interface Authority {
  readonly admission: Admission
  readonly mayShare: "everyone" | "hosts"
  readonly mayChat: "everyone" | "hosts"
  readonly yourRole: Role
  /** Whether the meeting's host key is in this browser: it takes that to make co-hosts and to change the link. */
  readonly hasHostKey: boolean
  /** No host is in the meeting: all stays as it was said last. */
  readonly isResting: boolean
}

/**
 * `asking`: you lost your place in the group, and a host has to let you in again.
 * `out-of-step`: the others are, or may be, in another epoch of the group, so nothing of yours is sent. `moving`: nothing
 * is sent either, until those who refused a commit have met in a new group.
 */
export type Connection = "connected" | "reconnecting" | "asking" | "out-of-step" | "moving"

/** The meeting is over for you. `fault` is null after a wished `Leave`. */
export interface Ended {
  readonly phase: "ended"
  readonly meeting: MeetingFacts | null
  readonly fault: MeetingFault | null
  /** Name of the host who ended it for all, or removed you; null where nobody did, or the name did not open. */
  readonly by: string | null
}

/** Why a meeting could not be entered or went on; wording lives in ui/. */
export type MeetingFault =
  | "service-unreachable"
  | "service-refused"
  | "service-lost"
  | "wrong-link"
  | "record-refused"
  | "too-many-attempts"
  | "meeting-full"
  | "group-refused"
  | "commit-refused"
  | "media-unreachable"
  | "media-lost"
  | "removed"
  | "ended-by-host"
  /** A host did not let you in. */
  | "turned-away"
  | "locked"
  /** Somebody would have to let you in, and nobody is there. */
  | "nobody-to-ask"
  /** Changed by a host while we were away. */
  | "link-rotated"
  | "version-differs"
  | "unexpected"

export interface MeetingFacts {
  /** Host of the link, with its port where it has one. */
  readonly host: string
  /** From the sealed record; null until the record is opened. */
  readonly name: string | null
  /** The link, to show and copy on purpose. */
  readonly link: string
  /** null until known, or where nobody is in. */
  readonly admission: Admission | null
  readonly isEmpty: boolean | null
  /** Whether this browser holds the meeting's host key. */
  readonly isYours: boolean
  /** Whether you come with your lasting identity; null until known. */
  readonly isLasting: boolean | null
}

export interface Devices {
  readonly microphone: DeviceState
  readonly camera: DeviceState
  readonly microphones: readonly DeviceChoice[]
  readonly cameras: readonly DeviceChoice[]
  readonly chosenMicrophone: string | null
  readonly chosenCamera: string | null
  /** 0 to 1, for the level meter. */
  readonly level: number
}

/** `denied`: the browser or the person said no. `missing`: there is no such device. `failed`: it is there but does not start. */
export type DeviceState = "on" | "off" | "starting" | "denied" | "missing" | "failed"

export interface DeviceChoice {
  readonly id: string
  readonly label: string
}

/** Where the media goes: never from person to person. */
export interface MediaPath {
  /** Host of the SFU. */
  readonly sfu: string
  /** Address that the media really goes to, once connected. */
  readonly address: string | null
  readonly transport: "udp" | "tcp" | "relay" | null
  readonly roundTripMs: number | null
}
