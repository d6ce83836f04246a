// Which check counts for which meeting, and what the own credential then claims.

import { describe, expect, it } from "vitest"
import { fromHex } from "../../../src/bytes/bytes.ts"
import { type GateDesk, ownRelease, ReleaseGate } from "../../../src/meeting/release-gate.ts"
import type { CheckedStatus, Good, Refused } from "../../../src/release/status.ts"

const DIGEST = "d".repeat(64)
const GOOD: Good = {
  state: "verified",
  mayMeet: true,
  checkedAt: 0,
  facts: {
    version: "1.2.3",
    sequence: 1,
    commit: "c".repeat(40),
    digest: DIGEST,
    log: { log: "log.test", logIndex: 7n, treeSize: 8n },
    signedAt: new Date(0),
    rebuilds: { by: [], needed: 1, known: 1 },
    trustRootDate: "2026-11-01",
    warnings: [],
    revocations: { count: 0, expires: new Date(1) },
  },
}
const REFUSED: Refused = {
  state: "refused",
  mayMeet: false,
  checkedAt: 0,
  fault: "file-added",
  detail: "more.js",
  release: null,
  pardon: null,
}

/** A gate over a desk whose checks are counted and come out as said; the last answer goes on. */
function open(...outcomes: readonly CheckedStatus[]) {
  const world = { now: 0, checks: 0, listed: [] as string[][] }
  const desk: GateDesk = {
    check: async () => outcomes[Math.min(world.checks++, outcomes.length - 1)] ?? GOOD,
    checkListing: async (listed) => {
      world.listed.push([...listed])
      return listed.includes("more.js") ? REFUSED : null
    },
    pardon: async () => "given",
  }
  const gate = new ReleaseGate({ desk, now: () => world.now })
  return { gate, world }
}

describe("the gate before a meeting", () => {
  it("takes the check that began with it for the first meeting, and one of its own for each later", async () => {
    const { gate, world } = open(GOOD, REFUSED)
    expect(gate.status).toEqual({ state: "checking" })
    world.now = 9_999
    expect(await gate.verdict(null)).toEqual(GOOD)
    expect([world.checks, gate.status]).toEqual([1, GOOD])
    expect(await gate.verdict(null)).toEqual(REFUSED)
    expect([world.checks, gate.status]).toEqual([2, REFUSED])
  })

  it("checks anew where the first check is ten seconds old", async () => {
    const { gate, world } = open(GOOD, REFUSED)
    world.now = 10_000
    expect(await gate.verdict(null)).toEqual(REFUSED)
  })

  it("checks anew after a pardon, which the check before knew nothing of", async () => {
    const { gate, world } = open(REFUSED, GOOD)
    expect(await gate.pardon("1.2.3")).toBe("given")
    expect(await gate.verdict(null)).toEqual(GOOD)
    expect(world.checks).toBe(2)
  })

  it("holds the package's paths against a good verdict, and shows what it comes to", async () => {
    const { gate, world } = open(GOOD)
    expect(await gate.verdict(["manifest.json"])).toEqual(GOOD)
    expect(await gate.verdict(["manifest.json", "more.js"])).toEqual(REFUSED)
    expect([gate.status, world.listed.length]).toEqual([REFUSED, 2])
  })

  it("holds the package's paths against a verdict with which a person goes on, too", async () => {
    const pardoned: Refused = { ...REFUSED, fault: "rolled-back", mayMeet: true, pardon: "given" }
    const { gate } = open(pardoned)
    expect(await gate.verdict(["manifest.json"])).toEqual(pardoned)
    expect(await gate.verdict(["manifest.json", "more.js"])).toEqual(REFUSED)
  })

  it("lists nothing where the verdict is no anyway", async () => {
    const { gate, world } = open(REFUSED)
    expect(await gate.verdict(["manifest.json"])).toEqual(REFUSED)
    expect(world.listed).toEqual([])
  })
})

describe("the own credential", () => {
  it("claims the release that was verified", () => {
    for (const status of [GOOD, { ...GOOD, state: "local" } as const]) {
      expect(ownRelease(status, "9.9.9")).toEqual({ digest: fromHex(DIGEST), version: "1.2.3" })
    }
  })

  it("claims the release that a person went on with", () => {
    const release = { state: "verified", version: "1.0.0", sequence: 1, digest: "e".repeat(64) } as const
    const pardoned: Refused = { ...REFUSED, fault: "rolled-back", mayMeet: true, release, pardon: "given" }
    expect(ownRelease(pardoned, "9.9.9")).toEqual({ digest: fromHex("e".repeat(64)), version: "1.0.0" })
  })

  it("claims nothing but the package's version for an unsigned build", () => {
    const unsigned = { state: "unsigned", mayMeet: true, checkedAt: 0 } as const
    expect(ownRelease(unsigned, "9.9.9")).toEqual({ digest: new Uint8Array(32), version: "9.9.9" })
  })
})
