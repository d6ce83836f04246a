import { describe, expect, it, vi } from "vitest"
import { GROUPS_WORD_MS, RoomPresence } from "../../../src/meeting/room-presence.ts"
import type { MeetingFault } from "../../../src/meeting/snapshot.ts"
import { FakeClock } from "../media/fixtures.ts"

const done = async (): Promise<void> => {}
const path = async () => ({ address: null, transport: null, roundTripMs: null })

function setUp() {
  const clock = new FakeClock()
  const ending = new AbortController()
  const onEnded = vi.fn<(fault: MeetingFault) => void>()
  const room = { prepare: done, connect: done, disconnect: done, publish: done, mute: done, path }
  const presence = new RoomPresence({
    room,
    media: { sent: () => null },
    clock,
    renewToken: async () => "token",
    onChange: () => undefined,
    onBack: () => undefined,
    onEnded,
    abortSignal: ending.signal,
  })
  return { clock, ending, onEnded, presence }
}

describe("somebody whom the SFU sent away", () => {
  it("is out when the group said nothing of it for two seconds", () => {
    const { clock, onEnded, presence } = setUp()
    presence.begin()
    presence.handleConnection("removed")
    expect(presence.connection).toBe("reconnecting")
    clock.advance(GROUPS_WORD_MS - 1)
    expect(onEnded).not.toHaveBeenCalled()
    clock.advance(1)
    expect(onEnded).toHaveBeenCalledExactlyOnceWith("media-lost")
  })

  it("is told nothing else where the group's word came first", () => {
    const { clock, ending, onEnded, presence } = setUp()
    presence.begin()
    presence.handleConnection("removed")
    ending.abort() // the visit is over
    clock.advance(GROUPS_WORD_MS)
    expect(onEnded).not.toHaveBeenCalled()
  })
})
