// What the voters said of the last commits, also after these came into force: where most refused one, whoever did may
// go on in a successor group; whoever applied it may not.

import { isEqual, toHex } from "../src/bytes/bytes.ts"
import type { Clock } from "./clock.ts"
import { isHostOf, type PublicGroup } from "./group-policy.ts"

const KEPT_EPOCHS = 8

export interface VerdictFacts {
  /** SHA-256 of the commit. */
  readonly digest: Uint8Array
  readonly author: Uint8Array
  /** The group that the commit changed: the last good one for those who refuse it. */
  readonly before: PublicGroup
  /** Hexadecimal identity keys of those who were there in both epochs, without the author: nobody else has a say. */
  readonly voters: readonly string[]
}

export class Verdict {
  readonly digest: Uint8Array
  readonly author: Uint8Array
  readonly before: PublicGroup
  readonly #silent: Set<string>
  readonly #applied = new Set<string>()
  readonly #refused = new Set<string>()
  readonly #complete = Promise.withResolvers<void>()

  constructor({ digest, author, before, voters }: VerdictFacts) {
    this.digest = digest
    this.author = author
    this.before = before
    this.#silent = new Set(voters)
    this.#check()
  }

  hasApplied(identityKey: Uint8Array): boolean {
    return this.#applied.has(toHex(identityKey))
  }

  hasRefused(identityKey: Uint8Array): boolean {
    return this.#refused.has(toHex(identityKey))
  }

  /** Once applied, it stays applied. */
  handleApplied(identityKey: Uint8Array): void {
    const name = toHex(identityKey)
    if (this.#silent.delete(name) || this.#refused.delete(name)) this.#applied.add(name)
    this.#check()
  }

  handleRefusal(identityKey: Uint8Array): void {
    const name = toHex(identityKey)
    if (this.#silent.delete(name)) this.#refused.add(name)
    this.#check()
  }

  /** Whether more refused the commit than stand by it, a host by its own; waits `ms` for those who said nothing yet. */
  async isRefused(clock: Clock, ms: number): Promise<boolean> {
    const cancel = clock.after(ms, this.#complete.resolve)
    await this.#complete.promise
    cancel()
    return this.#refused.size > this.#standBy
  }

  get #standBy(): number {
    return this.#applied.size + (isHostOf(this.before, this.author) ? 1 : 0)
  }

  // Complete as soon as those who are silent can turn it no more.
  #check(): void {
    const [refused, standBy, silent] = [this.#refused.size, this.#standBy, this.#silent.size]
    if (refused > standBy + silent || refused + silent <= standBy) this.#complete.resolve()
  }
}

export class Verdicts {
  readonly #byEpoch = new Map<bigint, Verdict>()

  /** A commit of this digest is provisional. */
  begin(facts: VerdictFacts): void {
    const epoch = facts.before.epoch + 1n
    this.#byEpoch.delete(epoch)
    this.#byEpoch.set(epoch, new Verdict(facts))
    for (const old of this.#byEpoch.keys()) if (old <= epoch - BigInt(KEPT_EPOCHS)) this.#byEpoch.delete(old)
  }

  handleApplied(identityKey: Uint8Array, epoch: bigint): void {
    this.#byEpoch.get(epoch)?.handleApplied(identityKey)
  }

  handleRefusal(identityKey: Uint8Array, epoch: bigint): void {
    this.#byEpoch.get(epoch)?.handleRefusal(identityKey)
  }

  /** What was said of the commit that began the epoch after `epoch`; null when it was another one or is forgotten. */
  find(epoch: bigint, digest: Uint8Array): Verdict | null {
    const verdict = this.#byEpoch.get(epoch + 1n)
    return verdict && isEqual(verdict.digest, digest) ? verdict : null
  }
}
