// A stopped link on its way to our page: it waits in the background's session storage (memory only) under a random
// ticket, and the page's URL holds the ticket alone. Chromium writes a URL to History and to session files before a page
// could replace it, so P in a URL of ours, even after #, would stay on the disk.

import { toHex } from "../bytes/bytes.ts"
import { decodeTicketEntry, type Exposure, type TicketEntry, worse } from "./ticket-entry.ts"
import type { StorageArea } from "./browser.ts"

const TICKET_BYTES = 16
const TICKET_LIFE_MS = 60_000
const PREFIX = "ticket:"

export interface TicketOptions {
  readonly session: StorageArea
  readonly random: (length: number) => Uint8Array
  /** Milliseconds of the epoch of time. */
  readonly now: () => number
}

export class Tickets {
  readonly #session: StorageArea
  readonly #random: (length: number) => Uint8Array
  readonly #now: () => number

  constructor({ session, random, now }: TicketOptions) {
    this.#session = session
    this.#random = random
    this.#now = now
  }

  /** A name for a ticket to come, 32 hexadecimal digits. */
  draw(): string {
    return toHex(this.#random(TICKET_BYTES))
  }

  async issue(ticket: string, entry: Omit<TicketEntry, "issuedAt">): Promise<void> {
    const issued = this.#session.set({ [PREFIX + ticket]: { ...entry, issuedAt: this.#now() } })
    await Promise.all([issued, this.#dropExpired()])
  }

  /** The entry, once, and for the tab it was issued for; null for any other ticket, tab or time. */
  async redeem(ticket: string, tabId: number): Promise<TicketEntry | null> {
    const entry = await this.#read(PREFIX + ticket)
    if (!entry || entry.tabId !== tabId) return null
    await this.#session.remove(PREFIX + ticket)
    return this.#isExpired(entry) ? null : entry
  }

  /** Notes that the server got further than was known when the ticket was issued; nothing if it is redeemed. */
  async expose(ticket: string, exposure: Exposure): Promise<void> {
    const entry = await this.#read(PREFIX + ticket)
    if (!entry) return
    await this.#session.set({ [PREFIX + ticket]: { ...entry, exposure: worse(entry.exposure, exposure) } })
  }

  async #read(key: string): Promise<TicketEntry | null> {
    return decodeTicketEntry((await this.#session.get(key))[key])
  }

  #isExpired(entry: TicketEntry): boolean {
    return this.#now() - entry.issuedAt > TICKET_LIFE_MS
  }

  async #dropExpired(): Promise<void> {
    const stored = Object.entries(await this.#session.get(null)).filter(([key]) => key.startsWith(PREFIX))
    const expired = stored.filter(([, value]) => {
      const entry = decodeTicketEntry(value)
      return !entry || this.#isExpired(entry)
    })
    if (expired.length > 0) await this.#session.remove(expired.map(([key]) => key))
  }
}
