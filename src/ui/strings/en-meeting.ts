// Wording of the meeting itself: the bar, the notes over the tiles, and the tiles.

export const meeting = {
  people: (count: number) => (count === 1 ? "1 person" : `${count} people`),
  connection: {
    reconnecting: "The connection broke. Reconnecting… Others may not see or hear you for a moment.",
    asking:
      "You were away too long to come back by yourself: a host is asked to let you in again. Until then nothing of yours is sent.",
    "out-of-step":
      "You are not in step with the others; reconnecting… Until then nothing of yours is sent, so that nobody who left can listen.",
    moving: "The meeting moves to a new group. Until then nothing of yours is sent.",
  },
  muteMicrophone: "Mute microphone",
  unmuteMicrophone: "Unmute microphone",
  turnCameraOff: "Turn camera off",
  turnCameraOn: "Turn camera on",
  openPeople: "Show people and security code",
  closePeople: "Hide people and security code",
  more: "More",
  closeMore: "Hide more",
  waiting: (count: number) => (count === 1 ? "1 person waits" : `${count} people wait`),
  leave: "Leave",
  bar: "Meeting controls",
  stage: "People in the meeting",
  panel: "People and security code",
  alone: "You are the only one here",
  aloneHelp: "Others come in by the meeting link.",
  soundBlocked: "The browser holds the sound back until you click.",
  soundOn: "Turn sound on",
}

export const stage = {
  pages: "Pages of people",
  page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  previous: "Previous people",
  next: "Next people",
  isFirst: "These are the first people",
  isLast: "These are the last people",
  speaksOn: (name: string, page: number) => `${name} speaks · page ${page}`,
}

export const tile = {
  you: (name: string) => `${name} (you)`,
  waiting: (name: string) => `Waiting for ${name}’s key`,
  videoRefused: (name: string) => `Video from ${name} was refused: not from ${name}`,
  soundRefused: (name: string) => `Sound from ${name} was refused: not from ${name}`,
  away: (name: string) => `${name} lost the connection`,
  muted: "Microphone muted",
  mutedByHost: "Muted by a host",
  unmuted: "Microphone on",
  handRaised: "Hand raised",
  speaking: "Speaking",
  quality: {
    good: "Good connection",
    poor: "Poor connection",
    lost: "Connection lost",
    unknown: "Connection not measured yet",
  },
  notHeardYet: "Not heard yet",
}
