import { afterEach, describe, expect, it } from "vitest"
import { Calls, serveCalls } from "../../../src/bytes/calls.ts"

interface Counting {
  add: { takes: readonly [number, number]; gives: number }
  negate: { takes: bigint; gives: bigint }
}

const ports: MessagePort[] = []
afterEach(() => {
  for (const port of ports.splice(0)) port.close()
})

/** Two ends; the worker's refuses to add zero, and adds to 100 only when `held` is settled. */
function open(held: Promise<void> = Promise.resolve()) {
  const { port1, port2 } = new MessageChannel()
  ports.push(port1, port2)
  const [serving, asking] = [new AbortController(), new AbortController()]
  serveCalls<Counting, string>(port1, {
    answer: async (request) => {
      if (request.call === "negate") return -request.takes
      const [a, b] = request.takes
      if (b === 0) throw new RangeError("nothing to add")
      if (a === 100) await held
      return a + b
    },
    toFault: (error) => (error instanceof RangeError ? error.message : "unknown"),
    abortSignal: serving.signal,
  })
  const calls = new Calls<Counting, string>(port2, {
    toError: (fault) => new TypeError(fault),
    ended: () => new Error("ended"),
    abortSignal: asking.signal,
  })
  for (const port of [port1, port2]) port.start()
  return { calls, port: port2, end: () => asking.abort(), stopServing: () => serving.abort() }
}

describe("a call", () => {
  it("is answered by its own answer, in whatever order they come", async () => {
    const held = Promise.withResolvers<void>()
    const { calls } = open(held.promise)
    const order: number[] = []
    const slow = calls.call("add", [100, 1]).then((sum) => order.push(sum))
    const quick = calls.call("add", [1, 2]).then((sum) => order.push(sum))
    expect(await calls.call("negate", 3n)).toBe(-3n)
    await quick
    held.resolve()
    await slow
    expect(order).toEqual([3, 101])
  })

  it("rejects with the caller's error of the worker's fault", async () => {
    const { calls } = open()
    await expect(calls.call("add", [1, 0])).rejects.toEqual(new TypeError("nothing to add"))
    expect(await calls.call("add", [1, 1])).toBe(2)
  })

  it.each(["error", "messageerror"])(
    "rejects when the worker tells an %s, and so does every later one",
    async (type) => {
      const { calls, port, stopServing } = open()
      stopServing()
      const waiting = [calls.call("add", [1, 1]), calls.call("negate", 1n)]
      expect(calls.hasEnded).toBe(false)
      port.dispatchEvent(new Event(type))
      const outcomes = await Promise.allSettled([...waiting, calls.call("negate", 2n)])
      expect(outcomes).toEqual([1, 2, 3].map(() => ({ status: "rejected", reason: new Error("ended") })))
      expect(calls.hasEnded).toBe(true)
    },
  )

  it("rejects when its end was told, before or afterwards", async () => {
    const { calls, end } = open()
    const waiting = calls.call("add", [1, 1])
    end()
    await expect(waiting).rejects.toThrow("ended")
    await expect(calls.call("add", [1, 1])).rejects.toThrow("ended")
  })

  it("rejects where the end was told before there was anything", async () => {
    const { port1, port2 } = new MessageChannel()
    ports.push(port1, port2)
    const options = { toError: () => new Error("fault"), ended: () => new Error("ended") }
    const calls = new Calls<Counting, string>(port2, { ...options, abortSignal: AbortSignal.abort() })
    await expect(calls.call("negate", 1n)).rejects.toThrow("ended")
  })
})
