// What a host is offered, by the role and the host key: nobody who is no host sees any of it. Pure.

import type { HostOrder } from "../meeting/host-order.ts"
import type { Authority, InMeeting } from "../meeting/snapshot.ts"
import type { Person } from "../meeting/person.ts"

/** Orders about one person, in the order of the menu. */
export type PersonPower =
  | "mute"
  | "muteHard"
  | "allowUnmute"
  | "stopVideo"
  | "stopSharing"
  | "lowerHand"
  | "makeCoHost"
  | "unmakeCoHost"
  | "remove"

type Powers = Pick<Authority, "yourRole" | "hasHostKey">

export function isHost({ yourRole }: Pick<Authority, "yourRole">): boolean {
  return yourRole !== "member"
}

/** A host who leaves others behind is asked who goes on. */
export function isAskedOnLeaving({ authority, people }: Pick<InMeeting, "authority" | "people">): boolean {
  return isHost(authority) && people.length > 1
}

/** What may be ordered of a person now: only what would change something. */
export function powersOver(person: Person, authority: Powers): readonly PersonPower[] {
  if (person.isYou || !isHost(authority)) return []
  const { role, microphone, camera, screen, hand, stopped } = person
  const isHeld = stopped.microphone !== null && !stopped.microphone.mayResume
  const offered: Readonly<Record<PersonPower, boolean>> = {
    mute: microphone !== "muted",
    muteHard: !isHeld,
    allowUnmute: isHeld,
    stopVideo: camera !== "off",
    stopSharing: screen !== "off",
    lowerHand: hand !== null,
    makeCoHost: role === "member" && authority.hasHostKey,
    unmakeCoHost: role === "co-host" && authority.hasHostKey,
    remove: role === "member" || (role === "co-host" && authority.hasHostKey),
  }
  return POWERS.filter((power) => offered[power])
}

const POWERS: readonly PersonPower[] = [
  "mute",
  "muteHard",
  "allowUnmute",
  "stopVideo",
  "stopSharing",
  "lowerHand",
  "makeCoHost",
  "unmakeCoHost",
  "remove",
]

export function orderOf(power: PersonPower, personId: string): HostOrder {
  const whom = { personId }
  switch (power) {
    case "mute":
      return { kind: "mute", whom, mayUnmute: true }
    case "muteHard":
      return { kind: "mute", whom, mayUnmute: false }
    case "allowUnmute":
      return { kind: "allow-unmute", whom }
    case "stopVideo":
      return { kind: "stop-video", whom }
    case "stopSharing":
      return { kind: "stop-sharing", whom }
    case "lowerHand":
      return { kind: "lower-hand", whom }
    case "makeCoHost":
      return { kind: "make-co-host", personId }
    case "unmakeCoHost":
      return { kind: "unmake-co-host", personId }
    case "remove":
      return { kind: "remove", personId }
  }
}
