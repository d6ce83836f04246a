// The log of one group: what was pushed, numbered from 1, as far back as the last 256 commits.

import { encodeMessage, type Push } from "../src/delivery/messages.ts"

const MAX_COMMITS = 256
/** What an answer `stale` carries at most; who misses more resumes or enters anew. */
const MAX_STALE_BYTES = 1024 * 1024

interface Entry {
  readonly log: number
  readonly bytes: Uint8Array
  readonly push: Push
}

export class GroupLog {
  #entries: Entry[] = []
  #last = 0

  /** The number of the newest entry, 0 before the first. */
  get last(): number {
    return this.#last
  }

  /** Appends what `make` returns for the next number. */
  append(make: (log: number) => Push): { readonly log: number; readonly bytes: Uint8Array } {
    const push = make(++this.#last)
    const entry = { log: this.#last, bytes: encodeMessage(push), push }
    this.#entries.push(entry)
    const commits = this.#entries.filter((candidate) => candidate.push.type === "commit")
    const oldest = commits.at(-MAX_COMMITS)
    if (commits.length > MAX_COMMITS && oldest) {
      this.#entries = this.#entries.filter(({ log }) => log >= oldest.log)
    }
    return entry
  }

  /** The encoded entries after number `log`, or null when some are forgotten, or the number was never given. */
  since(log: number): readonly Uint8Array[] | null {
    const first = this.#entries[0]?.log ?? this.#last + 1
    if (log > this.#last || log < first - 1) return null
    return this.#entries.filter((entry) => entry.log > log).map(({ bytes }) => bytes)
  }

  /** The commits that lead from `epoch` to now, or none when there are too many or some were taken back. */
  commitsSince(epoch: bigint, current: bigint): readonly Uint8Array[] {
    const commits = new Map<bigint, Uint8Array>()
    for (const { push } of this.#entries) {
      if (push.type === "commit" && push.epoch > epoch && push.epoch <= current) commits.set(push.epoch, push.commit)
    }
    const bytes = commits.values().reduce((sum, commit) => sum + commit.length, 0)
    const isWhole = BigInt(commits.size) === current - epoch && bytes <= MAX_STALE_BYTES
    return isWhole ? [...commits.values()] : []
  }
}
