// Who of a group has gone without leaving: no socket for two signs of life, and no session at the SFU.

import type { Clock } from "./clock.ts"
import type { RoomSessions } from "./room-sessions.ts"

/** Two missed signs of life. */
export const LOST_MS = 10_000

type Standing =
  | { readonly kind: "here" }
  | { readonly kind: "lost"; readonly cancel: () => void }
  | { readonly kind: "silent" }
  | { readonly kind: "gone" }

interface Person {
  readonly prefix: string
  standing: Standing
}

/** Names are hexadecimal identity keys; the SFU knows people by `personPrefix`. */
export class Presence {
  readonly #clock: Clock
  readonly #room: Pick<RoomSessions, "has">
  readonly #onGone: (name: string) => void
  readonly #people = new Map<string, Person>()

  constructor(clock: Clock, room: Pick<RoomSessions, "has">, onGone: (name: string) => void) {
    this.#clock = clock
    this.#room = room
    this.#onGone = onGone
  }

  /** All who went and did not come back. */
  get gone(): readonly string[] {
    return [...this.#people].flatMap(([name, { standing }]) => (standing.kind === "gone" ? [name] : []))
  }

  /** A socket of this person is there. */
  handlePresent(name: string, prefix: string): void {
    this.forget(name)
    this.#people.set(name, { prefix, standing: { kind: "here" } })
  }

  /** The person's socket ended. */
  handleLost(name: string): void {
    const person = this.#people.get(name)
    if (person?.standing.kind !== "here") return
    const cancel = this.#clock.after(LOST_MS, () => {
      person.standing = { kind: "silent" }
      this.#decide(name, person)
    })
    person.standing = { kind: "lost", cancel }
  }

  /** A person's last session in the SFU's room has ended. */
  handleSilence(prefix: string): void {
    for (const [name, person] of this.#people) if (person.prefix === prefix) this.#decide(name, person)
  }

  /** Left or removed: nobody's concern any more. */
  forget(name: string): void {
    const standing = this.#people.get(name)?.standing
    if (standing?.kind === "lost") standing.cancel()
    this.#people.delete(name)
  }

  close(): void {
    for (const name of this.#people.keys()) this.forget(name)
  }

  #decide(name: string, person: Person): void {
    if (person.standing.kind !== "silent" || this.#room.has(person.prefix)) return
    person.standing = { kind: "gone" }
    this.#onGone(name)
  }
}
