import { describe, expect, it, vi } from "vitest"
import type { Entry } from "../../../src/meeting/entry.ts"
import { groupEvents, type GroupEventsOptions } from "../../../src/meeting/group-events.ts"
import { EXPECTED_MS } from "../../../src/meeting/roster-news.ts"
import { FakeClock } from "../media/fixtures.ts"
import { ANA, BEN, epochOf, key } from "./fixtures.ts"

const EPOCH = epochOf(2n, [ANA, BEN])
const DEED = { author: BEN.identityKey, expelled: [] }

/** What was done, in order, each by a word. */
function setUp({ room = "same-room" }: { readonly room?: "same-room" | "another-room" } = {}) {
  const done: string[] = []
  const note =
    (what: string) =>
    (...facts: readonly unknown[]): void =>
      void done.push([what, ...facts.map(String)].join(" "))
  const clock = new FakeClock()
  const options: GroupEventsOptions = {
    followers: {
      handleEpoch: async (_state, _deed, install) => {
        await install()
        done.push("followed")
      },
      handleRestored: async () => void done.push("followed again"),
    },
    conference: { install: async (_state, change) => void done.push(`installed ${change}`) },
    roster: { tags: new Map(), moveTo: () => room },
    place: { handle: note("place"), handleConnection: note("connection") },
    news: { handleParted: () => void done.push("news of parting"), handleGathered: note("gathered") },
    waitingRoom: { handleDoor: async () => void done.push("door") },
    shown: { forget: note("tiles forgotten") },
    words: { own: { handleBack: note("words again") } },
    clock,
    state: () => EPOCH,
    onChange: note("changed"),
    onNotice: note("notice"),
    onEnded: vi.fn<GroupEventsOptions["onEnded"]>(),
  }
  return { events: groupEvents(options), done, clock, onEnded: options.onEnded }
}

describe("what the group tells", () => {
  it("of a new epoch goes to whoever follows it, who have it installed", async () => {
    const { events, done } = setUp()
    await events.onEpoch(EPOCH, "removal", DEED)
    expect(done).toEqual(["installed removal", "followed", "changed"])
  })

  it("of an epoch that is in use again goes there too, and people hear whose commit did not count", async () => {
    const { events, done } = setUp()
    await events.onRestored(EPOCH, BEN.identityKey)
    await events.onRestored(EPOCH, null)
    await events.onRestored(EPOCH, key(99))
    expect(done.filter((what) => what !== "followed again")).toEqual([
      "notice commit-refused Ben",
      "notice commit-refused null",
      "notice commit-refused null",
    ])
    expect(done).toHaveLength(6)
  })

  it("of our step is said when it is found again, and lets our words go on", () => {
    const { events, done } = setUp()
    events.onStep("out")
    expect(done).toEqual(["place out"])
    events.onStep("in")
    expect(done).toEqual(["place out", "place in", "words again", "notice in-step null"])
  })

  it("of a group that we part from is said with whose commit it was, and who is missing in the next one later", () => {
    const { events, done, clock } = setUp()
    events.onParted(BEN.identityKey)
    events.onMoved(BEN.identityKey)
    expect(done).toEqual([
      "news of parting",
      "place parted",
      "notice parted Ben",
      "place moved",
      "words again",
      "notice moved null",
    ])
    clock.advance(EXPECTED_MS)
    expect(done.at(-1)).toBe("gathered")
  })

  it.each([
    ["same-room", ["place returned"]],
    ["another-room", ["place returned", "tiles forgotten"]],
  ] as const)("of our return to the %s lets go what was shown by other tags", (room, expected) => {
    const { events, done } = setUp({ room })
    events.onReturned({ grant: { room: "r", roomToken: "t" } } as unknown as Entry)
    expect(done).toEqual(expected)
  })

  it("of our end names who put us out, where somebody did", () => {
    const { events, onEnded } = setUp()
    events.onEnded("removed", DEED)
    events.onEnded("service-lost")
    expect(vi.mocked(onEnded).mock.calls).toEqual([
      ["removed", "Ben"],
      ["service-lost", null],
    ])
  })

  it("of the door and the way to the service goes to whom it concerns", () => {
    const { events, done } = setUp()
    events.onDoor({ type: "answered", identityKey: BEN.identityKey })
    events.onConnection("reconnecting")
    events.onDeparture()
    expect(done).toEqual(["door", "connection reconnecting", "changed"])
  })
})
