// Data messages as a client says them that was changed to say them, and packets as the SFU brings them.

import type { TrackStatistics } from "../../src/media/track-report.ts"
import { type Medium } from "../../src/meeting/words/media-orders.ts"
import { encodeStatus, NO_STATUS, STATUS } from "../../src/meeting/words/status.ts"
import { eventually } from "./eventually.ts"
import type { NodeClient } from "./node-client.ts"

type DataReport = Pick<TrackStatistics, "passed" | "faults">

/** What a client says that was changed to say it; rejects unless all others have taken it. */
export async function sayRaw(client: NodeClient, kind: string, body: Uint8Array): Promise<void> {
  const { reached } = await client.visit.conference.data.post(kind, body)
  const missed = await reached
  if (missed.length > 0) throw new Error(`${missed.length} did not take it`)
}

/** Says that the hand is up, whatever the client believes that it may. */
export function raiseHandInSpite(client: NodeClient): Promise<void> {
  return sayRaw(client, STATUS, encodeStatus({ ...NO_STATUS, hand: 1 }))
}

/** Whether `each` takes something of a person's as stopped: their hand, where it is down for them. */
export function isStopped({ shown }: NodeClient, name: string, medium: Medium): boolean {
  const person = shown.people.find((one) => one.name === name)
  if (!person) throw new TypeError(`${name} is not in the meeting`)
  return medium === "hand" ? person.hand === null : person.stopped[medium] !== null
}

/** The SFU hands these to somebody, as coming from whom it likes; resolves when each was judged. */
export async function inject(into: NodeClient, tag: string, packets: readonly Uint8Array[]): Promise<void> {
  const before = await judged(into)
  for (const packet of packets) into.room.handlePacket(tag, packet)
  await eventually(async () => {
    const missing = before + packets.length - (await judged(into))
    if (missing > 0) throw new Error(`${missing} packets are not judged`)
  })
}

/** What became of the packets that a client received. */
export async function dataReport({ visit }: NodeClient): Promise<DataReport> {
  const tracks = await visit.conference.frames.statistics()
  const report = tracks.find(({ direction, track }) => direction === "receive" && track === "data")
  return report ?? { passed: 0, faults: {} }
}

/** How many packets were opened or dropped. */
async function judged(client: NodeClient): Promise<number> {
  const { passed, faults } = await dataReport(client)
  return Object.values(faults).reduce((sum, count) => sum + count, passed)
}
