// Wording of the security code, and of who is in. Trust is a word, never optimistic.

import type { Security } from "../../meeting/security.ts"

const comparison: Readonly<Record<Security["comparison"]["state"], string>> = {
  "not-compared": "Not compared yet",
  compared: "Compared",
  "changed-since": "Changed since compared",
  differs: "Codes differ",
}

export const security = {
  title: "Security code",
  comparison,
  comparedAt: (time: string) => `Compared ${time}`,
  differsFor: (word: string, names: string) => `${word}: ${names}`,
  changedSince: (time: string) => `Changed since compared at ${time}`,
  readAloud: "Read it aloud. Same for everyone?",
  again: "Read the code aloud once more.",
  alone: "Nobody else is here yet. Compare the code when the others have come.",
  computing: "Working out the code…",
  theyMatch: "They match",
  theyDiffer: "They differ",
  matched: "The code was the same for everyone: nobody is in between.",
  differTitle: "Somebody may be listening in between",
  differSteps: [
    "Say nothing private from now on.",
    "Leave the meeting.",
    "Make a new meeting, and send its link over another channel than before.",
  ],
  leaveNow: "Leave now",
  onlyThese: (count: number) =>
    count === 1
      ? "Nobody but you can decrypt this meeting."
      : `Nobody but the ${count} people listed can decrypt this meeting.`,
  people: "People",
  roster: {
    "not-compared": "not compared",
    compared: "compared",
    "changed-since": "changed since compared",
    differs: "codes differ",
  } satisfies Record<Security["comparison"]["state"], string>,
  notHeardYet: "not heard yet",
  away: "connection lost",
  epochWord: "epoch",
  groupWord: "group of",
  postQuantum: "post-quantum",
  authenticator: "Epoch authenticator",
  authenticatorHelp: "The same on every screen in this epoch.",
  cipherSuite: "Cipher suite",
  mediaServer: "Media server",
  mediaAddress: "Media goes to",
  mediaUnknown: "not connected yet",
  transport: { udp: "UDP", tcp: "TCP", relay: "relay" },
  roundTrip: (ms: number) => `${ms} ms there and back`,
}
