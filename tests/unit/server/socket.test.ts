import type { IncomingMessage } from "node:http"
import { Duplex } from "node:stream"
import { describe, expect, it } from "vitest"
import { type WebSocket, WebSocketServer } from "ws"
import type { Service } from "../../../server/conversation.ts"
import type { LogEvent } from "../../../server/log.ts"
import { RateLimit } from "../../../server/limits.ts"
import { MAX_UNHEARD, ServedSocket } from "../../../server/socket.ts"
import { Unsent } from "../../../server/unsent.ts"
import { encodeMessage } from "../../../src/delivery/messages.ts"
import { TestClock } from "./clock.ts"

const PING_MS = 5000
/** Of which each takes 512 bytes besides its own. */
const LIMITS = { unsentBytesPerSocket: 10_000, unsentBytesInAll: 100_000 }
const PLENTY = { burst: 1e6, perMinute: 0 }

/** A client's end of a TCP connection without a kernel in between: nothing is taken that it does not read. */
class Line extends Duplex {
  readonly taken: Uint8Array[] = []
  #isReading = true
  #held: (() => void) | null = null

  override _read(): void {}

  override _write(chunk: Uint8Array, _encoding: string, done: () => void): void {
    this.taken.push(chunk)
    if (this.#isReading) done()
    else this.#held = done
  }

  stopReading(): void {
    this.#isReading = false
  }

  readAgain(): void {
    this.#isReading = true
    this.#held?.()
  }

  /** Takes one of the pieces that wait. */
  readOne(): void {
    const held = this.#held
    this.#held = null
    held?.()
  }

  /** A client's frame, masked by zeros (RFC 6455 §5.2). */
  say(opcode: number, payload: Uint8Array = new Uint8Array()): void {
    this.push(Uint8Array.of(0x80 | opcode, 0x80 | payload.length, 0, 0, 0, 0, ...payload))
  }

  alive(): void {
    this.say(2, encodeMessage({ type: "alive", request: 1 }))
  }
}

async function upgrade(line: Line): Promise<WebSocket> {
  const headers = {
    upgrade: "websocket",
    "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
    "sec-websocket-version": "13",
  }
  const request = { method: "GET", url: "/", headers } as unknown as IncomingMessage
  return new Promise((resolve) => {
    new WebSocketServer({ noServer: true }).handleUpgrade(request, line, Buffer.alloc(0), resolve)
  })
}

async function serve() {
  const line = new Line()
  const clock = new TestClock()
  const events: LogEvent[] = []
  const service = { clock, log: (event: LogEvent) => events.push(event) } as unknown as Service
  const messages = new RateLimit(PLENTY, clock)
  const unsent = new Unsent(LIMITS)
  const closed = Promise.withResolvers<void>()
  const options = { host: "", address: "", messages, unsent, onClose: closed.resolve }
  const served = new ServedSocket(await upgrade(line), service, options)
  return { line, clock, events, unsent, served, closed: closed.promise }
}

/** What was said has been answered. */
async function answered(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
}

describe("a socket", () => {
  it("is cut once too much waits for it, and holds nothing then", async () => {
    const { line, events, unsent, closed } = await serve()
    line.stopReading()
    for (let count = 0; count < 15; count++) line.alive()
    await answered()
    expect(events).toEqual([])
    expect(unsent.bytesInAll).toBeGreaterThan(14 * 512)
    for (let count = 0; count < 15; count++) line.alive()
    await closed
    expect(events).toEqual([{ event: "limited", limit: "unsent" }])
    expect(unsent.bytesInAll).toBe(0)
  })

  it("is read no further while too much of what it said waits for its turn, and then all is answered", async () => {
    for (const [count, pauses] of [
      [MAX_UNHEARD - 1, 0],
      [2 * MAX_UNHEARD, 2],
    ] as const) {
      const { line } = await serve()
      const upgraded = line.taken.length
      let paused = 0
      line.on("pause", () => paused++)
      for (let said = 0; said < count; said++) line.alive()
      await answered()
      expect(paused).toBe(pauses)
      expect(line.taken).toHaveLength(upgraded + 2 * count) // a header and a payload each
      line.destroy()
    }
  })

  it("stays when it reads in time, however much it gets", async () => {
    const { line, events, unsent } = await serve()
    for (let round = 0; round < 10; round++) {
      line.stopReading()
      for (let count = 0; count < 15; count++) line.alive()
      await answered()
      line.readAgain()
      await answered()
      expect(unsent.bytesInAll).toBe(0)
    }
    expect(events).toEqual([])
    line.destroy()
  })

  it("is cut when it takes nothing for two signs of life, whatever it says", async () => {
    const { line, clock, closed } = await serve()
    line.stopReading()
    let isClosed = false
    void closed.then(() => (isClosed = true))
    for (let period = 0; period < 3; period++) {
      expect(isClosed).toBe(false)
      line.alive()
      await answered()
      clock.advance(PING_MS)
      await answered()
    }
    await closed
  })

  it("stays as long as it takes something, however little", async () => {
    const { line, clock, closed } = await serve()
    line.stopReading()
    let isClosed = false
    void closed.then(() => (isClosed = true))
    for (let count = 0; count < 10; count++) line.alive()
    for (let period = 0; period < 6; period++) {
      line.readOne()
      await answered()
      line.alive()
      await answered()
      clock.advance(PING_MS)
    }
    await answered()
    expect(isClosed).toBe(false)
    line.destroy()
  })

  it("is cut when it says nothing, and stays when it answers pings", async () => {
    const [silent, lively] = [await serve(), await serve()]
    for (let period = 0; period < 3; period++) {
      silent.clock.advance(PING_MS)
      lively.clock.advance(PING_MS)
      lively.line.say(0xa) // pong
      await answered()
    }
    await silent.closed
    lively.served.terminate()
    await lively.closed
  })
})

describe("what is pushed to many sockets", () => {
  it("waits as one buffer, for each frame of it is a header and a reference", async () => {
    const bytes = new Uint8Array(100_000).fill(7)
    const lines = [new Line(), new Line()]
    const sockets = await Promise.all(lines.map(upgrade))
    for (const socket of sockets) socket.send(bytes)
    for (const { taken } of lines) {
      const body = taken.find(({ length }) => length === bytes.length)
      expect(body?.buffer).toBe(bytes.buffer)
    }
  })
})
