import { describe, expect, it } from "vitest"
import { selectedPath } from "../../../src/room/path-facts.ts"

const ENTRIES = {
  T1: { type: "transport", selectedCandidatePairId: "P1" },
  P1: { type: "candidate-pair", remoteCandidateId: "R1", localCandidateId: "L1", currentRoundTripTime: 0.0124 },
  P2: { type: "candidate-pair", remoteCandidateId: "R2", localCandidateId: "L1", currentRoundTripTime: 9 },
  R1: { type: "remote-candidate", address: "192.0.2.7", port: 7882, protocol: "udp" },
  R2: { type: "remote-candidate", address: "192.0.2.8", port: 1, protocol: "udp" },
  L1: { type: "local-candidate", candidateType: "host" },
}

/** The path in a report of these entries, changed in part. */
function pathOf(changes: Readonly<Record<string, object | undefined>> = {}) {
  const entries = Object.entries({ ...ENTRIES, ...changes }).filter(([, entry]) => entry !== undefined)
  return selectedPath(new Map(entries))
}

describe("the path of the media", () => {
  it("is that of the selected pair, with the round trip in whole milliseconds", () => {
    expect(pathOf()).toEqual({ address: "192.0.2.7:7882", transport: "udp", roundTripMs: 12 })
  })

  it("writes an IPv6 address in brackets", () => {
    expect(pathOf({ R1: { ...ENTRIES.R1, address: "2001:db8::7" } }).address).toBe("[2001:db8::7]:7882")
  })

  it("is TCP where the SFU's candidate is", () => {
    expect(pathOf({ R1: { ...ENTRIES.R1, protocol: "tcp" } }).transport).toBe("tcp")
  })

  it("is a relay where our own candidate is one, whatever its protocol", () => {
    const relayed = { L1: { candidateType: "relay" }, R1: { ...ENTRIES.R1, protocol: "tcp" } }
    expect(pathOf(relayed).transport).toBe("relay")
  })

  it.each([
    ["no transport", { T1: undefined }],
    ["no pair", { P1: undefined }],
    ["no remote candidate", { R1: undefined }],
  ])("is unknown with %s", (_what, changes) => {
    expect(pathOf(changes)).toEqual({ address: null, transport: null, roundTripMs: null })
  })

  it("has no address where the browser hides it, and no round trip before one was measured", () => {
    const hidden = pathOf({
      R1: { type: "remote-candidate", protocol: "udp" },
      P1: { ...ENTRIES.P1, currentRoundTripTime: undefined },
    })
    expect(hidden).toEqual({ address: null, transport: "udp", roundTripMs: null })
  })
})
