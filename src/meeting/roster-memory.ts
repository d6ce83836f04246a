// What is remembered of the people of a meeting: how the SFU knows them, and since when they are in.

import { toHex } from "../bytes/bytes.ts"
import type { Clock } from "../media/clock.ts"
import type { EpochMember, EpochState } from "../mls/epoch-state.ts"
import { personTag } from "../room/person-tag.ts"
import type { Member } from "./people.ts"

export interface RosterMemoryOptions {
  readonly clock: Clock
  /** Milliseconds of the epoch of time. */
  readonly wallClock: () => number
  /** The SFU's name of the room. */
  readonly room: string
}

/** People by identity key in hexadecimal. */
export class RosterMemory {
  readonly #options: RosterMemoryOptions
  readonly #tags = new Map<string, string>()
  readonly #since = new Map<string, number | null>()
  readonly #leafSince = new Map<string, number>()
  /** Identity and leaf keys of the last epoch: it is in use again where the next one is taken back. */
  #lastKeys: ReadonlySet<string> = new Set()
  #room: string
  #isFirst = true

  constructor(options: RosterMemoryOptions) {
    this.#options = options
    this.#room = options.room
  }

  /** How the SFU knows each person. */
  get tags(): ReadonlyMap<string, string> {
    return this.#tags
  }

  /** When each came: milliseconds of the epoch of time; null of whoever was in before us. */
  get since(): ReadonlyMap<string, number | null> {
    return this.#since
  }

  /** When each leaf key, in hexadecimal, was first seen: milliseconds of the clock. */
  get leafSince(): ReadonlyMap<string, number> {
    return this.#leafSince
  }

  async learn({ members, ownLeaf }: EpochState): Promise<void> {
    const { clock, wallClock } = this.#options
    const isFirst = this.#isFirst
    this.#isFirst = false
    const people = members.map(({ leaf, identityKey, leafKey }) => {
      return { leaf, identityKey, id: toHex(identityKey), leafId: toHex(leafKey) }
    })
    this.#forgetAllBut(new Set(people.flatMap(({ id, leafId }) => [id, leafId])))
    for (const { leaf, id, leafId } of people) {
      if (!this.#since.has(id)) this.#since.set(id, isFirst && leaf !== ownLeaf ? null : wallClock())
      if (!this.#leafSince.has(leafId)) this.#leafSince.set(leafId, clock.now())
    }
    const newcomers = people.filter(({ id }) => !this.#tags.has(id))
    const tagged = newcomers.map(async ({ id, identityKey }) => {
      this.#tags.set(id, await personTag(this.#room, identityKey))
    })
    await Promise.all(tagged)
  }

  /** They went: when they come again, they are new. */
  forget(id: string): void {
    this.#since.delete(id)
  }

  /** Another room has other tags for the same people; says whether it is another one. */
  moveTo(room: string): "same-room" | "another-room" {
    if (room === this.#room) return "same-room"
    this.#room = room
    this.#tags.clear()
    return "another-room"
  }

  #forgetAllBut(keys: ReadonlySet<string>): void {
    for (const memory of [this.#tags, this.#leafSince]) {
      for (const key of memory.keys()) if (!keys.has(key) && !this.#lastKeys.has(key)) memory.delete(key)
    }
    this.#lastKeys = keys
  }

  describe({ identityKey, name, role, releaseDigest, releaseVersion }: EpochMember): Member {
    const id = toHex(identityKey)
    const tag = this.#tags.get(id) ?? ""
    const release = releaseDigest && releaseVersion !== null ? { digest: releaseDigest, version: releaseVersion } : null
    return { id, tag, name, role, release }
  }
}
