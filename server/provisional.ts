// The vote on one commit: provisional until a live member of both epochs, not its author, applied it, or refused it. Where
// there are too few to refuse it there is no vote: silence must not hold up a host.

export type Outcome = "final" | "restored"

/** How many refusals take a member's commit back, fewer when there are fewer voters; a host's, at least so many and all. */
const REFUSALS = 2

export class Vote {
  readonly #voters: Set<string>
  readonly #author: "host" | "member"
  readonly #refused = new Set<string>()
  readonly #result = Promise.withResolvers<Outcome>()
  #settled: Outcome | null = null
  #wasApplied = false

  /** `voters` are names of any kind; with none of them, or one where a host is the author, the commit is final at once. */
  constructor(voters: Iterable<string>, author: "host" | "member") {
    this.#voters = new Set(voters)
    this.#author = author
    this.#count()
  }

  get outcome(): Promise<Outcome> {
    return this.#result.promise
  }

  /** Whether a voter is in the commit's epoch. */
  get wasApplied(): boolean {
    return this.#wasApplied
  }

  /** Whether a voter will never be in it. */
  get wasRefused(): boolean {
    return this.#refused.size > 0
  }

  handleApplied(voter: string): void {
    if (!this.#voters.has(voter)) return
    this.#wasApplied = true
    this.#settle("final")
  }

  handleRefusal(voter: string): void {
    if (!this.#voters.has(voter)) return
    this.#refused.add(voter)
    this.#count()
  }

  /** A voter that is gone votes no more; its refusal stays. */
  handleGone(voter: string): void {
    if (!this.#refused.has(voter)) this.#voters.delete(voter)
    this.#count()
  }

  /** Nobody said enough in time. */
  handleTimeout(): void {
    this.#settle("final")
  }

  #count(): void {
    const { size } = this.#voters
    const needed = this.#author === "host" ? Math.max(REFUSALS, size) : Math.min(REFUSALS, size)
    if (size === 0 || needed > size) this.#settle("final")
    else if (this.#refused.size >= needed) this.#settle("restored")
  }

  #settle(outcome: Outcome): void {
    this.#settled ??= outcome
    this.#result.resolve(this.#settled)
  }
}
