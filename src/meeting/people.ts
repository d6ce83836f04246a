// Who is in the meeting, drawn from the three things that know a part of it: the MLS group (who can decrypt), the room
// (which media there is) and the frames (what was really opened). Pure.

import { isEqual } from "../bytes/bytes.ts"
import type { OwnRelease } from "./parts.ts"
import type { Said } from "./said.ts"
import type { Devices } from "./snapshot.ts"
import type { Person, PersonRelease } from "./person.ts"
import type { Role } from "../mls/hosts.ts"
import type { Known } from "./who-is-who.ts"

/** A member of the MLS group. */
export interface Member {
  readonly id: string
  readonly tag: string
  readonly name: string | null
  readonly role: Role
  /** As it claims; null where its profile does not open. */
  readonly release: OwnRelease | null
}

/** What the room has of one person. */
export interface RoomMedia {
  readonly microphone: "on" | "muted" | "none"
  readonly camera: "on" | "off"
  readonly screen: "on" | "off"
  readonly isSpeaking: boolean
  readonly quality: Person["quality"]
}

/** What became of one person's frames. */
export interface HeardMedia {
  readonly microphone: TrackVerdict
  readonly camera: TrackVerdict
  readonly screen: TrackVerdict
  /** Whether anything of theirs was opened, sealed under their present leaf. */
  readonly wasHeard: boolean
}

export type TrackVerdict = "nothing-yet" | "opened" | "refused"

export interface PeopleInput {
  readonly members: readonly Member[]
  readonly you: string
  readonly devices: Pick<Devices, "microphone" | "camera">
  readonly ownRelease: OwnRelease
  readonly room: ReadonlyMap<string, RoomMedia>
  readonly heard: ReadonlyMap<string, HeardMedia>
  /** When each came: milliseconds of the epoch of time; null of whoever was in before us. */
  readonly since: ReadonlyMap<string, number | null>
  readonly whoIs: (id: string) => Known
  /** What each said of themselves, and what hosts said of them. */
  readonly said: (id: string) => Said
}

const NO_MEDIA: RoomMedia = {
  microphone: "none",
  camera: "off",
  screen: "off",
  isSpeaking: false,
  quality: "unknown",
}
const NOTHING_HEARD: HeardMedia = {
  microphone: "nothing-yet",
  camera: "nothing-yet",
  screen: "nothing-yet",
  wasHeard: false,
}

/** Yourself first, who was in before, then by time of arrival, then by identity: never by the moment. */
export function listPeople(input: PeopleInput): Person[] {
  const people = input.members.map((member) =>
    member.id === input.you ? yourself(member, input) : other(member, input),
  )
  return people.sort(
    (a, b) =>
      Number(b.isYou) - Number(a.isYou) || (a.since ?? 0) - (b.since ?? 0) || (a.id < b.id ? -1 : Number(a.id > b.id)),
  )
}

function yourself(member: Member, { devices, since, ownRelease, whoIs, said }: PeopleInput): Person {
  const { hand, stopped, screen } = said(member.id)
  return {
    id: member.id,
    name: member.name,
    isYou: true,
    role: member.role,
    presence: "heard",
    release: { kind: "yours", version: ownRelease.version },
    microphone: devices.microphone === "on" ? "on" : "muted",
    camera: devices.camera === "on" ? "on" : "off",
    screen: screen ?? "off",
    hand,
    stopped,
    isSpeaking: false,
    quality: "unknown",
    since: since.get(member.id) ?? null,
    ...whoIs(member.id),
  }
}

function other(member: Member, { room, heard, since, ownRelease, whoIs, said }: PeopleInput): Person {
  const inRoom = room.get(member.tag)
  const media = inRoom ?? NO_MEDIA
  const opened = heard.get(member.id) ?? NOTHING_HEARD
  const words = said(member.id)
  const { hand, stopped } = words
  return {
    id: member.id,
    name: member.name,
    isYou: false,
    role: member.role,
    presence: presenceOf(inRoom ? "present" : "absent", opened),
    release: releaseOf(member.release, ownRelease),
    microphone: microphoneOf(media.microphone, opened.microphone, words),
    camera: stopped.camera ? "off" : pictureOf(media.camera, opened.camera),
    screen: stopped.screen ? "off" : pictureOf(media.screen, opened.screen),
    hand,
    stopped,
    isSpeaking: media.isSpeaking && opened.microphone === "opened" && !stopped.microphone,
    quality: media.quality,
    since: since.get(member.id) ?? null,
    ...whoIs(member.id),
  }
}

/** Whoever never was heard is not away either: nobody knows that they were there. */
function presenceOf(room: "present" | "absent", { wasHeard }: HeardMedia): Person["presence"] {
  if (!wasHeard) return "not-heard-yet"
  return room === "present" ? "heard" : "away"
}

/** On where either the SFU or their own client says so: nobody should believe that they are not heard. */
function microphoneOf(
  published: RoomMedia["microphone"],
  verdict: TrackVerdict,
  { microphone, stopped }: Said,
): Person["microphone"] {
  if (stopped.microphone) return "muted"
  if (verdict === "refused") return "refused"
  return published === "on" || (published === "muted" && microphone === "on") ? "on" : "muted"
}

function pictureOf(published: "on" | "off", verdict: TrackVerdict): Person["camera"] {
  if (published === "off") return "off"
  if (verdict === "refused") return "refused"
  return verdict === "opened" ? "on" : "waiting"
}

/** An unsigned build has a digest of zeros; a peer's digest is its own claim. */
export function releaseOf(theirs: OwnRelease | null, own: OwnRelease): PersonRelease {
  if (!theirs) return { kind: "another", version: null }
  const { digest, version } = theirs
  if (digest.every((byte) => byte === 0)) return { kind: "unsigned", version }
  return { kind: isEqual(digest, own.digest) ? "yours" : "another", version }
}
