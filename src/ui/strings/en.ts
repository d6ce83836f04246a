// Every sentence that people read, in English. Another language is another object of this shape.

import { about } from "./en-about.ts"
import { chat, hand, screen } from "./en-chat.ts"
import { devices } from "./en-devices.ts"
import { faults, linkFaults } from "./en-faults.ts"
import { host } from "./en-host.ts"
import { joining, preJoin } from "./en-joining.ts"
import { meeting, stage, tile } from "./en-meeting.ts"
import { meetings } from "./en-meetings.ts"
import { notices } from "./en-notices.ts"
import { people } from "./en-people.ts"
import { release } from "./en-release.ts"
import { roster } from "./en-roster.ts"
import { security } from "./en-security.ts"

export const en = {
  product: "Wardroom",
  about,
  chat,
  devices,
  faults,
  hand,
  host,
  joining,
  linkFaults,
  meeting,
  meetings,
  notices,
  people,
  preJoin,
  release,
  roster,
  screen,
  security,
  stage,
  tile,

  common: {
    cancel: "Cancel",
    close: "Close",
    copy: "Copy",
    copied: "Copied",
    details: "Details",
    unnamedPerson: "Somebody whose name could not be read",
    somebody: "Somebody",
    aHost: "A host",
    unnamedMeeting: "Meeting",
    you: "you",
    roles: { host: "host", "co-host": "co-host", member: null },
  },

  opening: {
    title: "Opening the meeting",
    engine: "Starting the meeting engine…",
    link: "Reading the meeting link…",
  },

  start: {
    title: "No meeting is open here",
    explanation: "Start one, or paste a link that somebody sent you.",
    newMeeting: "New meeting",
    creating: "Making a meeting",
    creatingOn: (host: string) => `Making the meeting’s keys and telling ${host}…`,
    server: "Server",
    serverHelp: "The machine that carries your meetings, for example meet.example.org. It never sees or hears them.",
    serverWrong: "This is not an address of a server. Type it like meet.example.org.",
    otherServer: "Another server",
    meetingLink: "Meeting link",
    linkPlaceholder: "https://…/join/id-…#pwd-…",
    linkWrong: "This is not a meeting link. A whole one has “/join/id-” and “#pwd-” in it.",
    open: "Open",
  },

  unknownServer: {
    title: "You have not met on this server before",
    explanation: "The link leads to this server. Join if you know who runs it, or if you trust who sent the link.",
    join: (host: string) => `Join on ${host}`,
    openSite: "Open the site instead",
    openSiteHelp: "The site then runs its own program in this tab and learns the password in the link.",
    stopped: "The page of this server was stopped before it could run anything.",
  },

  damagedLink: {
    title: "This meeting link is damaged",
    nothingSent: "Nothing was sent to the server, and the link opened no meeting.",
    askAgain: "Ask whoever invited you to send the whole link again.",
    openSite: "Open the site instead",
    usedUp: "This tab was opened by a link that was already used",
    usedUpHelp: "Click the meeting link again.",
  },

  linkNotes: {
    asked: "The server’s page was asked for, but stopped before it could run anything.",
    ran: "The server’s page had begun to run before this client stopped it, so the server may know this link. If that matters, ask the host for a new meeting.",
    queryDropped: "Additions to the link, such as tracking, were removed.",
  },

  elsewhere: {
    title: "This meeting is open in another tab",
    help: "That tab was brought to the front. This one can be closed.",
    go: "Return to the meeting",
  },

  otherMeeting: {
    title: (name: string) => `You are in ${name}`,
    explanation: "You can be in one meeting at a time.",
    stay: (name: string) => `Return to ${name}`,
    switchTo: (name: string) => `Leave and join ${name}`,
    thatMeeting: "the other meeting",
  },

  engineGone: {
    title: "The meeting stopped",
    explanation:
      "The browser ended the part of this extension that carries the meeting. The others do not see or hear you any more. Nothing of the meeting was stored, so nothing is lost.",
    again: "Open again",
    unreachable: "The meeting engine does not start",
    unreachableHelp:
      "You are in no meeting, and nothing was sent. Try again; if it keeps failing, restart the browser.",
  },

  ended: {
    wished: {
      title: "You left the meeting",
      lost: "The others no longer see or hear you. Nothing of the meeting was stored.",
      advice: "",
    },
    endedBy: (by: string) => `${by} ended it. Nothing of the meeting was stored.`,
    removedBy: (by: string) => `${by} removed you.`,
    joinAgain: "Join again",
    askAgain: "Ask again",
    newMeeting: "New meeting",
  },

  popup: {
    returnToMeeting: "Return to meeting",
    interrupted: (host: string) => `Your meeting on ${host} was interrupted when the browser stopped.`,
    leave: "Leave",
    aboutToJoin: (name: string) => `You are about to join ${name}.`,
    joining: (name: string) => `Joining ${name}…`,
    meetingLine: (name: string, people: string) => `${name} · ${people}`,
    duration: "In the meeting for",
  },

  welcome: {
    title: "Wardroom is ready",
    first:
      "When you click a meeting link, this extension opens the meeting in its own tab; the page of the meeting’s server never runs.",
    second: "Picture and sound are sealed on your machine, and only the people on the shown list can open them.",
    third:
      "Everybody in a meeting sees the same security code: read it to each other, and you know that nobody is in between.",
    pinTitle: "Keep the code at hand",
    pin: "Click the puzzle piece at the right of the address bar, then the pin next to Wardroom. Its button shows the security code during a meeting.",
    serversTitle: "Servers you meet on",
    serversHelp:
      "Links of any server are stopped. For the servers you add here the browser also lets this extension watch over their pages, so that a link is stopped even when it starts the browser. The browser will ask you to allow it.",
    add: "Add server",
    none: "No server added yet.",
    guarded: "watched over from the browser’s start",
    notGuarded: "known; watched over while the browser runs",
    refused: "The browser did not allow it. Links are still stopped while the browser runs.",
    remove: (host: string) => `Remove ${host}`,
  },

  settings: {
    title: "Settings",
    pictureTitle: "Your picture",
    coding: "Coding",
    codings: { vp8: "VP8: costs the least power", vp9: "VP9: sharper on a slow network" },
    codingHelp: "Takes effect with the next meeting. Everybody can see both.",
  },
}
