import { describe, expect, it } from "vitest"
import type { HostOrder, OrderOutcome } from "../../../src/meeting/host-order.ts"
import { carryOrder } from "../../../src/meeting/orders.ts"

const GROUP: readonly HostOrder[] = [
  { kind: "admission", admission: "locked" },
  { kind: "may-share", who: "hosts" },
  { kind: "may-chat", who: "hosts" },
  { kind: "remove", personId: "ben" },
  { kind: "make-co-host", personId: "ben" },
  { kind: "unmake-co-host", personId: "ben" },
  { kind: "rotate-link" },
]
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

function carriers() {
  const carried: string[] = []
  const note =
    (who: string) =>
    async (order: HostOrder): Promise<OrderOutcome> => {
      carried.push(`${who}: ${order.kind}`)
      return "done"
    }
  return { carried, group: note("group"), door: note("door"), spoken: note("spoken") }
}

describe("a host's order", () => {
  it.each([
    ["group", GROUP],
    ["door", DOOR],
    ["spoken", SPOKEN],
  ] as const)("goes to whoever carries it: %s", async (who, orders) => {
    const { carried, ...all } = carriers()
    for (const order of orders) expect(await carryOrder(order, all)).toBe("done")
    expect(carried).toEqual(orders.map(({ kind }) => `${who}: ${kind}`))
  })

  it("that nobody carries is not allowed", async () => {
    const nobody = { group: null, door: null, spoken: null }
    for (const order of [...GROUP, ...DOOR, ...SPOKEN]) expect(await carryOrder(order, nobody)).toBe("not-allowed")
  })
})
