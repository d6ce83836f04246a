// What of yours is on, and what of it hosts hold back. Pure.

import type { InMeeting } from "../meeting/snapshot.ts"
import type { Person } from "../meeting/person.ts"
import { isHost } from "./host-powers.ts"
import { hostName } from "./person-words.ts"
import { en } from "./strings/en.ts"

export interface OwnState {
  readonly isSharing: boolean
  readonly isHandRaised: boolean
  /** Why each cannot be turned on now; null where it can. */
  readonly held: Readonly<Record<"microphone" | "camera" | "screen", string | null>>
  readonly mayWrite: boolean
}

export function ownState({ people, authority }: Pick<InMeeting, "people" | "authority">): OwnState {
  const you = people.find(({ isYou }) => isYou)
  const words = en.host.yours
  const held = (medium: "microphone" | "camera" | "screen", why: string) =>
    you?.stopped[medium]?.mayResume === false ? why : null
  const mayShare = isHost(authority) || authority.mayShare === "everyone"
  return {
    isSharing: you?.screen === "on",
    isHandRaised: typeof you?.hand === "number",
    held: {
      microphone: held("microphone", words.unmuteHeld),
      camera: held("camera", words.cameraHeld),
      screen: mayShare ? held("screen", words.screenHeld) : words.shareHosts,
    },
    mayWrite: isHost(authority) || authority.mayChat === "everyone",
  }
}

/** What hosts stopped of yours and is still stopped, and what you can do. */
export function ownStops({ stopped }: Pick<Person, "stopped">): readonly string[] {
  return (["microphone", "camera", "screen"] as const).flatMap((medium) => {
    const stop = stopped[medium]
    if (!stop) return []
    const by = stop.by === null ? en.common.aHost : hostName(stop)
    return [en.host.yours[medium][stop.mayResume ? "resume" : "held"](by)]
  })
}
