// Every sentence that people read, in English. Another language is another object of this shape.

import { about } from "./en-about.ts"
import { chat, hand, screen } from "./en-chat.ts"
import { devices } from "./en-devices.ts"
import { faults, linkFaults } from "./en-faults.ts"
import { host } from "./en-host.ts"
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
  linkFaults,
  meetings,
  notices,
  people,
  release,
  roster,
  screen,
  security,

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

  preJoin: {
    join: "Join",
    yourName: "Your name",
    joinsWith: {
      both: "Microphone and camera are on.",
      sound: "Microphone on, camera off.",
      picture: "Camera on, microphone off.",
      neither: "Microphone and camera are off.",
    },
    nameMissing: "Type a name, so that the others know who you are.",
    nameHelp: "Only the people in the meeting can read it.",
    facts: "Before you join",
    client: "This client",
    meeting: "This meeting",
    meetingOn: (name: string, host: string) => `${name}, on ${host}`,
    meetingAt: (host: string) => `on ${host}`,
    admission: {
      open: "Everybody with the link may join",
      ask: "The host must admit you",
      locked: "Locked by the host",
    },
    door: {
      theirs: { ask: "a host lets you in", locked: "locked" },
      yours: { ask: "guests ask first", locked: "locked for guests" },
    },
    admissionUnknown: "Whoever has the link may join, unless the host locked the meeting.",
    empty: "nobody is in yet",
    occupied: "people are in",
    media: "Where media goes",
    mediaDetail: (host: string) =>
      `Picture and sound go to the media server that ${host} names, sealed on this machine. It passes them on without being able to open them, and sees who sends when and from which address.`,
    mediaShort: (host: string) => `Sealed, through the media server of ${host}`,
    link: "Meeting link",
    linkHelp: "Send this link to the people you want to meet. Whoever has it can join.",
    passphrase: "Passphrase",
    passphraseHelp: "This meeting also wants a passphrase, which is not in the link. Ask the host.",
    passphraseWrong: "This passphrase is not right. Capital letters count; try again.",
    passphraseGive: "Continue",
    check: {
      connecting: (host: string) => `Reaching ${host}…`,
      "checking-password": "Checking the link’s password…",
      "asking-passphrase": "This meeting wants a passphrase",
      "wrong-passphrase": "This meeting wants another passphrase",
      ready: "Ready to join",
    },
    preview: "Your picture, as you see yourself in a mirror",
  },

  joining: {
    title: (name: string) => `Joining ${name}`,
    step: {
      entering: "Asking the server to let you in…",
      asking: "A host was asked to let you in. Until then nobody sees or hears you, nor you them.",
      "waiting-turn": "Waiting for your turn: others are joining at the same moment.",
      "joining-group": "Agreeing on new keys with the people in the meeting…",
      "connecting-media": "Connecting picture and sound…",
    },
    asking: {
      title: "Asking the host to let you in…",
      since: "Waiting for",
      seen: "The hosts see your name, since when you wait, and which release you run. You come in by yourself as soon as one of them lets you.",
      stop: "Stop asking",
    },
    position: (people: number) =>
      people === 0 ? "You are next." : people === 1 ? "1 person before you." : `${people} people before you.`,
  },

  meeting: {
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
  },

  tile: {
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
