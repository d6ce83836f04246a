import { describe, expect, it } from "vitest"
import { toHex } from "../../../src/bytes/bytes.ts"
import { describeHeard } from "../../../src/meeting/heard-media.ts"
import type { OpenedTrack } from "../../../src/meeting/track-transforms.ts"
import { TrackVerdicts } from "../../../src/meeting/track-verdicts.ts"
import { ANA, BEN, epochOf } from "./fixtures.ts"

const { members } = epochOf(1n, [ANA, BEN])
const ben = toHex(BEN.identityKey)

/** Ben, whose leaf was first seen at 1000, and of whom these tracks opened then. */
function hear(tracks: readonly (readonly [string, OpenedTrack["source"]])[], opened: Readonly<Record<string, number>>) {
  const verdicts = new TrackVerdicts()
  for (const [id, at] of Object.entries(opened)) verdicts.handleFirst(id, at)
  const attached = new Map(tracks.map(([id, source]) => [id, { identityKey: BEN.identityKey, source }]))
  const conference = { transforms: { tracks: () => attached }, verdicts, data: { wasHeard: () => false } }
  return describeHeard(members, conference, new Map(members.map(({ leafKey }) => [toHex(leafKey), 1000]))).get(ben)
}

describe("what was heard of somebody", () => {
  it("is what opened of their tracks, each by its source", () => {
    const tracks = [["TR_1", "microphone"] as const, ["TR_2", "camera"] as const]
    expect(hear(tracks, { TR_1: 1001 })).toEqual({
      microphone: "opened",
      camera: "nothing-yet",
      screen: "nothing-yet",
      wasHeard: true,
    })
  })

  it("is what became of the newest of two tracks of one source", () => {
    const tracks = [["TR_1", "camera"] as const, ["TR_2", "camera"] as const]
    expect(hear(tracks, { TR_1: 1001 })).toMatchObject({ camera: "nothing-yet", wasHeard: false })
    expect(hear(tracks, { TR_2: 1001 })).toMatchObject({ camera: "opened", wasHeard: true })
  })

  it("is nothing under a leaf that came after it", () => {
    const tracks = [["TR_1", "microphone"] as const]
    expect(hear(tracks, { TR_1: 1000 })).toMatchObject({ microphone: "opened", wasHeard: false })
    expect(hear(tracks, { TR_1: 1001 })).toMatchObject({ microphone: "opened", wasHeard: true })
  })
})
