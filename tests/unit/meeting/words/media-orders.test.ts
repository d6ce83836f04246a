import { beforeEach, describe, expect, it } from "vitest"
import { type MediaOrder, MediaOrders } from "../../../../src/meeting/words/media-orders.ts"

const NOW = 1_000_000
const DAY_MS = 24 * 3600 * 1000
const BEN = { id: "be", isHost: false }
const CHIDI = { id: "c1", isHost: false }
const HANA = { id: "aa", isHost: true }

let orders: MediaOrders

/** In a meeting of these. */
function ordersOf(...people: readonly { readonly id: string }[]): MediaOrders {
  return new MediaOrders({ wallClock: () => NOW, isIn: (id) => people.some((person) => person.id === id) })
}

beforeEach(() => {
  orders = ordersOf(BEN, CHIDI, HANA)
})

/** Heard from its giver. */
function take(given: MediaOrder, by = orders) {
  return by.take(given, given.by)
}

function order(number: number, changes: Partial<MediaOrder> = {}): MediaOrder {
  return { number, by: "aa", medium: "microphone", word: "stop", whom: BEN.id, ...changes }
}

describe("hosts' orders about media", () => {
  it("stop one thing of one person", () => {
    expect(take(order(1))).toBe("new")
    expect(orders.stopOf(BEN, "microphone")).toEqual({ number: 1, by: "aa", mayResume: true })
    expect(orders.stopOf(BEN, "camera")).toBeNull()
    expect(orders.stopOf(CHIDI, "microphone")).toBeNull()
  })

  it("stand in the order of their numbers, in whatever order they come", () => {
    const sequence = [order(1), order(2, { word: "allow" }), order(3, { word: "forbid" })]
    for (const arrival of [sequence, sequence.toReversed()]) {
      const others = ordersOf(BEN, CHIDI, HANA)
      for (const each of arrival) take(each, others)
      expect(others.stopOf(BEN, "microphone")).toEqual({ number: 3, by: "aa", mayResume: false })
    }
    take(order(2))
    expect(take(order(1, { word: "allow" }))).toBe("outdone")
    expect(take(order(2))).toBe("outdone")
  })

  it("of one number are decided alike by everybody", () => {
    const both = [order(1, { by: "aa" }), order(1, { by: "bb", word: "allow" })]
    for (const arrival of [both, both.toReversed()]) {
      const others = ordersOf(BEN, CHIDI, HANA)
      for (const each of arrival) take(each, others)
      expect(others.stopOf(BEN, "microphone")).toBeNull()
    }
  })

  it("are answered by whoever turns it on again, also where the answer comes first", () => {
    take(order(5))
    orders.handleAnswer(BEN.id, "microphone", 4)
    expect(orders.stopOf(BEN, "microphone")).not.toBeNull()
    orders.handleAnswer(BEN.id, "microphone", 5)
    expect(orders.stopOf(BEN, "microphone")).toBeNull()
    orders.handleAnswer(BEN.id, "microphone", 6)
    take(order(6))
    expect(orders.stopOf(BEN, "microphone")).toBeNull()
  })

  it("are not answered before they are given", () => {
    orders.handleAnswer(BEN.id, "microphone", Number.MAX_SAFE_INTEGER)
    take(order(5))
    expect(orders.stopOf(BEN, "microphone")).toMatchObject({ number: 5 })
    expect(orders.standing()).toHaveLength(1)
    orders.handleAnswer(BEN.id, "microphone", 5)
    take(order(6))
    expect(orders.stopOf(BEN, "microphone")).toMatchObject({ number: 6 })
  })

  it("that forbid are answered by nobody but a host", () => {
    take(order(1, { word: "forbid" }))
    orders.handleAnswer(BEN.id, "microphone", 1)
    expect(orders.stopOf(BEN, "microphone")).toMatchObject({ mayResume: false })
    const promoted = { ...BEN, isHost: true }
    expect(orders.stopOf(promoted, "microphone")).toBeNull()
    take(order(2, { word: "forbid" }))
    expect(orders.stopOf(promoted, "microphone")).toMatchObject({ mayResume: true })
  })

  it("about everybody bind who is no host, and the newest of these and one's own counts", () => {
    take(order(1, { whom: null, word: "forbid" }))
    expect(orders.stopOf(BEN, "microphone")).toMatchObject({ mayResume: false })
    expect(orders.stopOf(HANA, "microphone")).toBeNull()
    take(order(2, { word: "allow" }))
    expect(orders.stopOf(BEN, "microphone")).toBeNull()
    expect(orders.stopOf(CHIDI, "microphone")).not.toBeNull()
    take(order(3, { whom: null, word: "forbid" }))
    expect(orders.stopOf(BEN, "microphone")).toMatchObject({ number: 3 })
    take(order(4, { whom: null, word: "allow" }))
    expect(orders.stopOf(CHIDI, "microphone")).toBeNull()
  })

  it("are numbered by the clock, above all that is known, and no two alike", () => {
    expect([orders.nextNumber(), orders.nextNumber()]).toEqual([NOW, NOW + 1])
    take(order(NOW + 50))
    expect(orders.nextNumber()).toBe(NOW + 51)
  })

  it("from a day ahead are refused, as nobody could ever outdo them, unless they follow what is known", () => {
    expect(take(order(NOW + DAY_MS + 1001))).toBe("refused")
    expect(take(order(Number.MAX_SAFE_INTEGER))).toBe("refused")
    expect(orders.stopOf(BEN, "microphone")).toBeNull()
    expect(take(order(NOW + DAY_MS))).toBe("new")
    expect(take(order(NOW + DAY_MS + 1, { word: "allow" }))).toBe("new")
  })

  it("that another host tells are in force as a host's, as its giver's once the giver tells it too", () => {
    expect(orders.take(order(1, { by: "aa", word: "forbid" }), "bb")).toBe("new")
    expect(orders.stopOf(BEN, "microphone")).toEqual({ number: 1, by: null, mayResume: false })
    expect(orders.standing()).toEqual([order(1, { by: "aa", word: "forbid" })])
    expect(orders.take(order(1, { by: "aa" }), "bb")).toBe("outdone")
    expect(orders.take(order(1, { by: "aa", word: "forbid" }), "aa")).toBe("outdone")
    expect(orders.stopOf(BEN, "microphone")).toEqual({ number: 1, by: "aa", mayResume: false })
  })

  it("that another host tells otherwise than their giver are as the giver tells them", () => {
    orders.take(order(1, { by: "aa", word: "forbid" }), "bb")
    expect(orders.take(order(1, { by: "aa", word: "allow" }), "aa")).toBe("new")
    expect(orders.stopOf(BEN, "microphone")).toBeNull()
    expect(orders.take(order(1, { by: "aa", word: "forbid" }), "bb")).toBe("outdone")
    expect(orders.stopOf(BEN, "microphone")).toBeNull()
  })

  it("about people who are not in take no room from those about who is, or about everybody", () => {
    const madeUp = (index: number) => order(1, { by: "bb", medium: "hand", word: "allow", whom: `person ${index}` })
    take(order(1, { whom: "who left" }))
    for (let index = 0; index < 511; index++) take(madeUp(index))
    expect(take(order(1, { whom: "who left" }))).toBe("outdone")
    for (let index = 511; index < 4096; index++) take(madeUp(index))
    expect(orders.standing()).toHaveLength(512)
    expect(take(order(2, { word: "forbid" }))).toBe("new")
    expect(take(order(3, { whom: null, word: "forbid" }))).toBe("new")
    expect(orders.stopOf(BEN, "microphone")).toMatchObject({ number: 3 })
    take(madeUp(4096))
    expect(orders.standing()).toHaveLength(514)
    expect(take(madeUp(4095))).toBe("outdone")
    expect(take(madeUp(7))).toBe("new") // forgotten
  })

  it("that were answered are not told to newcomers, and all others are", () => {
    const told = [
      order(1, { whom: null, word: "forbid" }),
      order(2, { word: "allow" }),
      order(3, { medium: "camera", word: "forbid" }),
      order(4, { medium: "hand", whom: CHIDI.id }),
    ]
    for (const each of [...told, order(5, { medium: "screen" })]) take(each)
    orders.handleAnswer(BEN.id, "screen", 5)
    orders.handleAnswer(BEN.id, "camera", 5)
    expect(orders.standing()).toEqual(told)
  })
})
