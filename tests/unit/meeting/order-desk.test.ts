import { describe, expect, it, vi } from "vitest"
import type { Arrival } from "../../../src/meeting/arrival.ts"
import type { HostOrder, OrderOutcome } from "../../../src/meeting/host-order.ts"
import { OrderDesk } from "../../../src/meeting/order-desk.ts"

const GROUP: readonly HostOrder[] = [
  { kind: "admission", admission: "locked" },
  { kind: "may-share", who: "hosts" },
  { kind: "may-chat", who: "hosts" },
  { kind: "remove", personId: "ben" },
  { kind: "make-co-host", personId: "ben" },
  { kind: "unmake-co-host", personId: "ben" },
]
const LINK: readonly HostOrder[] = [{ kind: "rotate-link" }]
const DOOR: readonly HostOrder[] = [
  { kind: "admit", askerIds: [] },
  { kind: "turn-away", askerIds: [] },
]
const SPOKEN: readonly HostOrder[] = [
  { kind: "mute", whom: "everyone", mayUnmute: true },
  { kind: "allow-unmute", whom: "everyone" },
  { kind: "stop-video", whom: "everyone" },
  { kind: "stop-sharing", whom: "everyone" },
  { kind: "lower-hand", whom: "everyone" },
  { kind: "end" },
]

const carrier = () => vi.fn<() => Promise<OrderOutcome>>(async () => "done")

function setUp() {
  const carriers = { group: carrier(), link: carrier(), door: carrier(), spoken: carrier() }
  const onEnded = vi.fn<() => void>()
  const desk = new OrderDesk({
    continuity: { arrival: { hostKey: null } as Arrival, own: { order: carriers.group, isDeparting: () => false } },
    rotation: { rotate: carriers.link },
    answer: carriers.door,
    speak: carriers.spoken,
    onEnded,
  })
  return { desk, carriers, onEnded }
}

describe("a host's order", () => {
  it.each([
    ["group", GROUP],
    ["link", LINK],
    ["door", DOOR],
    ["spoken", SPOKEN],
  ] as const)("goes to whoever carries it, and to nobody else: %s", async (who, orders) => {
    for (const order of orders) {
      const { desk, carriers } = setUp()
      carriers[who].mockResolvedValue("outdone")
      expect(await desk.order(order)).toBe("outdone")
      const asked = Object.entries(carriers).filter(([, carrier]) => carrier.mock.calls.length > 0)
      expect(asked.map(([name]) => name)).toEqual([who])
    }
  })

  it("ends the meeting here too, once it was said", async () => {
    const { desk, carriers, onEnded } = setUp()
    carriers.spoken.mockResolvedValueOnce("not-connected")
    expect(await desk.order({ kind: "end" })).toBe("not-connected")
    expect(onEnded).not.toHaveBeenCalled()
    expect(await desk.order({ kind: "end" })).toBe("done")
    expect(onEnded).toHaveBeenCalledOnce()
  })
})

describe("a removal", () => {
  it("is about somebody as long as it is carried out", async () => {
    const { desk, carriers } = setUp()
    const carried = Promise.withResolvers<OrderOutcome>()
    carriers.group.mockReturnValueOnce(carried.promise)
    const ordered = desk.order({ kind: "remove", personId: "ben" })
    expect([desk.isRemoving("ben"), desk.isRemoving("chidi")]).toEqual([true, false])
    carried.resolve("done")
    await ordered
    expect(desk.isRemoving("ben")).toBe(false)
  })

  it("that fails is about nobody any more", async () => {
    const { desk, carriers } = setUp()
    carriers.group.mockRejectedValueOnce(new TypeError("a bug"))
    await expect(desk.order({ kind: "remove", personId: "ben" })).rejects.toThrow("a bug")
    expect(desk.isRemoving("ben")).toBe(false)
  })
})
