import { describe, expect, it } from "vitest"
import { type Waiter, WaitingLine } from "../../../server/waiting-line.ts"

const MANY = "192.0.2.1"

interface Named extends Waiter {
  readonly name: string
}

function setUp() {
  const line = new WaitingLine<Named>()
  const add = (address: string, ...names: readonly string[]) => {
    for (const name of names) line.add({ name, address, precedence: "none" })
  }
  const order = () => line.waiters.map(({ name }) => name).join(" ")
  return { line, add, order }
}

describe("who waits at the door", () => {
  it("of one address is in the order of coming", () => {
    const { line, add, order } = setUp()
    add(MANY, "a", "b", "c")
    expect(line.take()?.name).toBe("a")
    add(MANY, "d")
    expect(order()).toBe("b c d")
  })

  it("from elsewhere waits for one of each address, however many come from one", () => {
    const { add, order } = setUp()
    add(MANY, "a", "b", "c", "d")
    add("192.0.2.2", "x", "y")
    add("192.0.2.3", "z")
    expect(order()).toBe("a x z b y c d")
  })

  it("is overtaken by nobody who comes when its round has begun", () => {
    const { line, add, order } = setUp()
    add(MANY, "a", "b", "c", "d")
    line.take()
    line.take()
    add("192.0.2.2", "x")
    expect(order()).toBe("c x d")
    line.take()
    add("192.0.2.3", "y")
    expect(order()).toBe("x d y")
    for (const name of ["x", "d", "y"]) expect(line.take()?.name).toBe(name)
    expect(line.take()).toBeNull()
  })

  it("goes before all others where something speaks for it, in the order of coming", () => {
    const { line, add, order } = setUp()
    add(MANY, "a", "b")
    for (const name of ["host", "member"]) line.add({ name, address: MANY, precedence: "warranted" })
    add(MANY, "c")
    expect(order()).toBe("host member a b c")
  })

  it("may go away", () => {
    const { line, add, order } = setUp()
    add(MANY, "a", "b")
    const [first] = line.waiters
    if (first) line.remove(first)
    expect(order()).toBe("b")
    line.clear()
    expect(order()).toBe("")
  })
})
