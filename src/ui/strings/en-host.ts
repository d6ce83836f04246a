// Wording of a host's authority: what a host may do, what it does to the others, and who did it.

import type { OrderOutcome } from "../../meeting/host-order.ts"

const outcome: Readonly<Record<Exclude<OrderOutcome, "done">, string>> = {
  outdone: "That is not possible any more: the meeting changed meanwhile. Nothing was changed by you.",
  "not-allowed": "You may not do that in this meeting. Nothing was changed.",
  "not-connected": "The others cannot be reached just now, so nothing was changed. Try again in a moment.",
}

export const host = {
  telling: "Telling the others…",
  outcome,

  settings: {
    title: "As a host",
    admission: "Who comes in",
    admissionOption: {
      open: { word: "Open", state: "open", meaning: "Whoever has the link comes in." },
      ask: { word: "Ask", state: "ask first", meaning: "Whoever comes waits until a host lets them in." },
      locked: { word: "Locked", state: "locked", meaning: "Nobody comes in. Who loses the connection comes back." },
    },
    rights: "What everybody may do",
    mayShare: "Show their screen",
    mayChat: "Write in the chat",
    everybody: "Everybody but hosts",
    muteAll: "Mute all",
    muteAllHard: "Mute all until a host allows speaking",
    allowAll: "Allow all to speak",
    stopVideo: "Turn off all cameras",
    stopSharing: "Stop all sharing",
    lowerHands: "Lower all hands",
    link: "Meeting link",
    changeLink: "Change the link",
    changeLinkQuestion:
      "Everybody who is in stays in, and learns the new link. The old link opens nothing from then on, so send the new one to whoever is still to come.",
    changeLinkConfirm: "Change it now",
    needsHostKey:
      "Changing the link and making co-hosts take the meeting’s host key, which is in the browser of whoever made the meeting.",
    end: "End for all",
    endQuestion: "The meeting ends now for everybody who is in.",
    endConfirm: "End it for all",
  },

  person: {
    menu: (name: string) => `What to do with ${name}`,
    compare: (name: string) => `Compare a code with ${name}`,
    mute: "Mute",
    muteHard: "Mute until a host allows speaking",
    allowUnmute: "Allow to speak",
    stopVideo: "Turn off camera",
    stopSharing: "Stop sharing",
    lowerHand: "Lower hand",
    makeCoHost: "Make co-host",
    unmakeCoHost: "Take back co-host",
    remove: "Remove",
    removeQuestion: (name: string) =>
      `${name} is put out now, and hears and sees nothing more. From then on whoever comes by the link has to ask, since ${name} still knows it and could come under another name.`,
    removeConfirm: (name: string) => `Remove ${name}`,
    removed: (name: string) => `${name} is out, but still knows the link and could ask under another name.`,
    removedKeep: "Keep the link",
  },

  waiting: {
    title: (count: number) => `Waiting (${count})`,
    since: (time: string) => `since ${time}`,
    nameUnread: "Somebody whose name could not be read",
    admit: (name: string) => `Let in ${name}`,
    admitShort: "Let in",
    turnAway: (name: string) => `Turn away ${name}`,
    turnAwayShort: "Turn away",
    admitAll: (count: number) => `Let all ${count} in`,
    note: (name: string) => `${name} asks to come in.`,
    noteMany: (count: number) => `${count} people ask to come in.`,
    show: "Show who waits",
  },

  leave: {
    title: "Leave the meeting?",
    othersHost: (name: string) => `${name} stays as a host.`,
    noHost: "No host would be in. The meeting goes on, and everything stays as it is until a host comes back.",
    handOver: "Hand over to",
    nobody: "Nobody",
    handOverHelp: "They become a co-host: all that a host may do, but for co-hosts and the link.",
    leave: "Leave, the others go on",
    end: "End for all",
  },

  rests: "No host is in. Who may come in, share and write stays as it is until one comes back.",

  opened: (by: string) => `${by} opened the meeting: whoever has the link comes in now.`,
  unlocked: (by: string) => `${by} unlocked the meeting: who comes by the link asks, and a host lets them in.`,

  yours: {
    microphone: {
      resume: (by: string) => `${by} muted you. You may unmute yourself.`,
      held: (by: string) => `${by} muted you. You can speak again when a host allows it; raise your hand to ask.`,
    },
    camera: {
      resume: (by: string) => `${by} turned off your camera. You may turn it on again.`,
      held: (by: string) => `${by} turned off your camera. You can turn it on again when a host allows it.`,
    },
    screen: {
      resume: (by: string) => `${by} stopped the showing of your screen. You may show it again.`,
      held: (by: string) => `${by} stopped the showing of your screen. You can show it again when a host allows it.`,
    },
    unmuteHeld: "A host does not allow you to unmute.",
    cameraHeld: "A host does not allow you to turn your camera on.",
    screenHeld: "A host does not allow you to show your screen.",
    shareHosts: "Only hosts may show their screen in this meeting.",
  },
}
