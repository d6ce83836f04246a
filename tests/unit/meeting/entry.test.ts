import { describe, expect, it, vi } from "vitest"
import { DeliveryError } from "../../../src/delivery/errors.ts"
import { commitJoin, type Joiner } from "../../../src/meeting/entry.ts"
import type { Submission } from "../../../src/meeting/service-link.ts"
import { ANA, epochOf, key, PARTIAL } from "./fixtures.ts"

const STATE = epochOf(3n, [ANA])

/** A newcomer whose joins have these outcomes, one after the other; `final` where there is none left. */
function setUp(...outcomes: readonly (Submission | DeliveryError)[]) {
  const left = [...outcomes]
  const service = {
    submit: vi.fn<Joiner["service"]["submit"]>(async () => {
      const outcome = left.shift() ?? { outcome: "final" }
      if (outcome instanceof DeliveryError) throw outcome
      return outcome
    }),
  }
  const mls = {
    finalize: vi.fn<Joiner["mls"]["finalize"]>(async () => STATE),
    discard: vi.fn<Joiner["mls"]["discard"]>(async () => null),
  }
  const build = vi.fn<Joiner["build"]>(async (groupInfo) => ({ epoch: 3n, commit: groupInfo, groupInfo: PARTIAL }))
  return { joiner: { service, mls, build }, service, mls, build }
}

const stale = (groupInfo: Uint8Array | null): Submission => ({ outcome: "stale", groupInfo })

describe("a newcomer's turn", () => {
  it("ends with the epoch that its join began", async () => {
    const { joiner, mls } = setUp()
    expect(await commitJoin(key(1), joiner)).toEqual({ state: STATE, commit: key(1) })
    expect(mls.discard).not.toHaveBeenCalled()
  })

  it("goes on while others are faster, each time from the newest group info", async () => {
    const { joiner, build, mls } = setUp(stale(key(2)), stale(key(3)))
    expect(await commitJoin(key(1), joiner)).toEqual({ state: STATE, commit: key(3) })
    expect(build.mock.calls.map(([groupInfo]) => groupInfo)).toEqual([key(1), key(2), key(3)])
    expect(mls.discard).toHaveBeenCalledTimes(2)
  })

  it.each([
    ["the service has no group info for it", stale(null)],
    ["the service calls it over", new DeliveryError("turn-over", "")],
  ])("is lost when %s", async (_, outcome) => {
    const { joiner, mls } = setUp(outcome)
    expect(await commitJoin(key(1), joiner)).toBeNull()
    expect(mls.discard).toHaveBeenCalledOnce()
  })

  it("is lost after eight joins that came too late", async () => {
    const { joiner, build } = setUp(...Array.from({ length: 9 }, () => stale(key(2))))
    expect(await commitJoin(key(1), joiner)).toBeNull()
    expect(build).toHaveBeenCalledTimes(8)
  })

  it.each(["refused", "restored"] as const)("is over for good when its join was %s", async (outcome) => {
    const { joiner } = setUp({ outcome })
    await expect(commitJoin(key(1), joiner)).rejects.toThrow(expect.objectContaining({ fault: "group-refused" }))
  })

  it("fails with the connection, for whoever tries again from the door", async () => {
    const broken = new DeliveryError("closed", "")
    const { joiner } = setUp(broken)
    await expect(commitJoin(key(1), joiner)).rejects.toBe(broken)
  })
})
