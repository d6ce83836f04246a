// Wording about the others in the list of people: what they do, and what hosts did.

export const roster = {
  since: (time: string) => `here since ${time}`,
  hand: (place: number) => `hand raised, number ${place}`,
  handTitle: (place: number) => `Hand raised: number ${place}`,
  muted: (by: string) => `muted by ${by}`,
  mutedUntil: (by: string) => `muted by ${by} until a host allows speaking`,
  cameraStopped: (by: string) => `camera turned off by ${by}`,
  screenStopped: (by: string) => `screen stopped by ${by}`,
  cameraOn: "Camera on",
  cameraOff: "Camera off",
  shares: "shows the screen",
}
