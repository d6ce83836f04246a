// What tests and benches believe of a stream must be so: each number is provoked here once.

import { beforeEach, describe, expect, it, vi } from "vitest"
import type { NodeClient } from "../harness/node-client.ts"
import { FRAME_MS } from "../harness/opus-frame.ts"
import { type Hearing, OpusHall } from "../harness/opus-hall.ts"
import type { OpusStream } from "../harness/opus-stream.ts"
import { useMeeting } from "../harness/use-meeting.ts"
import { FakeClock } from "../unit/media/fixtures.ts"

describe("streams of sound between whole clients", () => {
  let clock: FakeClock
  const here = useMeeting()
  let alice: NodeClient
  let bob: NodeClient
  let hall: OpusHall
  let stream: OpusStream

  beforeEach(async () => {
    clock = new FakeClock()
    ;[alice, bob] = await here.meeting.joinAll("Alice", "Bob")
    hall = new OpusHall(clock)
    hall.listen(bob)
    stream = await hall.speak(alice)
    await heard(1)
  })

  const heard = (frames: number) => vi.waitFor(() => expect(bobHears().opened).toBe(frames))
  const bobHears = (): Hearing => {
    const [hearing] = hall.hearings()
    if (!hearing) throw new RangeError("Bob has heard nothing")
    return hearing
  }

  it("send a frame every 20 ms of their clock, also when it was late", async () => {
    clock.advance(FRAME_MS)
    await heard(2)
    clock.advance(10 * FRAME_MS)
    await heard(12)
    expect(stream).toMatchObject({ made: 12, sealed: 12 })
    expect(await hall.end()).toEqual({})
    expect(bobHears()).toMatchObject({ speaker: "Alice", listener: "Bob", lost: 0, longestRun: 0 })
  })

  it("count what was sealed and did not open, the most of it in a row, and the silence", async () => {
    here.meeting.sfu.interfere = () => []
    for (let lost = 1; lost <= 3; lost++) {
      clock.advance(FRAME_MS)
      await vi.waitFor(() => expect(stream.sealed).toBe(1 + lost))
    }
    here.meeting.sfu.interfere = (frame) => [frame]
    clock.advance(FRAME_MS)
    await heard(2)
    expect(bobHears()).toMatchObject({ lost: 3, longestRun: 3, largestGapMs: 4 * FRAME_MS })
    hall.beginAnew()
    clock.advance(FRAME_MS)
    await heard(1)
    expect(bobHears()).toMatchObject({ lost: 0, longestRun: 0, largestGapMs: FRAME_MS })
  })

  it("count what is lost at their end, and say why it was dropped", async () => {
    here.meeting.sfu.interfere = ({ track, bytes }) => {
      const last = bytes.length - 1
      return [{ track, bytes: bytes.with(last, (bytes[last] ?? 0) ^ 1) }]
    }
    clock.advance(FRAME_MS)
    await vi.waitFor(() => expect(stream.sealed).toBe(2))
    expect(await hall.end()).toEqual({ forged: 1 })
    expect(bobHears()).toMatchObject({ opened: 1, lost: 1, longestRun: 1 })
  })

  it("tell frames that were never sealed from those that were lost", async () => {
    alice.loseSfu()
    clock.advance(5 * FRAME_MS)
    alice.regainSfu()
    await vi.waitFor(() => expect(alice.room.published.has("microphone")).toBe(true), { timeout: 10_000 })
    clock.advance(FRAME_MS)
    await heard(2)
    expect(stream).toMatchObject({ made: 7, sealed: 2 })
    expect(bobHears()).toMatchObject({ lost: 0, largestGapMs: 6 * FRAME_MS })
  })

  it("are heard by nobody who takes no media, and cost those nothing", async () => {
    const charlie = await here.meeting.join("Charlie", { receives: "no-media" })
    hall.listen(charlie)
    clock.advance(FRAME_MS)
    await heard(2)
    expect(charlie.room.received.size).toBe(0)
    expect(hall.hearings()).toHaveLength(1)
  })
})
