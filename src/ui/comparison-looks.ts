// How it looks whether the code was compared: an icon and a trust hue beside the word.

import type { Security } from "../meeting/security.ts"
import type { IconName } from "./icons.ts"
import type { TrustHue } from "./release-words.ts"

export interface ComparisonLook {
  readonly icon: IconName
  readonly hue: TrustHue
}

export const COMPARISON_LOOKS: Readonly<Record<Security["comparison"]["state"], ComparisonLook>> = {
  "not-compared": { icon: "shield-question", hue: "unchecked" },
  compared: { icon: "shield-check", hue: "verified" },
  "changed-since": { icon: "shield-alert", hue: "unchecked" },
  differs: { icon: "shield-alert", hue: "danger" },
}
