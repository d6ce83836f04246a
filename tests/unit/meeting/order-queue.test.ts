import { describe, expect, it, vi } from "vitest"
import type { OrderPlan } from "../../../src/meeting/order-plans.ts"
import { AGAIN_MS, ORDER_MS, OrderQueue } from "../../../src/meeting/order-queue.ts"
import { MlsError, PolicyError } from "../../../src/mls/errors.ts"
import type { PendingCommit } from "../../../src/mls/session-options.ts"
import { FakeClock, settled } from "../media/fixtures.ts"
import { ANA, BEN, CHIDI, epochOf, PARTIAL } from "./fixtures.ts"

const STATE = epochOf(1n, [ANA, BEN, CHIDI])
const PENDING: PendingCommit = { epoch: 2n, commit: Uint8Array.of(1), groupInfo: PARTIAL }

/** A change first, then the removal of Chidi. */
const twoSteps: OrderPlan = async ({ members }, made) => {
  if (made === 0) return { kind: "context", change: { admission: "ask" }, hostKey: null, nextLink: null }
  const member = members.find(({ name }) => name === "Chidi")
  return made === 1 && member ? { kind: "remove", member } : { kind: "over", outcome: "done" }
}

const oneStep: OrderPlan = async (_, made) =>
  made > 0
    ? { kind: "over", outcome: "done" }
    : { kind: "context", change: { mayChat: "hosts" }, hostKey: null, nextLink: null }

function setUp() {
  const clock = new FakeClock()
  const mls = {
    changeContext: vi.fn(async () => PENDING),
    removeMembers: vi.fn(async () => PENDING),
  }
  const onDue = vi.fn<() => void>()
  return { clock, mls, onDue, queue: new OrderQueue({ mls, clock, onDue }) }
}

describe("the queue of a host's orders", () => {
  it("makes the commits of an order one after the other, and tells when the last one is in force", async () => {
    const { queue, mls, onDue } = setUp()
    const outcome = queue.order(twoSteps)
    expect(onDue).toHaveBeenCalledOnce()
    const first = await queue.build(STATE)
    expect(first).toMatchObject({ change: "other", expelled: [] })
    first?.handleFinal(STATE)
    const second = await queue.build(STATE)
    expect(second).toMatchObject({ change: "removal", expelled: [CHIDI.identityKey] })
    expect(mls.removeMembers).toHaveBeenCalledWith([{ reason: "order", leafKey: CHIDI.leafKey }])
    second?.handleFinal(STATE)
    expect(await queue.build(STATE)).toBeNull()
    expect(await outcome).toBe("done")
    expect(queue.isDue).toBe(false)
  })

  it("builds a commit anew that did not count, from the newest state", async () => {
    const { queue, mls } = setUp()
    void queue.order(oneStep)
    await queue.build(STATE)
    await queue.build(STATE)
    expect(mls.changeContext).toHaveBeenCalledTimes(2)
  })

  it("begins the next order when the one before is over", async () => {
    const { queue } = setUp()
    const outcomes = [queue.order(oneStep), queue.order(oneStep)]
    for (let orders = 0; orders < 2; orders++) (await queue.build(STATE))?.handleFinal(STATE)
    expect(await queue.build(STATE)).toBeNull()
    expect(await Promise.all(outcomes)).toEqual(["done", "done"])
  })

  it.each([new PolicyError("not-a-host", ""), new MlsError("not-a-host", ""), new MlsError("worker-failed", "")])(
    "ends an order, and no more than that, which MLS does not let us carry out: %s",
    async (error) => {
      const { queue, mls } = setUp()
      mls.changeContext.mockRejectedValueOnce(error)
      const outcome = queue.order(oneStep)
      expect(await queue.build(STATE)).toBeNull()
      expect(await outcome).toBe("not-allowed")
    },
  )

  it("does not take a failure of its own for an outcome", async () => {
    const { queue, mls } = setUp()
    mls.changeContext.mockRejectedValueOnce(new MlsError("not-joined", ""))
    void queue.order(oneStep)
    await expect(queue.build(STATE)).rejects.toMatchObject({ fault: "not-joined" })
  })

  it("tries again a second after the service did not take the commit", async () => {
    const { queue, clock, onDue } = setUp()
    void queue.order(oneStep)
    await queue.build(STATE)
    queue.handleRefused()
    clock.advance(AGAIN_MS - 1)
    expect(onDue).toHaveBeenCalledOnce()
    clock.advance(1)
    expect(onDue).toHaveBeenCalledTimes(2)
  })

  it("gives an order up after its time, but not one that is in force by then", async () => {
    const { queue, clock } = setUp()
    const [inForce, late] = [queue.order(oneStep), queue.order(oneStep)]
    const built = await queue.build(STATE)
    clock.advance(ORDER_MS)
    built?.handleFinal(STATE)
    expect(await queue.build(STATE)).toBeNull()
    expect(await Promise.all([inForce, late])).toEqual(["done", "not-connected"])
  })

  it("tells the plan since when the change of the context that it made is built, and in force", async () => {
    const { queue, clock } = setUp()
    const plan = vi.fn<OrderPlan>(twoSteps)
    void queue.order(plan)
    const first = await queue.build(STATE)
    clock.advance(20)
    const next = { ...STATE, context: { ...STATE.context, generation: 4 } }
    first?.handleFinal(next)
    clock.advance(3)
    const second = await queue.build(next)
    second?.handleFinal(next)
    await queue.build(next)
    const spoken = { before: STATE, generation: 4, msSinceBuilt: 23, msInForce: 3 }
    expect(plan.mock.calls).toEqual([
      [STATE, 0, null],
      [next, 1, spoken],
      [next, 2, spoken],
    ])
  })

  it("gives an order its time anew with each commit that came through", async () => {
    const { queue, clock } = setUp()
    const outcome = queue.order(twoSteps)
    const first = await queue.build(STATE)
    clock.advance(ORDER_MS)
    first?.handleFinal(STATE)
    clock.advance(ORDER_MS - 1)
    expect(await queue.build(STATE)).toMatchObject({ change: "removal" })
    clock.advance(1)
    expect(await queue.build(STATE)).toBeNull()
    expect(await outcome).toBe("not-connected")
  })

  it("ends all orders with the membership, and takes none after it", async () => {
    const { queue } = setUp()
    const waiting = queue.order(oneStep)
    queue.close()
    await settled()
    expect(await waiting).toBe("not-connected")
    expect(await queue.order(oneStep)).toBe("not-connected")
  })
})
