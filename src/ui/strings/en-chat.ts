// Wording of the chat, of hands and of shown screens.

import type { ChatMessage, SayOutcome } from "../../meeting/said.ts"

const reached: Readonly<Record<NonNullable<ChatMessage["reached"]>, string>> = {
  sending: "Sending…",
  everyone: "",
  some: "Not everybody has it: somebody’s connection is away.",
  nobody: "Not sent: the others cannot be reached just now.",
}

const refused: Readonly<Record<Exclude<SayOutcome, "said">, string>> = {
  empty: "Type something first.",
  "too-long": "Too long: a message has at most 2000 characters.",
  "not-allowed": "Only hosts may write in this meeting. Nothing was sent.",
}

export const chat = {
  title: "Chat",
  open: "Show chat",
  close: "Hide chat",
  unread: (count: number) => (count === 1 ? "1 new message" : `${count} new messages`),
  empty: "Nothing was written yet. Only the people in the meeting can read it, and nothing is kept after it.",
  messages: "Messages",
  entry: "Message",
  send: "Send",
  you: "You",
  left: (count: number) => `${count} characters left`,
  hostsOnly: "Only hosts may write in this meeting. You can read along.",
  reached,
  refused,
}

export const hand = { raise: "Raise hand", lower: "Lower hand" }

export const screen = {
  share: "Show your screen",
  stop: "Stop showing your screen",
  failed: "The browser cannot show your screen just now. Nothing was sent.",
  own: "You show your screen to everybody.",
  of: (name: string) => `${name}’s screen`,
  waiting: (name: string) => `Waiting for the key of ${name}’s screen`,
  refused: (name: string) => `The screen under ${name}’s name was refused: not from ${name}`,
}
