// Who takes a leaver out of the group, and when: the live member with the lowest leaf, the next ranks 250 ms
// later each, so that one commit is made and its loss costs a quarter of a second (design §5).

import { toHex } from "../bytes/bytes.ts"
import type { Push } from "../delivery/messages.ts"
import type { Clock } from "../media/clock.ts"
import type { EpochMember, EpochState } from "../mls/epoch-state.ts"
import type { Removal } from "../mls/session-options.ts"

export const RANK_DELAY_MS = 250
/** People often leave together: whoever is due within this time goes by the same commit. */
export const GATHER_MS = 20

export type Departure =
  | { readonly reason: "left"; readonly leafKey: Uint8Array; readonly signature: Uint8Array }
  /** The service's word holds in its epoch only; it says it anew after each commit. */
  | { readonly reason: "gone"; readonly leafKey: Uint8Array; readonly signature: Uint8Array; readonly epoch: bigint }

/** What the service pushed of somebody who is not there any more. */
export function departureOf(push: Push<"left" | "gone">): Departure {
  const { leafKey, signature } = push
  if (push.type === "left") return { reason: "left", leafKey, signature }
  return { reason: "gone", leafKey, signature, epoch: push.epoch }
}

export class Removals {
  readonly #clock: Clock
  readonly #commit: () => void
  readonly #departures = new Map<string, Departure>()
  #state: EpochState | null = null
  #cancel: () => void = () => undefined

  /** `commit` is called when it is our turn; it takes `due()` and may be called again for the same people. */
  constructor(clock: Clock, commit: () => void) {
    this.#clock = clock
    this.#commit = commit
  }

  handleEpoch(state: EpochState): void {
    this.#state = state
    if (this.#departures.size > 0) this.#forgetWhoWent(state)
    this.#schedule()
  }

  handleDeparture(departure: Departure): void {
    const key = toHex(departure.leafKey)
    // A leaver's own word outlasts epochs, the service's does not.
    if (this.#departures.get(key)?.reason !== "left") this.#departures.set(key, departure)
    this.#schedule()
  }

  /** Everybody who can be removed in this epoch. */
  due(): readonly Removal[] {
    if (this.#departures.size === 0) return []
    return this.#members()
      .flatMap(({ leafKey }) => this.#departures.get(toHex(leafKey)) ?? [])
      .filter((departure) => departure.reason === "left" || departure.epoch === this.#state?.epoch)
      .map(({ reason, leafKey, signature }) => ({ reason, leafKey, signature }))
  }

  /** People who said that they left, or of whom the service said that they are gone. */
  isDeparting(leafKey: Uint8Array): boolean {
    return this.#departures.has(toHex(leafKey))
  }

  close(): void {
    this.#cancel()
  }

  #forgetWhoWent({ members }: EpochState): void {
    const present = new Set(members.map(({ leafKey }) => toHex(leafKey)))
    for (const leafKey of this.#departures.keys()) if (!present.has(leafKey)) this.#departures.delete(leafKey)
  }

  #schedule(): void {
    this.#cancel()
    if (this.due().length === 0) return
    const live = this.#members().filter(({ leafKey }) => !this.isDeparting(leafKey))
    const rank = live.findIndex(({ leaf }) => leaf === this.#state?.ownLeaf)
    if (rank < 0) return // we are leaving ourselves
    this.#cancel = this.#clock.after(GATHER_MS + rank * RANK_DELAY_MS, () => this.#repeat())
  }

  // Our turn; should the commit get lost, it is our turn again after every rank had its own.
  #repeat(): void {
    if (this.due().length === 0) return
    this.#cancel = this.#clock.after(this.#members().length * RANK_DELAY_MS, () => this.#repeat())
    this.#commit()
  }

  #members(): readonly EpochMember[] {
    return this.#state?.members ?? []
  }
}
