// What of a snapshot is as it was in the one before is the same object in both, so that whoever draws it sees by identity
// alone what changed: of a hundred people one row is drawn, and not a hundred. Pure.

import type { Person } from "./person.ts"
import type { Security } from "./security.ts"
import type { Snapshot } from "./snapshot.ts"

/** `now`, made of the parts of `before` where they are equal. Another object all the same: streams may have changed. */
export function withUnchanged(before: Snapshot, now: Snapshot): Snapshot {
  if (before.phase !== "meeting" || now.phase !== "meeting") return now
  return {
    phase: "meeting",
    release: keep(before.release, now.release),
    meeting: keep(before.meeting, now.meeting),
    connection: now.connection,
    devices: keep(before.devices, now.devices),
    people: keepPeople(before.people, now.people),
    askers: keep(before.askers, now.askers),
    authority: keep(before.authority, now.authority),
    security: keepSecurity(before.security, now.security),
    notices: keep(before.notices, now.notices),
    chat: keep(before.chat, now.chat),
    path: keep(before.path, now.path),
    since: now.since,
  }
}

function keepPeople(before: readonly Person[], now: readonly Person[]): readonly Person[] {
  const known = new Map(before.map((person) => [person.id, person]))
  const people = now.map((person) => keep(known.get(person.id), person))
  return hasSameParts(before, people) ? before : people
}

function keepSecurity(before: Security, now: Security): Security {
  const next = {
    ...now,
    digits: keep(before.digits, now.digits),
    emoji: keep(before.emoji, now.emoji),
    comparison: keep(before.comparison, now.comparison),
    confirmations: keep(before.confirmations, now.confirmations),
  }
  return hasSameParts(before, next) ? before : next
}

function keep<T>(before: T | undefined, now: T): T {
  return before !== undefined && isSame(before, now) ? before : now
}

/** Of plain data: primitives, and objects and arrays of them. */
function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false
  return hasParts(one, other, isSame)
}

function hasSameParts(one: object, other: object): boolean {
  return hasParts(one, other, Object.is)
}

function hasParts(one: object, other: object, isEqual: (a: unknown, b: unknown) => boolean): boolean {
  const parts = new Map<string, unknown>(Object.entries(other))
  const before: (readonly [string, unknown])[] = Object.entries(one)
  return (
    before.length === parts.size && before.every(([name, part]) => parts.has(name) && isEqual(part, parts.get(name)))
  )
}
