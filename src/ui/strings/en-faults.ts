// Wording of each fault: what happened, whether anything is lost, what to do.

import type { LinkFault } from "../../links/link.ts"
import type { MeetingFault } from "../../meeting/snapshot.ts"

export interface FaultWords {
  readonly title: string
  readonly lost: string
  readonly advice: string
}

export const faults: Readonly<Record<MeetingFault, FaultWords>> = {
  "service-unreachable": {
    title: "The meeting’s server does not answer",
    lost: "You are in no meeting, and nothing of yours was sent.",
    advice: "Check your connection and try again. If others cannot reach it either, its operator has to mend it.",
  },
  "service-refused": {
    title: "The meeting’s server turned the request down",
    lost: "You are in no meeting. Nothing is lost.",
    advice: "Try again in a moment. If it stays like this, ask whoever runs the server.",
  },
  "service-lost": {
    title: "The connection to the meeting’s server broke",
    lost: "You are out of the meeting. The others go on; what was said before stays sealed.",
    advice: "Check your connection and join again.",
  },
  "wrong-link": {
    title: "This link opens no meeting",
    lost: "The meeting does not exist, or the link’s password is not its own. Nothing is lost.",
    advice: "Ask whoever invited you for the link again; they may have made a new one.",
  },
  "record-refused": {
    title: "The server showed a meeting that does not belong to this link",
    lost: "It was refused before anything of yours was sent.",
    advice: "Tell the host by another channel, and do not use this server until it is explained.",
  },
  "too-many-attempts": {
    title: "Too many attempts",
    lost: "The server asks you to wait. Nothing is lost.",
    advice: "Try again in a minute.",
  },
  "meeting-full": {
    title: "The meeting is full",
    lost: "You are not in. Nothing is lost.",
    advice: "Try again when somebody has left.",
  },
  "group-refused": {
    title: "The meeting’s group did not pass this client’s checks",
    lost: "You did not join, and nothing of yours was sent.",
    advice: "Try once more. If it stays like this, ask the host to make a new meeting over another channel.",
  },
  "commit-refused": {
    title: "The group and this client no longer agree",
    lost: "You are out of the meeting. What was said before stays sealed.",
    advice: "Join again. If it repeats, make a new meeting over another channel.",
  },
  "media-unreachable": {
    title: "The media server does not answer",
    lost: "You are out of the meeting, since neither picture nor sound would pass.",
    advice: "A firewall may hold it back. Try another network, or ask whoever runs the server.",
  },
  "media-lost": {
    title: "The connection for picture and sound broke",
    lost: "You are out of the meeting. The others go on; what was said before stays sealed.",
    advice: "Check your connection and join again.",
  },
  removed: {
    title: "You were removed from the meeting",
    lost: "What is said from now on is sealed with keys that you do not have.",
    advice:
      "If you think it was a mistake, tell the host over another channel: you come in again only if a host lets you.",
  },
  "turned-away": {
    title: "A host did not let you in",
    lost: "You were not in the meeting. Only its hosts saw your name.",
    advice: "If you think it was a mistake, ask the host over another channel, then join again.",
  },
  locked: {
    title: "The meeting is locked",
    lost: "Nobody is let in at the moment. You were not in it, and nobody was told that you came.",
    advice: "Ask a host over another channel to open it, then join again.",
  },
  "nobody-to-ask": {
    title: "No host is here yet",
    lost: "A host lets people into this meeting one by one, and nobody is in it now. Nothing is lost.",
    advice: "Try again in a few minutes.",
  },
  "ended-by-host": {
    title: "The meeting was ended for everybody",
    lost: "A host ended it. Nothing of the meeting was stored.",
    advice: "Whoever wants to go on meets by the same link, or makes a new meeting.",
  },
  "link-rotated": {
    title: "The meeting has a new link",
    lost: "You are out of the meeting. A host changed its link while you were not connected.",
    advice: "Ask somebody who is in the meeting for the new link.",
  },
  "version-differs": {
    title: "The server speaks another version",
    lost: "You are in no meeting. Nothing is lost.",
    advice: "Update this extension. If it is up to date, the server has to be updated.",
  },
  unexpected: {
    title: "Something went wrong in this client",
    lost: "You are out of the meeting. The others go on; what was said before stays sealed.",
    advice: "Join again. If it repeats, please report it with the version shown under Details.",
  },
}

/** What is wrong with a link that looks like a meeting's. */
export const linkFaults: Readonly<Record<LinkFault, string>> = {
  insecure:
    "It begins with http, so anybody on the way could read and change what is sent. Meeting links begin with https.",
  address: "It has a user name before the server’s name, which is a way to make a link look like another server’s.",
  path: "The part after the server’s name is not written as a meeting link is.",
  "meeting-id": "The meeting’s number, after “id-”, is too short, too long or has a wrong character.",
  "no-password": "The end, from “#” on, is missing. It holds the password that opens the meeting.",
  password: "The password, after “#pwd-”, is too short, too long or has a wrong character.",
}
