// A release's status as people read it: a word, an icon and a hue that goes with them, and what is wrong where it may
// not meet. Decides nothing: whether a client may meet stands in the status.

import type { ReleaseStatus } from "../release/status.ts"
import type { IconName } from "./icons.ts"
import type { ReleaseFaultWords } from "./strings/en-release-faults.ts"
import { en } from "./strings/en.ts"

export type TrustHue = "verified" | "unchecked" | "danger" | "none"

export interface ReleaseLook {
  readonly word: string
  readonly icon: IconName
  readonly hue: TrustHue
}

/** `status` is null where nobody has checked yet, nor does now. */
export function lookOf(status: ReleaseStatus | null): ReleaseLook {
  const { word, doNotUse } = en.release
  if (!status) return { word: word.unknown, icon: "shield-question", hue: "none" }
  switch (status.state) {
    case "checking":
      return { word: word.checking, icon: "hourglass", hue: "none" }
    case "verified":
      return { word: word.verified, icon: "shield-check", hue: "verified" }
    case "local":
      return { word: word.local, icon: "shield-question", hue: "unchecked" }
    case "unsigned":
      return { word: word.unsigned, icon: "shield-question", hue: "unchecked" }
    case "refused":
      return { word: doNotUse(en.release.faults[status.fault].why), icon: "shield-alert", hue: "danger" }
  }
}

/** Whether a meeting may begin with a release of this status; not before it is checked. */
export function mayMeet(status: ReleaseStatus): boolean {
  return status.state !== "checking" && status.mayMeet
}

/** What is wrong with a release, in words; null where nothing is, or nothing that hinders it from meeting. */
export function problemOf(status: ReleaseStatus): Omit<ReleaseFaultWords, "why"> | null {
  switch (status.state) {
    case "checking":
    case "verified":
      return null
    case "local":
      return status.mayMeet ? null : en.release.barred.local
    case "unsigned":
      return status.mayMeet ? null : en.release.faults.unsigned
    case "refused":
      return en.release.faults[status.fault]
  }
}
