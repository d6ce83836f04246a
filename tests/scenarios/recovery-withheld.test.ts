// A service that keeps a removal from one member, so that this one would go on sending to whoever was removed.

import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { Push, Reply } from "../../src/delivery/messages.ts"
import { SILENCE_MS } from "../../src/meeting/step-watch.ts"
import { eventually } from "../harness/eventually.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { NodeMeeting, settledOn } from "../harness/node-meeting.ts"
import { closeService, openService, type TestService } from "../harness/service.ts"
import { FakeClock } from "../unit/media/fixtures.ts"

const EVERY_TENTH = { timeout: 20_000, interval: 100 }

describe("a service that withholds a removal from one member", () => {
  let service: TestService
  let meeting: NodeMeeting
  let bobsClock: FakeClock
  let alice: NodeClient
  let bob: NodeClient
  let charlie: NodeClient

  beforeEach(async () => {
    service = await openService()
    meeting = await NodeMeeting.create(service.url)
    bobsClock = new FakeClock()
    alice = await meeting.join("Alice")
    bob = await meeting.join("Bob", { clock: bobsClock })
    charlie = await meeting.join("Charlie")
    await eventually(() =>
      expect(new Set([alice, bob, charlie].map(({ state }) => state.epoch))).toEqual(new Set([2n])),
    )
    bobsClock.advance(1000) // the time by which a sender has switched
    await settledOn(2n, [bob])
    await bob.turnOn("camera")
  })
  afterEach(async () => {
    const ended = meeting.end()
    bobsClock.advance(60_000) // his good-bye has its time
    await ended
    await closeService(service)
  })

  /** Charlie leaves, but is still served by the SFU; Bob hears nothing of the removal. */
  async function removeCharlieUnheard(): Promise<void> {
    charlie.room.afterGoodbye = "still-served"
    withhold(bob)
    await charlie.leave()
    await settledOn(3n, [alice])
    expect(bob.state.epoch).toBe(2n)
  }

  /** Bob is told that nothing of his is sent, and nothing is. */
  async function expectBobToBeSilent(): Promise<void> {
    await eventually(() => expect(bob.shown.connection).toBe("out-of-step"))
    await bob.visit.conference.frames.statistics() // his worker has heard of it
    bob.room.post("camera", Uint8Array.of(0x01, 0x02), () => undefined)
    await eventually(async () => expect(await droppedBy(bob)).toEqual({ "no-epoch": 1 }))
  }

  it("stops that member within fifteen seconds, and whoever was removed opens nothing more", async () => {
    meeting.sfu.interfereWithPacket = () => [] // the SFU is in league with it: nobody hears anybody
    await removeCharlieUnheard()
    await bob.send("camera", "just after")
    expect(await charlie.opened(bob, "camera")).toEqual(["just after"])
    bobsClock.advance(SILENCE_MS)
    await expectBobToBeSilent()
    expect(await charlie.opened(bob, "camera")).toEqual(["just after"])
  })

  it("stops that member as soon as the others' heartbeats show that they are elsewhere", async () => {
    await removeCharlieUnheard()
    // By his worker's clock: his own stands still, so that it is not the silence.
    await eventually(() => {
      alice.visit.conference.beat()
      expect(bob.shown.connection).toBe("out-of-step")
    }, EVERY_TENTH)
    await expectBobToBeSilent()
  })

  it("has that member back, and sending, once it withholds nothing any more", async () => {
    meeting.sfu.interfereWithPacket = () => []
    await removeCharlieUnheard()
    bobsClock.advance(SILENCE_MS)
    await eventually(() => expect(bob.shown.connection).toBe("out-of-step"), EVERY_TENTH)
    bob.wire.received = (message) => message
    meeting.sfu.interfereWithPacket = (packet) => [packet]
    await eventually(() => {
      bobsClock.advance(100)
      expect(bob.state.epoch).toBe(3n)
      expect(bob.shown.connection).toBe("connected")
    }, EVERY_TENTH)
    await bob.send("camera", "back again")
    expect(await alice.opened(bob, "camera")).toEqual(["back again"])
    expect(await charlie.opened(bob, "camera")).toEqual([])
    expect(bob.shown.notices.map(({ kind }) => kind)).toContain("in-step")
  })

  it("cannot stop a member who hears others of the same epoch", async () => {
    for (let elapsed = 0; elapsed < 3 * SILENCE_MS; elapsed += 5000) {
      const before = await messagesTo(bob) // oxlint-disable-line no-await-in-loop -- one heartbeat after the other
      alice.visit.conference.beat()
      // oxlint-disable-next-line no-await-in-loop -- as above
      await eventually(async () => expect(await messagesTo(bob)).toBeGreaterThan(before))
      bobsClock.advance(5000)
    }
    expect(bob.shown.connection).toBe("connected")
    expect(bob.shown.notices.map(({ kind }) => kind)).not.toContain("in-step")
  })
})

/** Commits and their ends do not reach this client any more, and the log is numbered so that it does not notice. */
function withhold(client: NodeClient): void {
  let withheld = 0
  client.wire.received = (message: Reply | Push) => {
    if (message.type === "resumed") return null
    if (message.type === "commit" || message.type === "final") {
      withheld++
      return null
    }
    return "log" in message ? { ...message, log: message.log - withheld } : message
  }
}

/** How many data messages this client has opened. */
async function messagesTo(client: NodeClient): Promise<number> {
  const tracks = await client.visit.conference.frames.statistics()
  return tracks.find(({ track }) => track === "data")?.passed ?? 0
}

async function droppedBy(client: NodeClient) {
  const tracks = await client.visit.conference.frames.statistics()
  return tracks.find(({ direction, track }) => direction === "send" && track === "camera")?.faults
}
