import { beforeEach, describe, expect, it } from "vitest"
import { type Joiner, JoinQueue, LEASE_MS } from "../../../server/join-queue.ts"
import type { Waiter } from "../../../server/waiting-line.ts"
import { TestClock } from "./clock.ts"

interface NamedJoiner extends Joiner {
  readonly name: string
}

describe("the queue at the door", () => {
  let clock: TestClock
  let events: string[]
  let isOpen: boolean
  let queue: JoinQueue<NamedJoiner>

  beforeEach(() => {
    clock = new TestClock()
    events = []
    isOpen = true
    queue = new JoinQueue({
      clock,
      isOpen: () => isOpen,
      onTurn: (joiner) => {
        events.push(`${joiner.name} in`)
        queue.startLease(joiner)
      },
    })
  })

  const joiner = (name: string, of: Partial<Waiter> = {}): NamedJoiner => ({
    name,
    precedence: "none",
    address: "192.0.2.1",
    ...of,
    tellPosition: (position) => events.push(`${name} at ${position}`),
  })

  it("gives one lease at a time, in the order of coming", () => {
    const [a, b, c] = [joiner("a"), joiner("b"), joiner("c")]
    for (const one of [a, b, c]) queue.add(one)
    expect(events).toEqual(["a in", "b at 0", "c at 1"])
    queue.remove(a)
    expect(events.slice(3)).toEqual(["b in", "c at 0"])
  })

  it("lets those go first for whom something speaks, in the order of their coming, and tells the others", () => {
    for (const name of ["a", "b"]) queue.add(joiner(name))
    for (const name of ["host", "member"]) queue.add(joiner(name, { precedence: "warranted" }))
    queue.add(joiner("c"))
    expect(events).toEqual(["a in", "b at 0", "host at 0", "b at 1", "member at 1", "b at 2", "c at 3"])
    clock.advance(LEASE_MS)
    clock.advance(LEASE_MS)
    clock.advance(LEASE_MS)
    expect(events.filter((event) => event.endsWith(" in"))).toEqual(["a in", "host in", "member in", "b in"])
  })

  it("takes a lease back after two seconds", () => {
    for (const name of ["a", "b"]) queue.add(joiner(name))
    clock.advance(LEASE_MS - 1)
    expect(events).not.toContain("b in")
    clock.advance(1)
    expect(events).toContain("b in")
  })

  it("holds a lease for what is not the joiner's to speed up, and counts it anew after that", () => {
    const [a, b] = [joiner("a"), joiner("b")]
    for (const one of [a, b]) queue.add(one)
    clock.advance(LEASE_MS - 1)
    queue.stopLease(a)
    clock.advance(10 * LEASE_MS)
    expect(queue.isHolder(a)).toBe(true)
    queue.startLease(a)
    clock.advance(LEASE_MS - 1)
    expect(queue.isHolder(a)).toBe(true)
    clock.advance(1)
    expect(queue.isHolder(b)).toBe(true)
  })

  it("starts no lease for whom it is not the turn of", () => {
    const [a, b] = [joiner("a"), joiner("b")]
    for (const one of [a, b]) queue.add(one)
    queue.startLease(b)
    queue.stopLease(b)
    clock.advance(LEASE_MS)
    expect(queue.isHolder(b)).toBe(true)
  })

  it("gives up those who wait for another queue, and the one that was not told of its turn", () => {
    const [a, b, c] = [joiner("a"), joiner("b"), joiner("c")]
    for (const one of [a, b]) queue.add(one)
    expect(queue.drain()).toEqual([b])
    expect(queue.isEmpty).toBe(true)
    const silent = new JoinQueue<NamedJoiner>({ clock, isOpen: () => true, onTurn: () => {} })
    for (const one of [a, c]) silent.add(one)
    expect(silent.drain()).toEqual([a, c])
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
