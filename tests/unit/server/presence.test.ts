import { beforeEach, describe, expect, it } from "vitest"
import { LOST_MS, Presence } from "../../../server/presence.ts"
import { TestClock } from "./clock.ts"

describe("presence", () => {
  let clock: TestClock
  let gone: string[]
  let presence: Presence

  beforeEach(() => {
    clock = new TestClock()
    gone = []
    presence = new Presence(clock, (name) => gone.push(name))
    presence.handlePresent("alice", "tag")
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
    presence.handleSfu("tag", 1)
    presence.handleSfu("tag", 1)
    presence.handleLost("alice")
    clock.advance(LOST_MS)
    presence.handleSfu("tag", -1)
    expect(gone).toEqual([])
    presence.handleSfu("tag", -1)
    expect(gone).toEqual(["alice"])
  })

  it("calls nobody gone who came back, or whose session ended while the socket is there", () => {
    presence.handleLost("alice")
    presence.handlePresent("alice", "tag")
    presence.handleSfu("tag", 1)
    presence.handleSfu("tag", -1)
    clock.advance(LOST_MS)
    expect(gone).toEqual([])
  })

  it("has nobody gone any more after a return, or once forgotten", () => {
    presence.handlePresent("bob", "other")
    presence.handleLost("alice")
    presence.handleLost("bob")
    clock.advance(LOST_MS)
    presence.handlePresent("alice", "tag")
    expect(presence.gone).toEqual(["bob"])
    presence.forget("bob")
    expect(presence.gone).toEqual([])
  })

  it("ends its timers when closed", () => {
    presence.handleLost("alice")
    presence.close()
    clock.advance(LOST_MS)
    expect(gone).toEqual([])
  })
})
