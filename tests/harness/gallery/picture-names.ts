// Names of all pictures that are drawn of the pages: one of each state, and those of what opens when something is pressed.

import { STATE_NAMES, type StateName } from "./state-names.ts"

const PANEL_PICTURES = [
  "about-detail",
  "barred-detail",
  "chat",
  "chat-empty",
  "chat-hosts-only",
  "host-leave",
  "host-more",
  "host-more-asking",
  "host-more-co-host",
  "host-order-failed",
  "host-person-menu",
  "host-person-remove",
  "host-waiting-panel",
  "hundred-below",
  "hundred-found",
  "hundred-panel",
  "meeting-differs-panel",
  "meeting-panel",
  "member-more",
  "person-list",
  "person-matched",
  "person-page",
  "person-scan",
  "popup-aloud-differ-below",
  "popup-aloud-below",
  "popup-changed-below",
  "popup-hundred-below",
  "popup-leave",
  "popup-people-below",
  "pre-join-client",
] as const

export type PictureName = StateName | (typeof PANEL_PICTURES)[number]

/** Without the suffix that says in which view. */
export const PICTURE_NAMES: readonly PictureName[] = [...STATE_NAMES, ...PANEL_PICTURES]
