// Names of the states of people: who was verified, whose name misleads, who compared the code.

export const PEOPLE_STATE_NAMES = [
  "meeting-people",
  "popup-people",
  "popup-aloud",
  "popup-aloud-differ",
  "popup-changed",
  "settings-people",
] as const
