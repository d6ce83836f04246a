// Snapshots as an engine would give them, for drawing pages without one.

import type { Devices, InMeeting, MeetingFacts, PreJoin, WithRelease } from "../../../src/meeting/snapshot.ts"
import type { Person } from "../../../src/meeting/person.ts"
import type { Security } from "../../../src/meeting/security.ts"
import type { ReleaseStatus } from "../../../src/release/status.ts"

export const NOON = Date.UTC(2026, 0, 15, 12, 0)

export const FACTS: MeetingFacts = {
  host: "meet.example.org",
  name: "Design review",
  link: "https://meet.example.org/join/id-Ab3dE6gH9k#pwd-0123456789abcdefghijkl",
  admission: "open",
  isEmpty: true,
  isYours: true,
  isLasting: false,
}

export const DEVICES: Devices = {
  microphone: "on",
  camera: "on",
  microphones: [
    { id: "m1", label: "Built-in microphone" },
    { id: "m2", label: "Conference speakerphone with a long name (USB)" },
  ],
  cameras: [{ id: "c1", label: "Built-in camera" }],
  chosenMicrophone: "m1",
  chosenCamera: "c1",
  level: 0.4,
}

export const RELEASE: ReleaseStatus = { state: "unsigned", mayMeet: true, checkedAt: NOON }

export const PRE_JOIN: PreJoin & WithRelease = {
  phase: "pre-join",
  release: RELEASE,
  check: "ready",
  meeting: FACTS,
  devices: DEVICES,
}

export function person(number: number, name: string | null, more: Partial<Person> = {}): Person {
  return {
    id: String(number * 7 + 1)
      .padStart(6, "0")
      .padEnd(64, "0"),
    name,
    isYou: false,
    role: "member",
    presence: "heard",
    release: { kind: "unsigned", version: "1.2.3" },
    microphone: "on",
    camera: "on",
    screen: "off",
    hand: null,
    stopped: { microphone: null, camera: null, screen: null },
    isSpeaking: false,
    quality: "good",
    since: NOON,
    nameNumber: null,
    nameDoubt: null,
    acquaintance: { kind: "temporary" },
    verified: null,
    ...more,
  }
}

export const ANA = person(0, "Ana", { isYou: true, role: "host", acquaintance: null })
export const BEN = person(1, "Ben Okafor", { isSpeaking: true })
export const CHIDI = person(2, "Chidi", { microphone: "muted", camera: "off" })
const DORA = person(3, "Dora Lindqvist-Papadopoulos", {
  camera: "waiting",
  presence: "not-heard-yet",
  quality: "poor",
})

const EMOJI = ["🐙 octopus", "🌵 cactus", "⚓ anchor", "🎻 violin", "🍋 lemon", "🚲 bicycle"].concat([
  "🦉 owl",
  "⛺ tent",
  "🥝 kiwi",
  "🪁 kite",
  "🧭 compass",
  "🐢 turtle",
])

export const SECURITY: Security = {
  digits: ["48213", "90577", "16402", "77310", "05528", "64196"],
  emoji: EMOJI.map((each) => {
    const [symbol = "", name = ""] = each.split(" ")
    return { symbol, name }
  }),
  comparison: { state: "not-compared" },
  confirmations: { reader: null, confirmed: [], differ: [], of: 4 },
  epoch: "12",
  authenticator: "0f1e2d3c4b5a6978".repeat(8),
  groupSize: 4,
  cipherSuite: "MLS_256_XWING_AES256GCM_SHA512_Ed25519",
}

export const MEETING: InMeeting & WithRelease = {
  release: RELEASE,
  phase: "meeting",
  meeting: FACTS,
  connection: "connected",
  devices: DEVICES,
  people: [ANA, BEN, CHIDI, DORA],
  askers: [],
  authority: {
    admission: "open",
    mayShare: "everyone",
    mayChat: "everyone",
    yourRole: "host",
    hasHostKey: true,
    isResting: false,
  },
  security: SECURITY,
  notices: [],
  chat: [],
  path: { sfu: "media.example.org", address: "203.0.113.7:7882", transport: "udp", roundTripMs: 23 },
  since: NOON,
}
