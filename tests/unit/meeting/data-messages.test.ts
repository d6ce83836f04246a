import { beforeEach, describe, expect, it, vi } from "vitest"
import { utf8 } from "../../../src/bytes/bytes.ts"
import { ShapeError } from "../../../src/bytes/shape.ts"
import type { DataMessage, OpenedDataMessage } from "../../../src/media/data-message.ts"
import { FrameError } from "../../../src/media/errors.ts"
import { DataMessages, type MessageHandler } from "../../../src/meeting/data-messages.ts"
import { FakeClock, fault } from "../media/fixtures.ts"
import { ANA, BEN, epochOf, key } from "./fixtures.ts"

let sealed: DataMessage[]
let next: OpenedDataMessage | null
let messages: DataMessages
const onFirst = vi.fn<() => void>()
const send = vi.fn<(packet: Uint8Array, to: readonly Uint8Array[]) => void>()

beforeEach(() => {
  vi.clearAllMocks()
  sealed = []
  next = null
  messages = new DataMessages({
    clock: new FakeClock(),
    frames: {
      sealData: async (message) => {
        sealed.push(message)
        return Uint8Array.of(sealed.length)
      },
      openData: async () => {
        if (!next) throw new FrameError("forged", "the tag does not fit")
        return next
      },
    },
    send,
    onFirst,
  })
})

function arrive(counter: bigint, changes: Partial<OpenedDataMessage> = {}): Promise<void> {
  const { identityKey, leafKey } = BEN
  next = { kind: "chat", counter, body: utf8("hi"), identityKey, leafKey, leaf: 1, epoch: 1n, ...changes }
  return messages.handlePacket(new Uint8Array(1), null)
}

describe("data messages", () => {
  it("go to whoever takes their kind, each once, and are acknowledged also where nobody does", async () => {
    const handler = vi.fn<MessageHandler>()
    messages.take("chat", handler)
    messages.handleEpoch(epochOf(1n, [ANA, BEN]))
    await arrive(0n)
    await arrive(0n)
    await arrive(1n, { kind: "unknown" })
    expect(handler.mock.calls.map(([{ counter }]) => counter)).toEqual([0n])
    expect(sealed.map(({ kind }) => kind)).toEqual(["ack", "ack", "ack"])
    expect(onFirst).toHaveBeenCalledOnce()
    expect(messages.wasHeard(BEN.leafKey)).toBe(true)
    expect(messages.wasHeard(ANA.leafKey)).toBe(false)
  })

  it("tell who was heard for as long as they are in, and an epoch longer, as the next may be taken back", async () => {
    messages.handleEpoch(epochOf(1n, [ANA, BEN]))
    await arrive(0n)
    messages.handleEpoch(epochOf(2n, [ANA]))
    expect(messages.wasHeard(BEN.leafKey)).toBe(true)
    messages.handleEpoch(epochOf(3n, [ANA]))
    expect(messages.wasHeard(BEN.leafKey)).toBe(false)
  })

  it("that do not open, or whose body is none of their kind's, are dropped without a word", async () => {
    messages.take("chat", () => {
      throw new ShapeError("missing-field", '"text" is missing')
    })
    messages.handleEpoch(epochOf(1n, [ANA, BEN]))
    await messages.handlePacket(new Uint8Array(1), null)
    await arrive(0n)
    expect(sealed).toEqual([])
  })

  it("that nothing is wrong with but their taker are no packet's fault", async () => {
    messages.take("chat", () => {
      throw new TypeError("a bug")
    })
    messages.handleEpoch(epochOf(1n, [ANA, BEN]))
    await expect(arrive(0n)).rejects.toThrow("a bug")
  })

  it("are sent to the members, under the present leaf, numbered anew with a new one", async () => {
    await expect(messages.post("chat", utf8("early"))).rejects.toThrow(fault("no-epoch"))
    expect(messages.handleEpoch(epochOf(1n, [ANA, BEN]))).toBe("new-leaf")
    await messages.post("chat", utf8("one"))
    await messages.post("chat", utf8("two"))
    expect(messages.handleEpoch(epochOf(2n, [ANA, BEN]))).toBe("same-leaf")
    expect(messages.handleEpoch(epochOf(3n, [{ ...ANA, leafKey: key(77) }, BEN]))).toBe("new-leaf")
    await messages.post("chat", utf8("three"), [])
    expect(sealed.map(({ counter }) => counter)).toEqual([0n, 1n, 0n])
    expect(send.mock.calls.map(([, to]) => to)).toEqual([[BEN.identityKey], [BEN.identityKey]])
  })

  it("tell whom they did not reach when the leaf is given up", async () => {
    messages.handleEpoch(epochOf(1n, [ANA, BEN]))
    const { reached } = await messages.post("chat", utf8("hi"))
    messages.close()
    expect(await reached).toEqual([BEN.identityKey])
  })
})
