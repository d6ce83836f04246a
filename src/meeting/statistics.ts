// Measurements of a running conference, in the terms of the engine handle.

import { toHex } from "../bytes/bytes.ts"
import type { Conference } from "./conference.ts"
import type { EngineStatistics } from "./engine-handle.ts"

/** `offsetMs`: what turns the clock's milliseconds into those of the epoch of time. */
export async function describeStatistics(conference: Conference, offsetMs: number): Promise<EngineStatistics> {
  const tracks = await conference.frames.statistics()
  const attached = conference.transforms.tracks()
  return {
    received: tracks.flatMap(({ direction, track, passed, faults }) => {
      const whose = attached.get(track)
      if (direction !== "receive" || !whose) return []
      return { personId: toHex(whose.identityKey), context: whose.source, opened: passed, refused: faults }
    }),
    sent: tracks.flatMap(({ direction, track, passed, faults }) =>
      direction === "send" ? { context: track, sealed: passed, refused: faults } : [],
    ),
    epochs: conference.epochTimes().map(({ epoch, installedAt, sendingAt }) => ({
      epoch: epoch.toString(),
      installedAt: installedAt + offsetMs,
      sendingAt: sendingAt === null ? null : sendingAt + offsetMs,
    })),
  }
}
