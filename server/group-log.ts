// The log of one group: what was pushed, numbered one by one, as far back as the last 256 commits.

import { decodeFromService, encodeMessage, type Push } from "../src/delivery/messages.ts"

const MAX_COMMITS = 256
/** What an answer `stale` carries at most; who misses more enters anew. */
const MAX_STALE_BYTES = 1024 * 1024

interface Entry {
  readonly log: number
  /** The epoch that a commit begins, null for every other entry. */
  readonly commits: bigint | null
  readonly bytes: Uint8Array
}

export class GroupLog {
  #entries: Entry[] = []
  #last = 0
  #commitCount = 0
  /** After which number each epoch's entries come: that of its commit, once it is final. */
  readonly #begins = new Map<bigint, number>()

  /** The number of the newest entry, 0 before the first. */
  get last(): number {
    return this.#last
  }

  /** Appends what `make` returns for the next number. */
  append(make: (log: number) => Push): { readonly log: number; readonly bytes: Uint8Array } {
    const push = make(++this.#last)
    const isCommit = push.type === "commit"
    const entry = { log: this.#last, commits: isCommit ? push.epoch : null, bytes: encodeMessage(push) }
    this.#entries.push(entry)
    if (isCommit && ++this.#commitCount > MAX_COMMITS) this.#forgetOldest()
    return entry
  }

  /** An epoch has become final whose commit, or founding, is the entry of this number. */
  begin(epoch: bigint, log: number): void {
    this.#begins.set(epoch, log)
  }

  /** The number after which the entries of a final epoch come, or null when it is unknown or they are forgotten. */
  positionOf(epoch: bigint): number | null {
    return this.#begins.get(epoch) ?? null
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
    return bytes.reduce((sum, commit) => sum + commit.length, 0) <= MAX_STALE_BYTES ? bytes : []
  }

  // What lies before the oldest commit kept is nobody's way to now.
  #forgetOldest(): void {
    const oldest = this.#entries.findIndex(({ commits }) => commits !== null)
    const forgotten = this.#entries.splice(0, oldest + 1).at(-1)?.log ?? 0
    this.#commitCount--
    for (const [epoch, log] of this.#begins) if (log < forgotten) this.#begins.delete(epoch)
  }
}

function commitOf(bytes: Uint8Array): Uint8Array {
  const message = decodeFromService(bytes)
  if (message.type !== "commit") throw new TypeError("the log's entry is no commit")
  return message.commit
}
