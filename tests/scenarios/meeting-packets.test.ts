// What a hostile SFU can do with data messages, of which a meeting's heartbeats are some.

import { describe, expect, it, vi } from "vitest"
import type { FaultCounts } from "../../src/media/track-report.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { personOf, settledOn } from "../harness/node-meeting.ts"
import { useMeeting } from "../harness/use-meeting.ts"

describe("data messages at a hostile SFU", () => {
  const here = useMeeting()

  it("let people hear of each other where they are handed on", async () => {
    const [alice, bob] = await here.meeting.joinAll("Alice", "Bob")
    await vi.waitFor(
      () => expect([presenceOf(alice, bob), presenceOf(bob, alice)]).toEqual(["heard", "heard"]),
      PATIENCE,
    )
  })

  it.each([
    ["lost", (): Uint8Array[] => []],
    ["changed", (packet: Uint8Array) => [packet.map((byte, at) => (at === packet.length - 1 ? byte ^ 1 : byte))]],
    ["replaced by plaintext", () => [new TextEncoder().encode("heartbeat")]],
  ])("are worth nothing when %s: nobody counts as heard, and senders switch all the same", async (_, interfere) => {
    const handedOn = vi.fn(interfere)
    here.meeting.sfu.interfereWithPacket = handedOn
    const [alice, bob, charlie] = await here.meeting.joinAll("Alice", "Bob", "Charlie")
    await charlie.leave()
    await settledOn(3n, [alice, bob])
    expect(handedOn.mock.calls.length).toBeGreaterThan(0)
    expect([presenceOf(alice, bob), presenceOf(bob, alice)]).toEqual(["not-heard-yet", "not-heard-yet"])
  })

  it("open once, as their sender's, and never at their sender", async () => {
    const [alice, bob] = await here.meeting.joinAll("Alice", "Bob")
    const message = { kind: "test", counter: 99n, body: new Uint8Array(4) }
    const packet = await alice.visit.conference.frames.sealData(message)
    const before = await dataFaultsOf(bob)
    const open = (person: NodeClient) => person.visit.conference.frames.openData(packet, null)
    expect((await open(bob)).identityKey).toEqual(alice.state.members[0]?.identityKey)
    expect(await dataFaultsOf(bob)).toEqual(before)
    await expect(open(bob)).rejects.toMatchObject({ fault: "replayed" })
    await expect(open(alice)).rejects.toMatchObject({ fault: "reflected" })
    expect(await dataFaultsOf(bob)).toEqual({ ...before, replayed: 1 })
    expect(await dataFaultsOf(alice)).toMatchObject({ reflected: 1 })
  })
})

const PATIENCE = { timeout: 20_000, interval: 20 }

function presenceOf(viewer: NodeClient, person: NodeClient): string | undefined {
  return personOf(viewer, person.name).presence
}

/** What was dropped of data messages, by fault. */
async function dataFaultsOf(person: NodeClient): Promise<FaultCounts> {
  const tracks = await person.visit.conference.frames.statistics()
  return tracks.find(({ track, direction }) => direction === "receive" && track === "data")?.faults ?? {}
}
