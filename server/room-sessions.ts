// Who has a session in the SFU's room of a meeting, as the SFU tells.

import { newRoomName, prefixOf } from "./tokens.ts"

export class RoomSessions {
  readonly name: string
  readonly #sessions = new Map<string, Set<string>>()

  constructor(name: string = newRoomName()) {
    this.name = name
  }

  /** Whether a person, known by `personPrefix`, has a session. */
  has(prefix: string): boolean {
    return this.#sessions.has(prefix)
  }

  /** A session of this LiveKit identity is there; told twice, it is one. */
  handleJoined(identity: string): void {
    const prefix = prefixOf(identity)
    if (prefix === null) return
    const sessions = this.#sessions.get(prefix) ?? new Set()
    this.#sessions.set(prefix, sessions.add(identity))
  }

  /** It ended; gives the person's prefix when that was its last one, else null. */
  handleLeft(identity: string): string | null {
    const prefix = prefixOf(identity)
    if (prefix === null) return null
    const sessions = this.#sessions.get(prefix)
    sessions?.delete(identity)
    if (sessions && sessions.size > 0) return null
    this.#sessions.delete(prefix)
    return prefix
  }
}
