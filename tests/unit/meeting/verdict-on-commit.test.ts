import { describe, expect, it } from "vitest"
import { judgeCommit } from "../../../src/meeting/verdict-on-commit.ts"
import { MlsError, PolicyError } from "../../../src/mls/errors.ts"
import type { CommitReport, Received } from "../../../src/mls/session-options.ts"
import { ANA, BEN, CHIDI, epochOf, JOINED, REMOVED } from "./fixtures.ts"

const COMMIT = Uint8Array.of(1)
const STATE = epochOf(2n, [ANA, BEN, CHIDI])
const author = BEN.identityKey

function judge(receive: () => Promise<Received>) {
  return judgeCommit(COMMIT, { receive }, CHIDI.identityKey)
}

/** A commit that removes Chidi, who we are. */
function removed(reason: CommitReport["removed"][number]["reason"]): CommitReport {
  return { ...REMOVED, removed: REMOVED.removed.map((leaf) => ({ ...leaf, reason })) }
}

describe("the verdict on somebody else's commit", () => {
  it("is to follow what MLS and the policy take", async () => {
    expect(await judge(async () => ({ kind: "epoch", report: JOINED, state: STATE }))).toEqual({
      kind: "follow",
      state: STATE,
      report: JOINED,
    })
  })

  it.each([
    ["order", "order", [CHIDI.identityKey]],
    ["left", "other", []],
    ["gone", "other", []],
    ["replaced", "other", []],
  ] as const)("is to leave where it removes us, for good only by an order: %s", async (why, reason, expelled) => {
    const report = removed(why)
    expect(await judge(async () => ({ kind: "removed", report, epoch: 2n }))).toEqual({
      kind: "leave",
      reason,
      deed: { author: ANA.identityKey, expelled },
    })
  })

  it("is to refuse what the policy or MLS refuses, with whose it is where that is proven", async () => {
    const unreadable = new MlsError("unreadable-commit", "")
    expect(await judge(() => Promise.reject(unreadable))).toEqual({
      kind: "refuse",
      fault: unreadable.fault,
      author: null,
    })
    const forbidden = new PolicyError("removes-host", "", { author })
    expect(await judge(() => Promise.reject(forbidden))).toEqual({ kind: "refuse", fault: "removes-host", author })
  })

  it("is none where MLS itself failed", async () => {
    await expect(judge(() => Promise.reject(new MlsError("worker-failed", "")))).rejects.toThrow(MlsError)
    await expect(judge(() => Promise.reject(new TypeError("a bug")))).rejects.toThrow("a bug")
  })
})
