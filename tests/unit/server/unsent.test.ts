import { describe, expect, it } from "vitest"
import { Unsent } from "../../../server/unsent.ts"

const LIMITS = { unsentBytesPerSocket: 10_000, unsentBytesInAll: 25_000 }

class Socket {
  isCut = false
  cut(): void {
    this.isCut = true
  }
}

function sockets(count: number): [Socket, ...Socket[]] {
  return [new Socket(), ...Array.from({ length: count - 1 }, () => new Socket())]
}

describe("what waits for sockets", () => {
  it("cuts a socket for which too much waits, and none for which little enough does", () => {
    const unsent = new Unsent(LIMITS)
    const [slow, ...others] = sockets(2)
    unsent.handleWaiting(slow, { bytes: 9000, messages: 1 })
    for (const other of others) unsent.handleWaiting(other, { bytes: 9000, messages: 1 })
    expect(slow.isCut).toBe(false)
    unsent.handleWaiting(slow, { bytes: 9600, messages: 1 })
    expect([slow, ...others].map(({ isCut }) => isCut)).toEqual([true, false])
  })

  it("counts what many small messages take besides their bytes", () => {
    const unsent = new Unsent(LIMITS)
    const [slow] = sockets(1)
    unsent.handleWaiting(slow, { bytes: 190, messages: 19 })
    expect(slow.isCut).toBe(false)
    unsent.handleWaiting(slow, { bytes: 200, messages: 20 })
    expect(slow.isCut).toBe(true)
  })

  it("cuts those with most as soon as too much waits in all, whoever brought it there", () => {
    const unsent = new Unsent(LIMITS)
    const all = sockets(4)
    for (const [index, socket] of all.entries()) unsent.handleWaiting(socket, { bytes: 5000 + index, messages: 1 })
    expect(all.some(({ isCut }) => isCut)).toBe(false)
    unsent.handleWaiting(new Socket(), { bytes: 4000, messages: 1 })
    expect(all.map(({ isCut }) => isCut)).toEqual([false, false, false, true])
    expect(unsent.bytesInAll).toBeLessThanOrEqual(LIMITS.unsentBytesInAll)
  })

  it("counts no more what was taken, or whose socket is closed", () => {
    const unsent = new Unsent(LIMITS)
    const [one, other] = [new Socket(), new Socket()]
    unsent.handleWaiting(one, { bytes: 9000, messages: 2 })
    unsent.handleWaiting(other, { bytes: 9000, messages: 1 })
    unsent.handleWaiting(one, { bytes: 4000, messages: 1 })
    unsent.forget(other)
    expect(unsent.bytesInAll).toBe(4512)
    unsent.handleWaiting(one, { bytes: 0, messages: 1 }) // the last one is said to be taken a moment later
    unsent.forget(other)
    expect(unsent.bytesInAll).toBe(0)
  })
})
