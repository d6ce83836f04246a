import { describe, expect, it } from "vitest"
import {
  type HeardMedia,
  listPeople,
  type Member,
  type PeopleInput,
  type RoomMedia,
} from "../../../src/meeting/people.ts"
import type { OwnRelease } from "../../../src/meeting/parts.ts"
import { NOTHING_SAID } from "../../../src/meeting/said.ts"
import type { Person } from "../../../src/meeting/person.ts"
import { key } from "./fixtures.ts"

const UNSIGNED: OwnRelease = { digest: key(0), version: "1.0.0" }
const ana: Member = { id: "aa", tag: "tag-a", name: "Ana", role: "host", release: UNSIGNED }
const ben: Member = { id: "bb", tag: "tag-b", name: "Ben", role: "member", release: UNSIGNED }
const chidi: Member = { id: "cc", tag: "tag-c", name: "Chidi", role: "member", release: UNSIGNED }

const IN_ROOM: RoomMedia = { microphone: "on", camera: "on", screen: "off", isSpeaking: true, quality: "good" }
const OPENED: HeardMedia = { microphone: "opened", camera: "opened", screen: "nothing-yet", wasHeard: true }

function input(changes: Partial<PeopleInput> = {}): PeopleInput {
  return {
    members: [ana, ben],
    you: "aa",
    devices: { microphone: "on", camera: "on" },
    ownRelease: UNSIGNED,
    room: new Map([["tag-b", IN_ROOM]]),
    heard: new Map([["bb", OPENED]]),
    since: new Map([
      ["aa", 2],
      ["bb", 1],
      ["cc", 1],
    ]),
    said: () => NOTHING_SAID,
    whoIs: () => ({ nameNumber: null, nameDoubt: null, acquaintance: null, verified: null }),
    ...changes,
  }
}

function benOf(changes: Partial<PeopleInput>): Person | undefined {
  return listPeople(input(changes)).find(({ id }) => id === "bb")
}

function says(microphone: "on" | "off"): PeopleInput["said"] {
  return () => ({ ...NOTHING_SAID, microphone })
}

function releaseOfBen(release: OwnRelease | null): Person["release"] | undefined {
  return benOf({ members: [ana, { ...ben, release }], ownRelease: { digest: key(4), version: "1.2.0" } })?.release
}

describe("the list of people", () => {
  it("begins with yourself, then by arrival, then by identity, whatever the order of the leaves", () => {
    for (const members of [
      [chidi, ben, ana],
      [ana, ben, chidi],
    ]) {
      expect(listPeople(input({ members })).map(({ id }) => id)).toEqual(["aa", "bb", "cc"])
    }
  })

  it("puts whoever was in before you in front of those who came since, of whom the time is known", () => {
    const since = new Map([
      ["aa", 2],
      ["bb", 3],
      ["cc", null],
    ])
    const people = listPeople(input({ members: [ana, ben, chidi], since }))
    expect(people.map((person) => [person.id, person.since])).toEqual([
      ["aa", 2],
      ["cc", null],
      ["bb", 3],
    ])
  })

  it("shows your own devices, whatever the room says of you", () => {
    const devices = { microphone: "denied", camera: "off" } as const
    const [you] = listPeople(input({ devices, room: new Map([["tag-a", IN_ROOM]]) }))
    expect(you).toMatchObject({ isYou: true, microphone: "muted", camera: "off", isSpeaking: false })
    expect(you?.release).toEqual({ kind: "yours", version: "1.0.0" })
  })

  it("shows nobody who is in the room but not in the group", () => {
    const room = new Map([["tag-x", IN_ROOM]])
    expect(listPeople(input({ room })).map(({ id }) => id)).toEqual(["aa", "bb"])
  })

  it("shows who is heard, in the room, and speaks", () => {
    expect(benOf({})).toMatchObject({ presence: "heard", microphone: "on", camera: "on", isSpeaking: true })
  })

  it("calls somebody of whom nothing opened yet not heard, and their picture awaited", () => {
    expect(benOf({ heard: new Map() })).toMatchObject({
      presence: "not-heard-yet",
      camera: "waiting",
      isSpeaking: false,
    })
  })

  it("calls somebody away who was heard and is in the room no more", () => {
    expect(benOf({ room: new Map() })).toMatchObject({ presence: "away", microphone: "muted", camera: "off" })
  })

  it("calls somebody who never came to the room not heard rather than away", () => {
    expect(benOf({ room: new Map(), heard: new Map() })?.presence).toBe("not-heard-yet")
  })

  it("hears somebody by a data message alone", () => {
    const heard = new Map([["bb", { ...OPENED, microphone: "nothing-yet", camera: "nothing-yet" } as const]])
    expect(benOf({ heard })?.presence).toBe("heard")
  })

  it("says which of two tracks was refused, and does not let the SFU claim that a refused one speaks", () => {
    const heard = new Map([["bb", { ...OPENED, microphone: "refused", camera: "refused" } as const]])
    expect(benOf({ heard })).toMatchObject({ microphone: "refused", camera: "refused", isSpeaking: false })
  })

  it("shows a camera that is off as off, even when its last frames were refused", () => {
    const heard = new Map([["bb", { ...OPENED, camera: "refused" } as const]])
    expect(benOf({ heard, room: new Map([["tag-b", { ...IN_ROOM, camera: "off" } as const]]) })?.camera).toBe("off")
  })

  it("shows a microphone as on where the SFU or its person says so, as nobody should believe that they are not heard", () => {
    const muted = new Map([["tag-b", { ...IN_ROOM, microphone: "muted" } as const]])
    const none = new Map([["tag-b", { ...IN_ROOM, microphone: "none" } as const]])
    expect(benOf({ said: says("off") })?.microphone).toBe("on")
    expect(benOf({ said: says("on"), room: muted })?.microphone).toBe("on")
    expect(benOf({ said: says("off"), room: muted })?.microphone).toBe("muted")
    expect(benOf({ said: says("on"), room: none })?.microphone).toBe("muted")
  })

  it("shows nothing of what a host stopped, whatever is sent, and by whom it was stopped", () => {
    const by = { by: "Ana", mayResume: false }
    const stopped = { microphone: by, camera: by, screen: by }
    const room = new Map([["tag-b", { ...IN_ROOM, screen: "on" } as const]])
    const heard = new Map([["bb", { ...OPENED, screen: "opened" } as const]])
    expect(benOf({ room, heard })).toMatchObject({ microphone: "on", camera: "on", screen: "on", isSpeaking: true })
    expect(benOf({ room, heard, said: () => ({ ...NOTHING_SAID, stopped }) })).toMatchObject({
      microphone: "muted",
      camera: "off",
      screen: "off",
      isSpeaking: false,
      stopped,
    })
  })

  it("compares the release that somebody claims with your own", () => {
    const [version, other] = ["1.2.0", "1.3.0"]
    expect(releaseOfBen({ digest: key(4), version })).toEqual({ kind: "yours", version })
    expect(releaseOfBen({ digest: key(5), version: other })).toEqual({ kind: "another", version: other })
    expect(releaseOfBen({ digest: key(0), version: other })).toEqual({ kind: "unsigned", version: other })
  })

  it("takes a profile that does not open for no claim at all", () => {
    expect(releaseOfBen(null)).toEqual({ kind: "another", version: null })
  })

  it("lists somebody whose name could not be opened, without a name", () => {
    expect(benOf({ members: [ana, { ...ben, name: null }] })?.name).toBeNull()
  })
})
