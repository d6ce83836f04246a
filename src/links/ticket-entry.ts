// What waits under a ticket, and how far the meeting's server had got by then.

import { nullable, oneOf, record, type Shaped, textUpTo, uint } from "../bytes/shape.ts"
import { readStored } from "./stored.ts"

export const MAX_URL_UNITS = 8192

/** From harmless to harmful: the server was asked nothing; it was asked for the page; its page ran and may know P. */
const EXPOSURES = ["unseen", "asked", "ran"] as const
export const exposure = oneOf(...EXPOSURES)
export type Exposure = Shaped<typeof exposure>

/** `url` is the stopped URL as it was; `elsewhere` the tab where the same meeting runs already. */
const ticketEntry = record({
  url: textUpTo(MAX_URL_UNITS),
  tabId: uint(),
  exposure,
  elsewhere: nullable(uint()),
  issuedAt: uint(),
})
export type TicketEntry = Shaped<typeof ticketEntry>

/** `null` for what no version of ours has stored. */
export function decodeTicketEntry(value: unknown): TicketEntry | null {
  return readStored(ticketEntry, value)
}

export function worse(a: Exposure, b: Exposure): Exposure {
  return EXPOSURES.indexOf(a) >= EXPOSURES.indexOf(b) ? a : b
}
