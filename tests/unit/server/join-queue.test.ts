import { beforeEach, describe, expect, it } from "vitest"
import { type Joiner, JoinQueue, LEASE_MS } from "../../../server/join-queue.ts"
import { TestClock } from "./clock.ts"

describe("the queue at the door", () => {
  let clock: TestClock
  let events: string[]
  let isOpen: boolean
  let queue: JoinQueue

  beforeEach(() => {
    clock = new TestClock()
    events = []
    isOpen = true
    queue = new JoinQueue(clock, () => isOpen)
  })

  const joiner = (name: string): Joiner => ({
    tellPosition: (position) => events.push(`${name} at ${position}`),
    grantLease: () => events.push(`${name} in`),
  })

  it("gives one lease at a time, in the order of coming", () => {
    const [a, b, c] = [joiner("a"), joiner("b"), joiner("c")]
    for (const one of [a, b, c]) queue.add(one)
    expect(events).toEqual(["a in", "b at 0", "c at 1"])
    queue.remove(a)
    expect(events.slice(3)).toEqual(["b in", "c at 0"])
  })

  it("takes a lease back after two seconds", () => {
    for (const name of ["a", "b"]) queue.add(joiner(name))
    clock.advance(LEASE_MS - 1)
    expect(events).not.toContain("b in")
    clock.advance(1)
    expect(events).toContain("b in")
  })

  it("moves the others up when one in the middle goes away", () => {
    const [a, b, c] = [joiner("a"), joiner("b"), joiner("c")]
    for (const one of [a, b, c]) queue.add(one)
    queue.remove(b)
    expect(events.at(-1)).toBe("c at 0")
    expect(events).not.toContain("b in")
  })

  it("waits while the door is shut", () => {
    isOpen = false
    queue.add(joiner("a"))
    expect(events).toEqual(["a at 0"])
    isOpen = true
    queue.advance()
    expect(events.at(-1)).toBe("a in")
  })

  it("is empty when the last lease has ended, and cancels its timer", () => {
    const a = joiner("a")
    queue.add(a)
    expect(queue.isEmpty).toBe(false)
    queue.remove(a)
    expect(queue.isEmpty).toBe(true)
    queue.add(joiner("b"))
    clock.advance(LEASE_MS - 1)
    expect(queue.isEmpty).toBe(false)
  })
})
