import { describe, expect, it } from "vitest"
import {
  type CommitPlace,
  nextStanding,
  type OwnCommit,
  placeOf,
  type Standing,
  type StandingEvent,
  undecidedEpoch,
} from "../../../src/meeting/standing.ts"
import { ANA } from "./fixtures.ts"

const COMMIT = Uint8Array.of(1)
const OTHER = Uint8Array.of(2)
const OWN_COMMIT = Uint8Array.of(3)
const DEED = { author: ANA.identityKey, expelled: [] }

function own(state: OwnCommit["state"]): OwnCommit {
  const pending = { commit: OWN_COMMIT } as unknown as OwnCommit["pending"]
  return { pending, change: "other", expelled: [], handleFinal: () => undefined, state }
}

const SETTLED: Standing = { kind: "settled" }
const PARTED: Standing = { kind: "parted" }
const OVER: Standing = { kind: "over" }
const COMMITTING = { kind: "committing", own: own("sent") } as const
const PROVISIONAL = { kind: "provisional", commit: COMMIT } as const
const LEAVING = { kind: "leaving", commit: COMMIT, reason: "order", deed: DEED } as const
const REFUSING = { kind: "refusing", commit: COMMIT, author: null } as const

const FINAL: StandingEvent = { kind: "final" }
const UNDONE: StandingEvent = { kind: "undone" }
const CLOSED: StandingEvent = { kind: "closed" }
const TAKEN_UP = [COMMITTING, PROVISIONAL, LEAVING, REFUSING] as const

describe("a membership's standing", () => {
  it.each<[Standing, { readonly final: Standing; readonly undone: Standing }]>([
    [SETTLED, { final: SETTLED, undone: SETTLED }],
    [COMMITTING, { final: SETTLED, undone: SETTLED }],
    [PROVISIONAL, { final: SETTLED, undone: SETTLED }],
    [LEAVING, { final: OVER, undone: SETTLED }],
    [REFUSING, { final: PARTED, undone: SETTLED }],
    [PARTED, { final: PARTED, undone: PARTED }],
    [OVER, { final: OVER, undone: OVER }],
  ])("goes on from %o as the service decides", (standing, next) => {
    expect(nextStanding(standing, FINAL)).toEqual(next.final)
    expect(nextStanding(standing, UNDONE)).toEqual(next.undone)
    expect(nextStanding(standing, CLOSED)).toEqual(OVER)
  })

  it("takes up one commit at a time; somebody else's also while ours is on its way", () => {
    for (const commit of TAKEN_UP) expect(nextStanding(SETTLED, commit)).toBe(commit)
    for (const commit of [PROVISIONAL, LEAVING, REFUSING]) expect(nextStanding(COMMITTING, commit)).toBe(commit)
    expect(() => nextStanding(COMMITTING, COMMITTING)).toThrow(RangeError)
    for (const undecided of [PROVISIONAL, LEAVING, REFUSING]) {
      for (const commit of TAKEN_UP) expect(() => nextStanding(undecided, commit)).toThrow(RangeError)
    }
  })

  it("takes up none once it is parted or over", () => {
    for (const commit of TAKEN_UP) {
      expect(nextStanding(PARTED, commit)).toEqual(PARTED)
      expect(nextStanding(OVER, commit)).toEqual(OVER)
    }
  })

  it.each<[Standing, bigint | null]>([
    [SETTLED, null],
    [COMMITTING, null],
    [{ kind: "committing", own: own("lost") }, null],
    [{ kind: "committing", own: own("provisional") }, 6n],
    [PROVISIONAL, 5n],
    [LEAVING, 6n],
    [REFUSING, 6n],
    [PARTED, null],
    [OVER, null],
  ])("says which epoch is undecided: %o", (standing, epoch) => {
    expect(undecidedEpoch(standing, 5n)).toBe(epoch)
  })
})

describe("a commit of the log, in epoch 5", () => {
  it.each<[string, Standing, bigint, Uint8Array, CommitPlace]>([
    ["the next one", SETTLED, 6n, COMMIT, "follows"],
    ["one that brought us here", SETTLED, 5n, COMMIT, "known"],
    ["one after one that we miss", SETTLED, 7n, COMMIT, "ahead"],
    ["our own", COMMITTING, 6n, OWN_COMMIT, "ours"],
    ["somebody else's in the place of ours", COMMITTING, 6n, OTHER, "follows"],
    ["one after ours, which the service has", { kind: "committing", own: own("provisional") }, 7n, OTHER, "confirms"],
    ["one after ours, which may not have come there", { kind: "committing", own: own("lost") }, 7n, OTHER, "ahead"],
    ["the one that we are in, again", PROVISIONAL, 5n, COMMIT, "known"],
    ["another one in its place", PROVISIONAL, 5n, OTHER, "replaces"],
    ["the one after it", PROVISIONAL, 6n, OTHER, "confirms"],
    ["one from before it", PROVISIONAL, 4n, OTHER, "known"],
    ["the one that we refused, again", REFUSING, 6n, COMMIT, "known"],
    ["another one in place of the one that we refused", REFUSING, 6n, OTHER, "replaces"],
    ["the one after the one that we refused", REFUSING, 7n, OTHER, "confirms"],
    ["another one in place of the one that removes us", LEAVING, 6n, OTHER, "replaces"],
    ["the one after the one that removes us", LEAVING, 7n, OTHER, "confirms"],
  ])("is told for what it is: %s", (_what, standing, epoch, commit, place) => {
    expect(placeOf({ epoch, commit }, standing, 5n)).toBe(place)
  })
})
