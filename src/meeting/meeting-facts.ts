// What is known of a meeting before one is in it. Pure.

import { formatMeetingLink, type MeetingLink } from "../links/link.ts"
import type { Arrival } from "./arrival.ts"
import type { MeetingFacts } from "./snapshot.ts"

/** Of an arrival, what comes from the service and from the sealed record. */
export interface KnownArrival extends Pick<Arrival, "isLasting" | "hostKey"> {
  readonly proven: Pick<Arrival["proven"], "group">
  readonly opened: { readonly record: Pick<Arrival["opened"]["record"], "name"> }
}

/** `arrival` is null until the link is proven. `whose`: "yours" where it was made here just now. */
export function meetingFacts(link: MeetingLink, arrival: KnownArrival | null, whose: "yours" | "theirs"): MeetingFacts {
  const { host } = link
  const shown = formatMeetingLink(link)
  if (!arrival) {
    const isYours = whose === "yours"
    return { host, link: shown, name: null, admission: null, isEmpty: null, isYours, isLasting: null }
  }
  const { proven, opened, hostKey, isLasting } = arrival
  return {
    host,
    link: shown,
    name: opened.record.name,
    admission: proven.group?.admission ?? null,
    isEmpty: proven.group === null,
    isYours: whose === "yours" || hostKey !== null,
    isLasting,
  }
}
