// Those who ask a group's hosts to be let in. Nobody but the hosts is told of them.

import { toHex } from "../src/bytes/bytes.ts"
import { type AskerFacts, MAX_ASKERS } from "../src/delivery/messages.ts"
import type { Clock } from "./clock.ts"
import { ServiceError } from "./errors.ts"
import type { LiveGroup } from "./group.ts"
import { admissionOf, isHostOf } from "./group-policy.ts"

/** Hosts hear of those who come within this time together. */
export const GATHER_MS = 250

/** Somebody who asks to be let in. */
export interface Asker extends Omit<AskerFacts, "waitedMs"> {
  /** Where it comes from, for those of one address share what they have. */
  readonly address: string
  handleAdmitted(ticket: Uint8Array): void
  handleDenied(): void
  /** Nobody needs to ask any more. */
  handleOpened(): void
  /** Nobody is let in any more, the group is over, or the link is. */
  handleClosed(fault: "locked" | "unknown-group" | "not-proven" | "too-many"): void
}

interface Waiting {
  readonly asker: Asker
  readonly since: number
  /** What hosts are about to hear of it, or have heard; `coming again`: they know an earlier question. */
  readonly news: "coming" | "coming again" | "told"
}

export class Askers {
  readonly #group: Pick<LiveGroup, "current" | "audience">
  readonly #clock: Clock
  readonly #waiting = new Map<string, Waiting>()
  /** Hosts who know of everybody here, by hexadecimal identity key. */
  readonly #told = new Set<string>()
  /** Hosts hear nothing until then. */
  #quietUntil = -Infinity
  #cancelTelling: () => void = () => undefined

  constructor(group: Pick<LiveGroup, "current" | "audience">, clock: Clock) {
    this.#group = group
    this.#clock = clock
  }

  /** Asks, in place of an earlier question of the same identity; throws ServiceError `too-many`. */
  ask(asker: Asker): void {
    const name = toHex(asker.identityKey)
    if (!this.#waiting.has(name) && this.#waiting.size >= MAX_ASKERS) this.#makeRoomFor(asker)
    const known = this.#waiting.get(name)
    const news = known && known.news !== "coming" ? "coming again" : "coming"
    this.#waiting.set(name, { asker, since: known?.since ?? this.#clock.now(), news })
    this.#tellSoon()
  }

  /** The asker went away. */
  withdraw(asker: Asker): void {
    if (this.#waiting.get(toHex(asker.identityKey))?.asker === asker) this.#take(asker.identityKey)
  }

  /** A host's answer, null for no; throws ServiceError `not-a-host` or `not-asking`. */
  answer(by: Uint8Array, identityKey: Uint8Array, ticket: Uint8Array | null): void {
    if (!isHostOf(this.#group.current, by)) throw new ServiceError("not-a-host", "only hosts admit")
    const asker = this.#take(identityKey)
    if (!asker) throw new ServiceError("not-asking", "nobody with this key asks")
    if (ticket) asker.handleAdmitted(ticket)
    else asker.handleDenied()
  }

  /** Another socket of this member is there: what it heard on the one before does not count. */
  handlePresent(identityKey: Uint8Array): void {
    this.#told.delete(toHex(identityKey))
    this.#tellHosts()
  }

  /** A commit is in force: others may be hosts now, and others may come in. */
  handleEpoch(): void {
    for (const { asker } of this.#waiting.values()) {
      const admission = admissionOf(this.#group.current, asker.identityKey)
      if (admission === "ask") continue
      this.#take(asker.identityKey)
      if (admission === "open") asker.handleOpened()
      else asker.handleClosed("locked")
    }
    this.#tellHosts()
  }

  /** Nobody of those who ask can come in: the group is over, or the link that they came by. */
  close(fault: "unknown-group" | "not-proven"): void {
    this.#cancelTelling()
    for (const { asker } of this.#waiting.values()) {
      this.#take(asker.identityKey)
      asker.handleClosed(fault)
    }
  }

  // An address from which many ask keeps nobody out who comes from elsewhere.
  #makeRoomFor({ address }: Asker): void {
    const counts = new Map<string, Asker[]>()
    for (const { asker } of this.#waiting.values()) {
      counts.set(asker.address, [...(counts.get(asker.address) ?? []), asker])
    }
    const most = [...counts.values()].reduce((best, other) => (other.length > best.length ? other : best), [])
    const last = most.at(-1)
    if (!last || most.length <= (counts.get(address)?.length ?? 0) + 1) {
      throw new ServiceError("too-many", `at most ${MAX_ASKERS} ask at a time`)
    }
    this.#take(last.identityKey)
    last.handleClosed("too-many")
  }

  /** At once, unless hosts heard of somebody a moment ago. */
  #tellSoon(): void {
    const waitMs = this.#quietUntil - this.#clock.now()
    if (waitMs <= 0) return this.#tellComing()
    this.#cancelTelling()
    this.#cancelTelling = this.#clock.after(waitMs, () => this.#tellComing())
  }

  #tellComing(): void {
    this.#cancelTelling()
    const coming = [...this.#waiting].filter(([, { news }]) => news !== "told")
    if (coming.length === 0) return
    this.#quietUntil = this.#clock.now() + GATHER_MS
    for (const [name, waiting] of coming) this.#waiting.set(name, { ...waiting, news: "told" })
    const askers = coming.map(([, waiting]) => this.#factsOf(waiting))
    this.#tell([...this.#told], { type: "asking", scope: "further", askers })
  }

  #take(identityKey: Uint8Array): Asker | null {
    const name = toHex(identityKey)
    const waiting = this.#waiting.get(name)
    if (!waiting) return null
    this.#waiting.delete(name)
    if (waiting.news !== "coming") this.#tell([...this.#told], { type: "answered", identityKey })
    return waiting.asker
  }

  // Whoever has become a host, or is back, hears of all; whoever is none any more hears nothing.
  #tellHosts(): void {
    this.#tellComing()
    const { current, audience } = this.#group
    const hosts = current.leaves.map(({ identityKey }) => identityKey).filter((key) => isHostOf(current, key))
    const live = new Set(hosts.filter((key) => audience.has(key)).map(toHex))
    const untold = [...live].filter((name) => !this.#told.has(name))
    this.#told.clear()
    for (const name of live) this.#told.add(name)
    const askers = Array.from(this.#waiting.values(), (waiting) => this.#factsOf(waiting))
    this.#tell(untold, { type: "asking", scope: "all", askers })
  }

  #tell(names: readonly string[], push: Parameters<LiveGroup["audience"]["tell"]>[1]): void {
    for (const name of names) this.#group.audience.tell(name, push)
  }

  #factsOf({ asker, since }: Pick<Waiting, "asker" | "since">): AskerFacts {
    const { identityKey, sealedName, nonce, signature } = asker
    return { identityKey, sealedName, nonce, signature, waitedMs: Math.max(0, Math.round(this.#clock.now() - since)) }
  }
}
