// Wording before the meeting: what to know before the click, and what is awaited after it.

export const preJoin = {
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
}

export const joining = {
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
    seenLasting:
      "The hosts see your name, your lasting identity, since when you wait, and which release you run. You come in by yourself as soon as one of them lets you.",
    stop: "Stop asking",
  },
  position: (people: number) => {
    if (people === 0) return "You are next."
    return people === 1 ? "1 person before you." : `${people} people before you.`
  },
}
