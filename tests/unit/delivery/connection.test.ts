import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { decodeRequest, encodeMessage, type Push, type Reply, type Request } from "../../../src/delivery/messages.ts"
import { DeliveryClient } from "../../../src/delivery/delivery-client.ts"
import type { SocketLike } from "../../../src/delivery/connection.ts"
import type { DeliveryError } from "../../../src/delivery/errors.ts"

class FakeSocket implements SocketLike {
  binaryType = "blob"
  readyState = 1
  readonly sent: Request[] = []
  readonly #events = new EventTarget()

  addEventListener(type: string, listener: (event: MessageEvent) => void): void {
    this.#events.addEventListener(type, (event) =>
      listener(event instanceof MessageEvent ? event : new MessageEvent(type)),
    )
  }

  happens(type: "close" | "error"): void {
    this.#events.dispatchEvent(new Event(type))
  }

  send(data: Uint8Array<ArrayBuffer>): void {
    this.sent.push(decodeRequest(data))
  }

  close(): void {
    this.readyState = 3
  }

  receive(message: Reply | Push): void {
    this.receiveRaw(encodeMessage(message).buffer)
  }

  receiveRaw(data: unknown): void {
    this.#events.dispatchEvent(new MessageEvent("message", { data }))
  }
}

const key = new Uint8Array(32)
const joined = (log: number): Push => ({ type: "joined", log, identityKey: key })
const flush = () => vi.advanceTimersByTimeAsync(0)
const identity = { publicKey: key, sign: async () => new Uint8Array(64) }

describe("the delivery client", () => {
  let socket: FakeSocket
  let abort: AbortController
  let pushes: Push[]
  let ends: DeliveryError[]
  let client: DeliveryClient

  beforeEach(() => {
    vi.useFakeTimers()
    socket = new FakeSocket()
    abort = new AbortController()
    pushes = []
    ends = []
    client = new DeliveryClient(socket, {
      host: "localhost",
      onPush: (push) => pushes.push(push),
      onEnd: (error) => ends.push(error),
      abortSignal: abort.signal,
    })
  })
  afterEach(() => {
    abort.abort()
    vi.useRealTimers()
  })

  it("gives each request its own answer, whatever their order", async () => {
    const [first, second] = [
      client.groupInfo(1n, { externalKey: key, signer: 0, signature: new Uint8Array(64) }),
      client.deny(key),
    ]
    await flush()
    socket.receive({ type: "error", answers: 2, fault: "not-a-host" })
    socket.receive({ type: "done", answers: 1 })
    await first
    await expect(second).rejects.toMatchObject({ name: "DeliveryError", fault: "not-a-host" })
  })

  it("hears interim answers before the last one", async () => {
    const provisional = vi.fn<(epoch: bigint) => void>()
    const outcome = client.commit(Uint8Array.of(1), provisional)
    await flush()
    socket.receive({ type: "provisional", answers: 1, epoch: 5n, log: 7 })
    socket.receive({ type: "outcome", answers: 1, outcome: "final", epoch: 5n, log: 8 })
    expect(await outcome).toMatchObject({ outcome: "final" })
    expect(provisional).toHaveBeenCalledWith(5n)
    expect(client.logNumber).toBe(8)
  })

  it("counts the log over pushes and answers, and ends at a gap", () => {
    socket.receive(joined(3))
    socket.receive(joined(4))
    expect(ends).toEqual([])
    socket.receive(joined(6))
    expect(pushes).toHaveLength(2)
    expect(ends).toMatchObject([{ fault: "gap" }])
  })

  it("counts from where a return begins, and anew where it waits for another group or founds one", async () => {
    const resumed = { type: "resumed", answers: 1, room: "0".repeat(22), roomToken: "t", from: 40, upTo: 41 } as const
    socket.receive(joined(3))
    const resuming = client.resume(key, identity, 2n, async () => Promise.reject(new Error("nothing was lost")))
    await flush()
    socket.receive({ type: "group-challenge", answers: 1, nonce: key })
    await flush()
    socket.receive({ ...resumed, answers: 2 })
    socket.receive(joined(41))
    expect(await resuming).toMatchObject({ from: 40 })
    void client.follow(key, () => {}).catch(() => {})
    await flush()
    socket.receive({ type: "queued", answers: 3, position: 0 })
    socket.receive(joined(7))
    void client.succeed(Uint8Array.of(1)).catch(() => {})
    await flush()
    socket.receive({ type: "outcome", answers: 4, outcome: "final", epoch: 0n, log: 1 })
    expect([ends, client.logNumber]).toEqual([[], 1])
    socket.receive(joined(3))
    expect(ends).toMatchObject([{ fault: "gap" }])
  })

  it("shows what it has of the group where the service lost it", async () => {
    const evidence = { groupInfo: Uint8Array.of(1), commits: [Uint8Array.of(2)] }
    const resuming = client.resume(key, identity, 2n, async () => evidence)
    await flush()
    socket.receive({ type: "group-challenge", answers: 1, nonce: key })
    await flush()
    expect(socket.sent.at(-1)).toMatchObject({ type: "resume", epoch: 2n })
    socket.receive({ type: "lost", answers: 2 })
    await flush()
    expect(socket.sent.at(-1)).toMatchObject({ type: "recover", ...evidence })
    socket.receive({ type: "error", answers: 3, fault: "forked" })
    await expect(resuming).rejects.toMatchObject({ fault: "forked" })
  })

  it("sends what has no answer while the socket is open, and drops it before and after", () => {
    for (const [state, sent] of [
      [0, []], // a WebSocket that is still connecting throws at `send`
      [1, ["applied"]],
      [2, ["applied"]],
    ] as const) {
      socket.readyState = state
      client.applied(1n, key)
      expect(socket.sent.map(({ type }) => type)).toEqual(sent)
    }
  })

  it("shows life every five seconds, and ends when the service shows none", async () => {
    await vi.advanceTimersByTimeAsync(5000)
    expect(socket.sent).toMatchObject([{ type: "alive" }])
    socket.receive({ type: "alive", answers: 1 })
    await vi.advanceTimersByTimeAsync(15_000)
    expect(ends).toEqual([])
    await vi.advanceTimersByTimeAsync(5000)
    expect(ends).toMatchObject([{ fault: "silent" }])
  })

  it("fails open and later requests when it is aborted or closed", async () => {
    const open = client.deny(key)
    const failed = expect(open).rejects.toMatchObject({ fault: "aborted" })
    await flush()
    abort.abort()
    await failed
    await expect(client.deny(key)).rejects.toMatchObject({ fault: "aborted" })
    expect(ends).toMatchObject([{ fault: "aborted" }])
    expect(socket.readyState).toBe(3)
  })

  it("tells that the socket closed, once", () => {
    socket.happens("error")
    socket.happens("close")
    expect(ends).toMatchObject([{ fault: "closed" }])
  })

  it.each([
    ["text", "hello"],
    ["bytes of no message", Uint8Array.of(1).buffer],
    ["an answer to nothing", encodeMessage({ type: "done", answers: 9 }).buffer],
  ])("ends at %s", (_, data) => {
    socket.receiveRaw(data)
    expect(ends).toMatchObject([{ fault: "unreadable" }])
  })

  it("ends with the service's word when it ends the conversation", () => {
    socket.receive({ type: "error", answers: null, fault: "replaced" })
    expect(ends).toMatchObject([{ fault: "replaced" }])
  })

  it("refuses an answer of another type than the request's", async () => {
    const denied = expect(client.deny(key)).rejects.toMatchObject({ fault: "unreadable" })
    await flush()
    socket.receive({ type: "must-ask", answers: 1 })
    await denied
  })

  it("asks for hello and prove first", async () => {
    const outOfOrder = { fault: "out-of-order" }
    await expect(client.prove({ A: key, M1: key })).rejects.toMatchObject(outOfOrder)
    await expect(client.enter(identity, () => {})).rejects.toMatchObject(outOfOrder)
    await expect(client.change({ change: "delete" }, identity.sign)).rejects.toMatchObject(outOfOrder)
  })
})
