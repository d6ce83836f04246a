// A host's authority as the host sees it and as the others do; chat and shown screens.

import type { VNode } from "preact"
import { useEffect, useState } from "preact/hooks"
import type { Asker, Person } from "../../../src/meeting/person.ts"
import type { ChatMessage } from "../../../src/meeting/said.ts"
import type { InMeeting, MeetingFacts, MeetingFault } from "../../../src/meeting/snapshot.ts"
import { enginePage, meeting, preJoin } from "./drawn.tsx"
import type { HOST_STATE_NAMES } from "./host-state-names.ts"
import { ANA, BEN, CHIDI, DEVICES, FACTS, MEETING, NOON, person } from "./snapshots.ts"

const NOTHING = { microphone: null, camera: null, screen: null }
const SINCE = NOON + 540_000

function asker(number: number, name: string | null, more: Partial<Asker> = {}): Asker {
  const { id, release } = person(number, name)
  return { id, name, since: SINCE, release, acquaintance: { kind: "temporary" }, nameDoubt: null, ...more }
}

const ASKERS: readonly Asker[] = [
  asker(21, "Eva Brandt", { acquaintance: { kind: "verified", at: NOON - 90_000_000 } }),
  asker(22, "Fyodor Alexandrovich Konstantinopolsky", { since: SINCE + 60_000, acquaintance: { kind: "new" } }),
  asker(23, null, { since: SINCE + 90_000, release: { kind: "another", version: null } }),
]

const HANDS: readonly Person[] = [
  ANA,
  { ...BEN, role: "co-host", hand: NOON + 2, isSpeaking: false },
  {
    ...CHIDI,
    hand: NOON + 1,
    stopped: { ...NOTHING, microphone: { by: "Ana", mayResume: false }, camera: { by: "Ana", mayResume: true } },
  },
  person(3, "Dora Lindqvist-Papadopoulos", { presence: "away", quality: "lost" }),
  person(4, "Emre", { presence: "not-heard-yet", camera: "waiting" }),
]

const GUEST: Person = { ...ANA, role: "member" }
const BEN_HOST: Person = { ...BEN, role: "host" }
const MEMBER: Partial<InMeeting> = {
  people: [GUEST, BEN_HOST, CHIDI],
  authority: { ...MEETING.authority, yourRole: "member", hasHostKey: false },
}

function message(id: number, name: string, text: string, more: Partial<ChatMessage> = {}): ChatMessage {
  const personId = String(id)
  return { id, personId, name, at: NOON + id * 60_000, text, isYours: false, reached: null, ...more }
}

const CHAT: readonly ChatMessage[] = [
  message(1, "Ben Okafor", "The draft is at the usual place. Second page first, please."),
  message(2, "Ana", "Got it.", { isYours: true, reached: "everyone" }),
  message(3, "Chidi", "averyveryverylongwordthatnobodywouldeverwriteunlessitwereanaddressofsomething/and/a/path"),
  message(4, "Ana", "One line\nand another one.", { isYours: true, reached: "some" }),
  message(5, "Ana", "And this one now", { isYours: true, reached: "sending" }),
]

function notice(kind: InMeeting["notices"][number]["kind"], name: string | null, by: string | null) {
  return [{ id: 1, at: Date.now(), kind, name, by }]
}

function ended(fault: MeetingFault, by: string | null = null) {
  return enginePage({ phase: "ended", meeting: { ...FACTS, isYours: false }, fault, by })
}

function asking(facts: MeetingFacts) {
  return enginePage({ phase: "joining", step: "asking", position: null, meeting: facts, devices: DEVICES })
}

/** A host opens the meeting while it is looked at. */
function Opened() {
  const [admission, open] = useState<"locked" | "open">("locked")
  useEffect(() => open("open"), [])
  return meeting({ authority: { ...MEETING.authority, admission }, notices: notice("admission-open", null, "Ben") })()
}

export const HOST_STATES: Readonly<Record<(typeof HOST_STATE_NAMES)[number], () => VNode>> = {
  "host-waiting": meeting({ askers: ASKERS, authority: { ...MEETING.authority, admission: "ask" } }),
  "host-locked": meeting({
    people: HANDS,
    authority: { ...MEETING.authority, admission: "locked", mayShare: "hosts" },
    notices: notice("muted", "Chidi", "Ana"),
  }),
  "host-co-host": meeting({
    people: [{ ...ANA, role: "co-host" }, BEN_HOST, CHIDI],
    authority: { ...MEETING.authority, yourRole: "co-host", hasHostKey: false },
  }),
  "member-held": meeting({
    ...MEMBER,
    people: [
      { ...GUEST, microphone: "muted", stopped: { ...NOTHING, microphone: { by: "Ben", mayResume: false } } },
      BEN_HOST,
    ],
    devices: { ...DEVICES, microphone: "off" },
    notices: notice("all-muted", null, "Ben"),
  }),
  "member-hosts-only": meeting({
    ...MEMBER,
    chat: CHAT.slice(0, 1),
    authority: {
      admission: "ask",
      mayShare: "hosts",
      mayChat: "hosts",
      yourRole: "member",
      hasHostKey: false,
      isResting: false,
    },
  }),
  "meeting-resting": meeting({
    people: [GUEST, CHIDI],
    authority: { ...MEETING.authority, yourRole: "member", hasHostKey: false, isResting: true },
    notices: notice("authority-rests", null, null),
  }),
  "meeting-opened": () => <Opened />,
  "meeting-chat": meeting({ chat: CHAT }),
  "meeting-screen": meeting({ people: [ANA, { ...BEN, screen: "on" }, CHIDI] }),
  "meeting-own-screen": meeting({ people: [{ ...ANA, screen: "on" }, BEN] }),
  "pre-join-ask": preJoin({ meeting: { ...FACTS, admission: "ask", isEmpty: false, isYours: false } }),
  "joining-asking": asking(FACTS),
  "joining-asking-lasting": asking({ ...FACTS, isLasting: true }),
  "ended-turned-away": ended("turned-away"),
  "ended-locked": ended("locked"),
  "ended-nobody-to-ask": ended("nobody-to-ask"),
  "ended-by-host": ended("ended-by-host", "Ben Okafor"),
  "ended-removed": ended("removed", "Ben Okafor"),
  "ended-link-rotated": ended("link-rotated"),
}
