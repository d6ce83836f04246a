// A group's way back after a restart of the service: its members claim what they have, and after a moment it is settled
// which epoch goes on.

import { toHex } from "../src/bytes/bytes.ts"
import { type Claim, elect, isComplete, type KeptFacts, placeOn, readClaim, type Shown } from "./claims.ts"
import type { Clock } from "./clock.ts"
import { ServiceError } from "./errors.ts"
import type { GroupStart } from "./group.ts"
import type { GroupPolicy } from "./group-policy.ts"
import type { Log } from "./log.ts"

/** How long claims are collected after the first known one, unless all members have claimed before. */
export const SETTLE_MS = 700
/** So many claims of states that are not known are held: a group has at most as many members. */
const MAX_UNKNOWN = 250
/** How long nobody founds while the members of a group that lived may come back. */
export const RETURN_MS = 15_000

export interface RecoveryOptions {
  readonly policy: GroupPolicy
  readonly clock: Clock
  readonly log: Log
  /** Digests of the states that the group may have been in. */
  readonly states: readonly Uint8Array[]
  /** The group goes on from here. */
  readonly onSettled: (start: GroupStart) => void
  /** Nobody came back who could show where the group stood. */
  readonly onForgotten: () => void
}

export class Recovery {
  readonly #options: RecoveryOptions
  readonly #claims = new Map<string, Claim>()
  readonly #over = Promise.withResolvers<void>()
  /** Leaf keys of the settled group whose holders have not shown where they stand. */
  readonly #unshown = new Set<string>()
  #winner: Claim | null = null
  #phase: "waiting" | "collecting" | "settling" | "settled" = "waiting"
  #reading: Promise<unknown> = Promise.resolve()
  #cancel: () => void

  constructor(options: RecoveryOptions) {
    this.#options = options
    this.#cancel = options.clock.after(RETURN_MS, options.onForgotten)
  }

  /** Whether it is open which epoch goes on. */
  get isPending(): boolean {
    return this.#phase !== "settled"
  }

  /** Whether this leaf's holder may resume only after it has claimed: it may stand on another branch. */
  mustClaim(leafKey: Uint8Array): boolean {
    return this.#unshown.has(toHex(leafKey))
  }

  /**
   * Takes a member's claim; resolves, once it is settled, with the number after which its entries of the log come.
   *
   * Throws ServiceError `group-malformed`, `not-a-member`; `log-too-old` and `forked` for who is too far behind or on
   * another branch; `unknown-group` when the group is forgotten meanwhile; `too-many`.
   */
  async claim(identityKey: Uint8Array, shown: Shown, kept: Omit<KeptFacts, "states">): Promise<number> {
    const claim = await this.#read(identityKey, shown, kept)
    if (this.#phase === "waiting" || this.#phase === "collecting") this.#collect(claim)
    await this.#over.promise
    if (!this.#winner) throw new ServiceError("unknown-group", "the group is over")
    return this.#place(claim, this.#winner)
  }

  close(): void {
    this.#cancel()
    this.#winner = null
    this.#over.resolve()
  }

  // One after the other, so that equal claims are recognised and cost little.
  #read(identityKey: Uint8Array, shown: Shown, facts: Omit<KeptFacts, "states">): Promise<Claim> {
    const kept = { ...facts, states: this.#options.states }
    const reading = this.#reading.then(() => {
      const others = this.#winner ? [this.#winner] : [...this.#claims.values()]
      return readClaim(this.#options.policy, identityKey, shown, { kept, others })
    })
    this.#reading = reading.catch(() => {}) // its claimant hears of it
    return reading
  }

  #collect(claim: Claim): void {
    const unknown = this.#claims.values().filter(({ isKnown }) => !isKnown)
    if (!claim.isKnown && [...unknown].length >= MAX_UNKNOWN) throw new ServiceError("too-many", "too many claims")
    this.#claims.set(toHex(claim.identityKey), claim)
    if (this.#phase === "waiting" && claim.isKnown) {
      this.#phase = "collecting"
      this.#cancel()
      this.#cancel = this.#options.clock.after(SETTLE_MS, () => void this.#settle())
    }
    const claims = [...this.#claims.values()]
    this.#options.log({ event: "group-claimed", claims: claims.length })
    if (claims.some((candidate) => candidate.isKnown && isComplete(candidate, claims))) void this.#settle()
  }

  async #settle(): Promise<void> {
    if (this.#phase !== "collecting") return
    this.#phase = "settling"
    this.#cancel()
    const winner = await elect(this.#options.policy, [...this.#claims.values()])
    if (!winner) return this.#options.onForgotten() // a known one is there since the collecting began
    this.#winner = winner
    this.#claims.clear()
    for (const { leafKey } of winner.group.leaves) this.#unshown.add(toHex(leafKey))
    this.#phase = "settled"
    this.#options.onSettled(winner)
    this.#over.resolve()
  }

  async #place(claim: Claim, winner: Claim): Promise<number> {
    const place = await placeOn(this.#options.policy, winner, claim.group)
    if (place === null) {
      const isBehind = claim.group.epoch < winner.group.epoch - BigInt(winner.commits.length)
      if (isBehind) throw new ServiceError("log-too-old", "entries in between are forgotten")
      throw new ServiceError("forked", "another branch goes on")
    }
    for (const { leafKey, identityKey } of winner.group.leaves) {
      if (toHex(identityKey) === toHex(claim.identityKey)) this.#unshown.delete(toHex(leafKey))
    }
    return place
  }
}
