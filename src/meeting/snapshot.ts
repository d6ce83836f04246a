// What a view sees of the engine: one value, replaced as a whole whenever something changed, never mutated.

import type { Admission } from "../delivery/messages.ts"
import type { Role } from "../mls/hosts.ts"
import type { Acquaintance } from "../people/acquaintance.ts"
import type { NameDoubt } from "../people/name-marks.ts"
import type { Verified } from "../people/verdict.ts"
import type { ReleaseStatus } from "../release/status.ts"
import type { Notice } from "./notice.ts"
import type { ChatMessage, StoppedMedia } from "./said.ts"

export type { Acquaintance } from "../people/acquaintance.ts"
export type { NameDoubt } from "../people/name-marks.ts"
export type { Evidence, Verified, VerifyOutcome } from "../people/verdict.ts"
export type { Role } from "../mls/hosts.ts"
export type { Notice } from "./notice.ts"
export type { ChatMessage, StoppedMedia } from "./said.ts"

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

export interface Person {
  /** Identity key in hexadecimal: stable for the meeting. */
  readonly id: string
  /** null: the sealed name could not be opened. */
  readonly name: string | null
  readonly isYou: boolean
  readonly role: Role
  /** Whether anything of theirs was opened in this epoch's group. */
  readonly presence: "heard" | "not-heard-yet" | "away"
  readonly release: PersonRelease
  readonly microphone: "on" | "muted" | "refused"
  readonly camera: "on" | "off" | "waiting" | "refused"
  readonly screen: "off" | "on" | "waiting" | "refused"
  /** When the hand was raised: milliseconds of the epoch of time; null while it is down. */
  readonly hand: number | null
  /** What hosts have stopped of theirs; it is neither played nor painted. */
  readonly stopped: StoppedMedia
  readonly isSpeaking: boolean
  readonly quality: "good" | "poor" | "lost" | "unknown"
  /** When you saw them come: milliseconds of the epoch of time; null of whoever was in before you. */
  readonly since: number | null
  /** Tells people of one name apart; null where the name is theirs alone. */
  readonly nameNumber: number | null
  readonly nameDoubt: NameDoubt | null
  /** What this browser knows of them from before; null of yourself. */
  readonly acquaintance: Acquaintance | null
  /** Whether you compared your pairwise code in this meeting. */
  readonly verified: Verified | null
}

/** What you and one other compare. */
export interface PairwiseCode {
  /** Nine groups of five digits. */
  readonly digits: readonly string[]
  /** Content of the QR code that they scan from your screen. */
  readonly qr: string
}

/** Somebody who asks to be let in: has the link, and signed that they ask. */
export interface Asker {
  /** Identity key in hexadecimal; the same person's in the meeting. */
  readonly id: string
  /** null: the sealed name could not be opened. */
  readonly name: string | null
  /** By the service's word: milliseconds of the epoch of time. */
  readonly since: number
  readonly release: PersonRelease
  /** What this browser knows of them from before. */
  readonly acquaintance: Acquaintance
  readonly nameDoubt: NameDoubt | null
}

/** What a person's client claims to run; nobody can check it. */
export interface PersonRelease {
  /** "another" also where the profile does not open, which claims nothing. */
  readonly kind: "yours" | "another" | "unsigned"
  /** null: the profile does not open. */
  readonly version: string | null
}

export interface Security {
  /** Six groups of five digits; null while it is computed anew. */
  readonly digits: readonly string[] | null
  /** Twelve emoji. */
  readonly emoji: readonly Emoji[] | null
  readonly comparison:
    | { readonly state: "not-compared" }
    | { readonly state: "compared"; readonly at: number }
    | {
        readonly state: "changed-since"
        readonly at: number
        /** Who is in now and was not then, and the other way round. */
        readonly came: readonly Somebody[]
        readonly went: readonly Somebody[]
      }
    /** `by`: who of those who are in said so, by id; you are among them as long as you do not take it back. */
    | { readonly state: "differs"; readonly by: readonly string[] }
  readonly confirmations: Confirmations
  readonly epoch: string
  /** 128 hexadecimal digits. */
  readonly authenticator: string
  readonly groupSize: number
  readonly cipherSuite: string
}

/** Somebody who may not be in any more. */
export interface Somebody {
  readonly id: string
  /** null: the sealed name could not be opened. */
  readonly name: string | null
}

/** What somebody says of the group's code: that they read it to the others, or what they found. */
export type CodeWord = "reads" | "match" | "differ"

/** Comparing the code aloud: what the people who are in, you included, said of the code that is shown now. */
export interface Confirmations {
  /** Who reads it to the others, by id. */
  readonly reader: string | null
  readonly confirmed: readonly string[]
  readonly differ: readonly string[]
  /** How many are in. */
  readonly of: number
}

export interface Emoji {
  readonly symbol: string
  readonly name: string
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
