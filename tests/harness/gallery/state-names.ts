// Names of the states that the gallery draws; the pages themselves are only loaded in the browser.

import { MEETINGS_STATE_NAMES } from "./meetings-state-names.ts"
import { PEOPLE_STATE_NAMES } from "./people-state-names.ts"
import { HOST_STATE_NAMES } from "./host-state-names.ts"
import { type BARRED_NAMES, RELEASE_STATE_NAMES } from "./release-state-names.ts"

export const STATE_NAMES = [
  "opening",
  "damaged-link",
  "unknown-server",
  "unknown-server-ran",
  "used-up",
  "elsewhere",
  "other-meeting",
  "engine-gone",
  "engine-unreachable",
  "creating",
  "no-meeting",
  "pre-join",
  "pre-join-checking",
  "pre-join-passphrase",
  "pre-join-denied",
  "joining-turn",
  "meeting-alone",
  "meeting-two",
  "meeting-four",
  "meeting-many",
  "meeting-thirty",
  "meeting-hundred",
  "meeting-hundred-screen",
  "meeting-refused",
  "meeting-out-of-step",
  "meeting-moving",
  "ended-left",
  "ended-fault",
  "popup-start",
  "popup-interrupted",
  "popup-no-server",
  "popup-joining",
  "popup-meeting",
  "popup-compared",
  "popup-differs",
  "welcome",
  "settings",
  ...MEETINGS_STATE_NAMES,
  ...PEOPLE_STATE_NAMES,
  ...HOST_STATE_NAMES,
  ...RELEASE_STATE_NAMES,
] as const

export type StateName = (typeof STATE_NAMES)[number] | (typeof BARRED_NAMES)[number]
