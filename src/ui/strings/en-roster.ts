// Wording about the others in the list of people: what they do, and what hosts did.

export const roster = {
  since: (time: string) => `here since ${time}`,
  before: "here when you came",
  hand: (place: number) => `hand raised, number ${place}`,
  handTitle: (place: number) => `Hand raised: number ${place}`,
  muted: (by: string) => `muted by ${by}`,
  mutedUntil: (by: string) => `muted by ${by} until a host allows speaking`,
  cameraStopped: (by: string) => `camera turned off by ${by}`,
  screenStopped: (by: string) => `screen stopped by ${by}`,
  camera: { on: "Camera on", off: "Camera off", waiting: "Camera on, no picture yet", refused: "Picture refused" },
  microphone: { on: "Microphone on", muted: "Microphone muted", refused: "Sound refused" },
  refused: { camera: "picture refused: not theirs", microphone: "sound refused: not theirs" },
  shares: "shows the screen",
  find: "Find a person",
  found: (shown: number, of: number) => `${shown} of ${of} people shown`,
}
