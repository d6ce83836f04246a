import { beforeEach, describe, expect, it } from "vitest"
import { LOST_MS, Presence } from "../../../server/presence.ts"
import { RoomSessions } from "../../../server/room-sessions.ts"
import { TestClock } from "./clock.ts"

const PREFIX = "0123456789abcdef0123456789abcdef"
const [FIRST, SECOND] = [`${PREFIX}.0000000000000001`, `${PREFIX}.0000000000000002`] as const

describe("presence", () => {
  let clock: TestClock
  let gone: string[]
  let room: RoomSessions
  let presence: Presence

  beforeEach(() => {
    clock = new TestClock()
    gone = []
    room = new RoomSessions()
    presence = new Presence(clock, room, (name) => gone.push(name))
    presence.handlePresent("alice", PREFIX)
  })

  it("calls somebody gone after two missed signs of life without a session at the SFU", () => {
    presence.handleLost("alice")
    clock.advance(LOST_MS - 1)
    expect(gone).toEqual([])
    clock.advance(1)
    expect(gone).toEqual(["alice"])
    expect(presence.gone).toEqual(["alice"])
  })

  it("waits for the SFU's session to end, and for the last of two", () => {
    for (const identity of [FIRST, SECOND, SECOND]) room.handleJoined(identity)
    presence.handleLost("alice")
    clock.advance(LOST_MS)
    expect(room.handleLeft(FIRST)).toBeNull()
    expect(gone).toEqual([])
    expect(room.handleLeft(SECOND)).toBe(PREFIX)
    presence.handleSilence(PREFIX)
    expect(gone).toEqual(["alice"])
  })

  it("calls nobody gone who came back, or whose session ended while the socket is there", () => {
    presence.handleLost("alice")
    presence.handlePresent("alice", PREFIX)
    room.handleJoined(FIRST)
    room.handleLeft(FIRST)
    presence.handleSilence(PREFIX)
    clock.advance(LOST_MS)
    expect(gone).toEqual([])
  })

  it("has nobody gone any more after a return, or once forgotten", () => {
    presence.handlePresent("bob", "other")
    presence.handleLost("alice")
    presence.handleLost("bob")
    clock.advance(LOST_MS)
    presence.handlePresent("alice", PREFIX)
    expect(presence.gone).toEqual(["bob"])
    presence.forget("bob")
    expect(presence.gone).toEqual([])
  })

  it("knows nobody by an identity that is not of the service's making", () => {
    room.handleJoined("somebody")
    expect([room.has("somebody"), room.handleLeft("somebody")]).toEqual([false, null])
  })

  it("ends its timers when closed", () => {
    presence.handleLost("alice")
    presence.close()
    clock.advance(LOST_MS)
    expect(gone).toEqual([])
  })
})
