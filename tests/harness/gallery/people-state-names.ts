// Names of the states of people: who was verified, whose name misleads, who compared the code.

export const PEOPLE_STATE_NAMES = [
  "pre-join-lasting",
  "meeting-people",
  "person-known",
  "person-new",
  "person-other-key",
  "popup-people",
  "popup-aloud",
  "popup-aloud-differ",
  "meeting-differs",
  "meeting-suspects",
  "people-hundred",
  "popup-hundred",
  "popup-changed",
  "settings-people",
] as const
