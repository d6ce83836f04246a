import { expect, it, vi } from "vitest"
import { GroupSession } from "../../../src/mls/group.ts"
import { rehearseJoin } from "../../../src/mls/rehearsal.ts"
import { FAST_SUITE } from "../../../src/mls/suite.ts"

it("a rehearsal founds, joins and follows, and leaves no session open", async () => {
  const steps = (["receive", "finalize", "close"] as const).map((step) => vi.spyOn(GroupSession.prototype, step))
  await rehearseJoin(FAST_SUITE)
  expect(steps.map(({ mock }) => mock.calls.length)).toEqual([1, 1, 2])
  const outcomes = steps.flatMap(({ mock }) => mock.settledResults.map(({ type }) => type))
  expect(outcomes).toEqual(["fulfilled", "fulfilled", "fulfilled", "fulfilled"])
})
