// The log of one group: what was pushed, numbered one by one. It reaches back as far as somebody may come back who is
// still in the tree: whoever was away for longer was taken out by the others, or enters anew by the group info.

import { decodeFromService, encodeMessage, type Push } from "../src/delivery/messages.ts"
import type { Clock } from "./clock.ts"

const MAX_COMMITS = 256
/** A commit takes 2 to 25 kB; a replay of more would be slower than to enter anew. */
export const MAX_LOG_BYTES = 1024 * 1024
/** A thousand meetings with a commit a minute would else hold a gigabyte after an afternoon. */
export const MAX_AGE_MS = 10 * 60_000
/** What an entry takes besides its bytes. */
const ENTRY_OVERHEAD_BYTES = 128

interface Entry {
  readonly log: number
  /** The epoch that a commit begins, null for every other entry. */
  readonly commits: bigint | null
  readonly bytes: Uint8Array
}

export class GroupLog {
  readonly #clock: Pick<Clock, "now">
  #entries: Entry[] = []
  #last = 0
  /** The number of the last entry that is forgotten. */
  #forgotten = 0
  #commitCount = 0
  #size = 0
  /** After which number each epoch's entries come: that of its commit, once it is final; and when it was. */
  readonly #begins = new Map<bigint, { readonly log: number; readonly at: number }>()

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock
  }

  /** The number of the newest entry, 0 before the first. */
  get last(): number {
    return this.#last
  }

  /** Appends what `make` returns for the next number. */
  append(make: (log: number) => Push): { readonly log: number; readonly bytes: Uint8Array } {
    const push = make(++this.#last)
    const isCommit = push.type === "commit"
    const commits = isCommit ? push.epoch : null
    const entry = { log: this.#last, commits, bytes: encodeMessage(push) }
    this.#entries.push(entry)
    if (isCommit) this.#commitCount++
    this.#size += sizeOf(entry)
    this.#forgetOld()
    return entry
  }

  /** An epoch has become final whose commit, or founding, is the entry of this number. */
  begin(epoch: bigint, log: number): void {
    this.#begins.set(epoch, { log, at: this.#clock.now() })
  }

  /** The number after which the entries of a final epoch come, or null when it is unknown or they are forgotten. */
  positionOf(epoch: bigint): number | null {
    const begin = this.#begins.get(epoch)
    return begin && begin.log >= this.#forgotten ? begin.log : null
  }

  /** The encoded entries after number `log`. */
  since(log: number): readonly Uint8Array[] {
    return this.#entries.filter((entry) => entry.log > log).map(({ bytes }) => bytes)
  }

  /** The commits that lead from `epoch` to now, or none when there are too many or some are forgotten. */
  commitsSince(epoch: bigint, current: bigint): readonly Uint8Array[] {
    const from = this.positionOf(epoch)
    if (from === null) return []
    const commits = new Map<bigint, Uint8Array>() // of several of one epoch the last one was not taken back
    for (const { log, commits: begun, bytes } of this.#entries) {
      if (log > from && begun !== null && begun <= current) commits.set(begun, bytes)
    }
    const bytes = Array.from(commits.values(), commitOf)
    return bytes.reduce((sum, commit) => sum + commit.length, 0) <= MAX_LOG_BYTES ? bytes : []
  }

  // The newest entry stays, however large.
  #forgetOld(): void {
    const outdated = this.#outdated
    let count = 0
    for (const entry of this.#entries) {
      const isTooMuch = this.#commitCount > MAX_COMMITS || this.#size > MAX_LOG_BYTES
      if (entry.log === this.#last || (!isTooMuch && entry.log > outdated)) break
      this.#size -= sizeOf(entry)
      if (entry.commits !== null) this.#commitCount--
      this.#forgotten = entry.log
      count++
    }
    if (count === 0) return
    this.#entries.splice(0, count)
    for (const [epoch, { log }] of this.#begins) if (log < this.#forgotten) this.#begins.delete(epoch)
  }

  // Up to the last commit that ended an epoch so long ago: how old an entry itself is says nothing of who needs it.
  get #outdated(): number {
    const oldestAt = this.#clock.now() - MAX_AGE_MS
    let outdated = 0
    for (const { log, at } of this.#begins.values()) {
      if (at >= oldestAt) break
      outdated = log
    }
    return outdated
  }
}

function sizeOf({ bytes }: Entry): number {
  return bytes.length + ENTRY_OVERHEAD_BYTES
}

function commitOf(bytes: Uint8Array): Uint8Array {
  const message = decodeFromService(bytes)
  if (message.type !== "commit") throw new TypeError("the log's entry is no commit")
  return message.commit
}
