import { describe, expect, it } from "vitest"
import type { OrderPlan } from "../../../src/meeting/order-plans.ts"
import { AGAIN_MS } from "../../../src/meeting/order-queue.ts"
import { ANA, BEN, CHIDI, epochOf, JOINED } from "./fixtures.ts"
import { commitPush, EPOCH_2, finalPush, setUp, STALE } from "./membership-bench.ts"

/** Raises the generation, from whatever it is by then. */
const closing: OrderPlan = async ({ context }, made) =>
  made > 0
    ? { kind: "over", outcome: "done" }
    : { kind: "context", change: { generation: context.generation + 1 }, hostKey: null, nextLink: null }

describe("a host's order", () => {
  it("is done when its commit is final, and renews no path", async () => {
    const { mls, listener, membership, take } = setUp()
    const ordered = epochOf(2n, [ANA, BEN])
    mls.finalize.mockResolvedValueOnce(ordered)
    const outcome = membership.own.order(closing)
    await take()
    expect(await outcome).toBe("done")
    expect(listener.onEpoch).toHaveBeenCalledExactlyOnceWith(ordered, "other", {
      author: ANA.identityKey,
      expelled: [],
    })
    expect(mls.heal).not.toHaveBeenCalled()
  })

  it("is built anew from the epoch that was faster", async () => {
    const { mls, service, membership, take } = setUp()
    service.submit.mockResolvedValueOnce(STALE)
    const faster = { ...EPOCH_2, context: { ...EPOCH_2.context, generation: 7 } }
    mls.receive.mockResolvedValueOnce({ kind: "epoch", report: JOINED, state: faster })
    mls.finalize.mockResolvedValueOnce(null).mockResolvedValueOnce(epochOf(3n, [ANA, BEN, CHIDI]))
    const outcome = membership.own.order(closing)
    await take(commitPush, finalPush)
    expect(await outcome).toBe("done")
    expect(mls.changeContext.mock.calls.map(([change]) => change)).toEqual([{ generation: 1 }, { generation: 8 }])
  })

  it("is built anew when members took its commit back", async () => {
    const { mls, service, clock, membership, take } = setUp()
    service.submit.mockResolvedValueOnce({ outcome: "restored" })
    mls.finalize.mockResolvedValueOnce(epochOf(2n, [ANA, BEN]))
    const outcome = membership.own.order(closing)
    await take()
    expect(mls.discard).toHaveBeenCalledOnce()
    clock.advance(AGAIN_MS)
    await take()
    expect(await outcome).toBe("done")
    expect(mls.changeContext).toHaveBeenCalledTimes(2)
  })

  it("does not come about in a group that we are out of", async () => {
    const { membership } = setUp()
    membership.close()
    expect(await membership.own.order(closing)).toBe("not-connected")
  })

  it("of the next link is opened before the epoch is entered", async () => {
    const { mls, listener, take } = setUp()
    const nextLink = new Uint8Array([5])
    mls.receive.mockResolvedValueOnce({
      kind: "epoch",
      report: { ...JOINED, kind: "context", nextLink },
      state: EPOCH_2,
    })
    listener.onNextLink.mockImplementationOnce(async () => expect(listener.onEpoch).not.toHaveBeenCalled())
    await take(commitPush)
    expect(listener.onNextLink).toHaveBeenCalledExactlyOnceWith(nextLink, EPOCH_2)
    expect(listener.onEpoch).toHaveBeenCalledOnce()
  })
})
