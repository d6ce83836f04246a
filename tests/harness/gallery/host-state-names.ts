// Names of the states that show a host's authority, chat and shown screens.

export const HOST_STATE_NAMES = [
  "host-waiting",
  "host-locked",
  "host-co-host",
  "member-held",
  "member-hosts-only",
  "meeting-resting",
  "meeting-opened",
  "meeting-chat",
  "meeting-screen",
  "meeting-own-screen",
  "pre-join-ask",
  "joining-asking",
  "joining-asking-lasting",
  "ended-turned-away",
  "ended-locked",
  "ended-nobody-to-ask",
  "ended-by-host",
  "ended-removed",
  "ended-link-rotated",
] as const
