// People as views see them: those who are in, and those who ask to come in.

import type { Role } from "../mls/hosts.ts"
import type { Acquaintance } from "../people/acquaintance.ts"
import type { NameDoubt } from "../people/name-marks.ts"
import type { Verified } from "../people/verdict.ts"
import type { StoppedMedia } from "./said.ts"

/** Somebody who is in. */
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

/** Somebody who may not be in any more. */
export interface Somebody {
  readonly id: string
  /** null: the sealed name could not be opened. */
  readonly name: string | null
}
