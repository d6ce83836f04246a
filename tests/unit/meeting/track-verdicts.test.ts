import { describe, expect, it } from "vitest"
import type { FaultCounts, TrackStatistics } from "../../../src/media/track-report.ts"
import { TrackVerdicts } from "../../../src/meeting/track-verdicts.ts"

const HOSTILE = ["plaintext", "wrong-person", "wrong-context", "forged", "reflected"] as const
const HARMLESS = ["injected-by-sfu", "unknown-epoch", "replayed"] as const

function received(passed: number, faults: FaultCounts = {}): TrackStatistics {
  return { direction: "receive", track: "TR_1", passed, faults }
}

function judged(...statistics: readonly TrackStatistics[]): string {
  const verdicts = new TrackVerdicts()
  for (const track of statistics) verdicts.update([track], 0)
  return verdicts.of("TR_1")
}

describe("the verdict on a track", () => {
  it("is nothing yet before any frame, and opened from the first one on", () => {
    const verdicts = new TrackVerdicts()
    expect(verdicts.of("TR_1")).toBe("nothing-yet")
    verdicts.handleFirst("TR_1", 0)
    expect(verdicts.of("TR_1")).toBe("opened")
  })

  it("is forgotten with its track, also where the last word on it comes late", () => {
    const verdicts = new TrackVerdicts()
    verdicts.forget("TR_1")
    verdicts.update([received(10)], 0)
    verdicts.handleFirst("TR_2", 0)
    expect(verdicts.of("TR_1")).toBe("opened")
    verdicts.update([], 0)
    expect([verdicts.of("TR_1"), verdicts.of("TR_2")]).toEqual(["nothing-yet", "nothing-yet"])
  })

  it.each(HOSTILE)("is refused when frames are only dropped as %s", (fault) => {
    expect(judged(received(0, { [fault]: 5 }))).toBe("refused")
  })

  it.each(HARMLESS)("stays nothing yet however many frames are dropped as %s", (fault) => {
    expect(judged(received(0, { [fault]: 500 }))).toBe("nothing-yet")
  })

  it("is not refused for a few frames that a dying connection cut", () => {
    expect(judged(received(0, { forged: 4 }))).toBe("nothing-yet")
  })

  it("is opened while frames open, whatever is dropped besides", () => {
    expect(judged(received(10, { forged: 50 }))).toBe("opened")
  })

  it("goes from opened to refused when nothing opens any more, and back when it does again", () => {
    expect(judged(received(10), received(10, { plaintext: 5 }))).toBe("refused")
    expect(judged(received(10), received(10, { plaintext: 5 }), received(11, { plaintext: 5 }))).toBe("opened")
  })

  it("counts what came since the last look, not what came ever", () => {
    expect(judged(received(10, { forged: 4 }), received(10, { forged: 8 }))).toBe("opened")
  })

  it("adds hostile faults of different kinds up", () => {
    expect(judged(received(0, { forged: 3, "wrong-person": 2 }))).toBe("refused")
  })

  it("says whether a view has to be drawn anew", () => {
    const verdicts = new TrackVerdicts()
    expect(verdicts.update([received(1)], 0)).toBe("changed")
    expect(verdicts.update([received(2)], 0)).toBe("same")
  })

  it("judges no track of our own", () => {
    const verdicts = new TrackVerdicts()
    verdicts.update([{ direction: "send", track: "camera", passed: 9, faults: {} }], 0)
    expect(verdicts.of("camera")).toBe("nothing-yet")
  })

  it("tells when frames were last seen to open, so that what came before a return does not count", () => {
    const verdicts = new TrackVerdicts()
    expect(verdicts.openedAtMs("TR_1")).toBe(-Infinity)
    verdicts.update([received(1)], 1000)
    verdicts.update([received(1)], 2000)
    expect(verdicts.openedAtMs("TR_1")).toBe(1000)
    verdicts.update([received(2)], 3000)
    expect(verdicts.openedAtMs("TR_1")).toBe(3000)
  })

  it("is forgotten with the track", () => {
    const verdicts = new TrackVerdicts()
    verdicts.update([received(9)], 0)
    verdicts.forget("TR_1")
    expect(verdicts.of("TR_1")).toBe("nothing-yet")
    expect(verdicts.openedAtMs("TR_1")).toBe(-Infinity)
  })
})
