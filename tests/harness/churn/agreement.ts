// Whether the people of a meeting are of one mind: one epoch, one authenticator, the same people, all sending under it.

import { toHex } from "../../../src/bytes/bytes.ts"
import type { NodeClient } from "../node-client.ts"

export interface Agreement {
  /** Everybody who can follow the group. */
  readonly present: readonly NodeClient[]
  /** Those of them who have lost nothing. */
  readonly whole: readonly NodeClient[]
  /** Identity keys of those who said good-bye, in hexadecimal: nobody may have them on the roster. */
  readonly left: ReadonlySet<string>
  /** Whether people who crashed may still be on it. */
  readonly crashed: "may-remain" | "gone"
}

/** What they disagree in, or null when they agree. */
export function disagreement({ present, whole, left, crashed }: Agreement): string | null {
  const [first] = present
  if (!first) return null
  const ended = present.find(({ visit }) => !visit.attendance)
  if (ended) return `${ended.name} is not in the meeting`
  for (const client of present) {
    const { name, state } = client
    if (state.epoch !== first.state.epoch) return `${name} is in epoch ${state.epoch}, not ${first.state.epoch}`
    if (toHex(state.authenticator) !== toHex(first.state.authenticator)) return `${name} is in another group`
    const times = client.visit.conference.epochTimes().findLast(({ epoch }) => epoch === state.epoch)
    if (!times || times.sendingAt === null) return `${name} does not send under epoch ${state.epoch}`
  }
  const cutOff = whole.find(({ shown }) => shown.connection !== "connected")
  if (cutOff) return `${cutOff.name} is not connected`
  const roster = new Set(first.state.members.map(({ identityKey }) => toHex(identityKey)))
  const stranger = present.find((client) => !roster.has(identityOf(client)))
  if (stranger) return `${stranger.name} is not on the roster`
  if ([...left].some((identity) => roster.has(identity))) return "somebody who left is on the roster"
  return crashed === "gone" && roster.size > present.length ? "somebody who crashed is on the roster" : null
}

/** Identity key of somebody in the meeting, in hexadecimal. */
export function identityOf({ state }: NodeClient): string {
  const own = state.members.find(({ leaf }) => leaf === state.ownLeaf)
  if (!own) throw new RangeError("the own leaf is not among the members")
  return toHex(own.identityKey)
}
