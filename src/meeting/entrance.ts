// The way into one meeting, and in again after breaks: by the link as it is at the time, under the same identity.

import { DeliveryError } from "../delivery/errors.ts"
import type { MeetingLink } from "../links/link.ts"
import type { MlsWorker } from "../mls/mls-worker.ts"
import type { PasswordWorker } from "../password/password-worker.ts"
import { type Arrival, arrive, reachService } from "./arrival.ts"
import { enterGroup, type Entry, type EntryEvents } from "./entry.ts"
import { LinkRotation } from "./link-rotation.ts"
import type { VisitParts } from "./parts.ts"
import { persistently } from "./persistence.ts"
import type { ServiceLink } from "./service-link.ts"

export interface EntranceOptions {
  readonly parts: VisitParts
  readonly mls: MlsWorker
  readonly passwords: PasswordWorker
  readonly abortSignal: AbortSignal
  /** The link is another one. */
  readonly onChange: () => void
}

/** So long may a host's client take to tell the service of a link that the group has already. */
const TELLING_MS = 30_000

export class Entrance {
  readonly rotation: LinkRotation
  readonly #options: EntranceOptions
  /** When the link was changed while we were in, by the clock. */
  #changedAt = -Infinity
  #link: MeetingLink
  #passphrase: string | null = null
  #service: ServiceLink | null = null
  #arrival: Arrival | null = null
  /** What a host let us in by, until we are in. */
  #ticket: Uint8Array | null = null

  constructor(link: MeetingLink, options: EntranceOptions) {
    const { parts, mls, passwords, abortSignal } = options
    this.#link = link
    this.#options = options
    this.rotation = new LinkRotation({
      parts,
      mls,
      passwords,
      passphrase: () => this.#passphrase,
      abortSignal,
      onAdopted: (arrival) => {
        this.#changedAt = parts.clock.now()
        this.#link = arrival.link
        this.#arrival = arrival
        options.onChange()
      },
    })
  }

  get link(): MeetingLink {
    return this.#link
  }

  /** What is known of the meeting since its link was proven. */
  get arrival(): Arrival | null {
    return this.#arrival
  }

  /** Proves the link; also anew, where the socket broke meanwhile. Throws DeliveryError, PasswordError. */
  async arrive(passphrase: string | null): Promise<Arrival> {
    this.#passphrase = passphrase
    try {
      const arrival = await this.#prove()
      if (arrival.proven.group?.link !== "rotated" || !(await this.#mend())) return arrival
    } catch (error) {
      if (!(error instanceof DeliveryError) || error.fault !== "not-proven") throw error
      if (!(await this.#mend())) throw this.#isNew ? tooEarly(error) : error
    }
    return this.#prove()
  }

  /** Into the group, also after a break on the way: then from the password on. Throws as `enterGroup`. */
  enter(name: string, patienceMs: number, events: Omit<EntryEvents, "onAdmitted">): Promise<Entry> {
    const { parts, abortSignal } = this.#options
    const { clock, random } = parts
    const attempt = async (renewPatience: () => void): Promise<Entry> => {
      const onAsking = (): void => {
        renewPatience() // a host may take its time
        events.onAsking()
      }
      return this.#attempt(name, { ...events, onAsking })
    }
    return persistently(attempt, { clock, random, patienceMs, abortSignal })
  }

  close(): void {
    this.#service?.close()
  }

  get #isNew(): boolean {
    return this.#options.parts.clock.now() - this.#changedAt < TELLING_MS
  }

  async #prove(): Promise<Arrival> {
    const { parts, passwords, abortSignal } = this.#options
    this.#service?.close()
    this.#service = reachService(this.#link, parts, abortSignal)
    this.#arrival = await arrive(this.#link, this.#passphrase, this.#service, passwords, parts)
    return this.#arrival
  }

  async #attempt(name: string, events: Omit<EntryEvents, "onAdmitted">): Promise<Entry> {
    const { mls, parts } = this.#options
    const arrival = this.#arrival?.service.isOpen ? this.#arrival : await this.arrive(this.#passphrase)
    const { ticket, seen } = arrival.memory
    const comer = { name, ticket: this.#ticket ?? ticket, seen }
    const onAdmitted = (admission: Uint8Array): void => {
      this.#ticket = admission
    }
    const entry = await enterGroup(arrival, comer, mls, parts, { ...events, onAdmitted })
    await arrival.memory.handleFinal(entry.entered.state)
    if (this.#ticket) await arrival.memory.keepTicket(this.#ticket)
    this.#ticket = null
    await this.rotation.handleEntered(arrival.link)
    return entry
  }

  /** Goes on by the next link, where this browser is the host's and was about to change it. */
  async #mend(): Promise<boolean> {
    const next = await this.rotation.mend(this.#link)
    if (next) this.#link = next
    return next !== null
  }
}

/** To be tried again, as on a broken way: the service is about to hear of the link. */
function tooEarly(cause: DeliveryError): DeliveryError {
  return new DeliveryError("closed", "the service does not know the next link yet", { cause })
}
