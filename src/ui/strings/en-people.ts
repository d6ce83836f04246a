// Wording of who somebody is: names told apart, pairwise codes, lasting identities.

export const people = {
  numbered: (name: string, number: number) => `${name} (${number})`,

  marks: {
    verified: (time: string) => `verified ${time}`,
    differs: "codes differ",
    known: (date: string) => `verified on ${date}`,
    otherKey: (date: string) => `not who you verified on ${date}`,
    new: "lasting identity, never compared",
    temporary: "no lasting identity",
    looksLike: (name: string) => `name looks like “${name}”`,
    mixedScripts: "name mixes alphabets",
  },

  page: {
    title: (name: string) => `Compare with ${name}`,
    gone: "They have left the meeting.",
    computing: "Working out the code of you two…",
    aloud: (name: string) => `Ask ${name} to open this page too, and read the numbers to each other.`,
    codeLabel: "Code of you two",
    show: (name: string) => `Or let ${name} scan this from your screen`,
    qrLabel: (name: string) => `QR code for ${name} to scan`,
    scan: (name: string) => `Scan ${name}’s code`,
    stopScanning: "Stop scanning",
    looking: "Hold their screen in front of your camera…",
    cameraOff: "Your camera is off. The code is read from your own picture, which the others see too.",
    turnOn: "Turn camera on",
    match: "They match",
    differs: "They differ",
    outcomes: {
      match: (name: string) => `The code is the same: this is ${name}, and nobody is in between.`,
      differs: (name: string) =>
        `The codes differ. Somebody may be between you and ${name}: say nothing private, leave, and make a new meeting over another channel.`,
      "your-own": "That is your own code. Hold their screen in front of your camera.",
      "not-a-code": "That QR code is none of this kind. Ask them to open this page for you.",
      gone: "They have left the meeting.",
    },
    known: {
      temporary: (name: string) => `${name} has no lasting identity: verified for this meeting only.`,
      new: (name: string) => `${name} has a lasting identity. Once verified, you will know them in later meetings.`,
      verified: (name: string, date: string) => `You verified ${name} on ${date}. This is the same lasting identity.`,
      "other-key": (name: string, date: string) =>
        `You verified somebody of this name on ${date}, and this is not that lasting identity. ${name} may be somebody else, or on another device: compare before you say anything private.`,
    },
  },

  aloud: {
    read: "I read it aloud",
    reads: (name: string) => `${name} reads the code aloud.`,
    youRead: "You read the code aloud. The others press “They match”.",
    confirmed: (count: number, of: number) => `${count} of ${of} confirmed`,
    missing: (names: string) => `Still to confirm: ${names}`,
    more: (count: number) => `${count} more`,
    you: "you",
  },

  you: {
    term: "You",
    line: "with your lasting identity",
    detail: "People in this meeting can know you again in others. The servers cannot.",
  },

  suspect: (name: string, date: string) =>
    `${name} is not known to be who you verified on ${date}. Compare before you say anything private.`,
  suspects: (names: string) =>
    `${names} are not known to be whom you verified by these names. Compare before you say anything private.`,
  showPeople: "Show people",

  changed: {
    came: (names: string) => `${names} came`,
    went: (names: string) => `${names} went`,
    many: (came: number, went: number) => {
      const people = [...(came > 0 ? [`${came} joined`] : []), ...(went > 0 ? [`${went} left`] : [])]
      return `${people.join(", ")}: code changed`
    },
    manyHands: (count: number) => `${count} people raised a hand.`,
  },

  lasting: {
    title: "Lasting identity",
    help: "Off: you are somebody new in every meeting. On: people who verified you once know you again in later meetings. Only people in your meetings see it; the servers cannot.",
    off: "You have no lasting identity.",
    on: "You have a lasting identity in this browser.",
    create: "Make a lasting identity",
    remove: "Delete it",
    removeQuestion:
      "Nobody will know you again by it, and it cannot be made anew. Meetings that run now keep it until you leave.",
    removeConfirm: "Delete for good",
  },

  known: {
    title: "People you verified",
    help: "Kept in this browser alone.",
    none: "Nobody yet. Whoever you compare a code with, and who has a lasting identity, is listed here.",
    verifiedOn: (date: string) => `verified on ${date}`,
    alias: (names: string) => `also as ${names}`,
    forget: "Forget",
    forgetLabel: (name: string) => `Forget ${name}`,
    forgetAll: "Forget everybody",
    forgetAllQuestion: "Everybody will be new to you in the next meeting.",
    forgetAllConfirm: "Forget everybody",
  },
}
