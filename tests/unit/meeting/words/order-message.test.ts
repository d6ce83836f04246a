import { describe, expect, it } from "vitest"
import { toHex } from "../../../../src/bytes/bytes.ts"
import { encodeCbor } from "../../../../src/bytes/cbor.ts"
import { MAX_BODY_BYTES } from "../../../../src/media/data-message.ts"
import type { MediaOrder } from "../../../../src/meeting/words/media-orders.ts"
import { noticeOf } from "../../../../src/meeting/words/order-notices.ts"
import {
  decodeOrder,
  decodeStanding,
  encodeEnd,
  encodeOrder,
  encodeStanding,
  type GivenOrder,
  verifyEnd,
} from "../../../../src/meeting/words/order-message.ts"
import { key } from "../fixtures.ts"

const ID = toHex(key(1))
const ORDER: GivenOrder = { number: 1_800_000_000_000, medium: "microphone", word: "forbid", whom: [ID] }
const RAW = { number: 7, medium: "camera", word: "stop", whom: [key(1)] }

describe("an order on its way", () => {
  it.each([{ whom: [ID] }, { whom: [ID, toHex(key(2))] }, { whom: null }])(
    "comes out as it went in: %o",
    ({ whom }) => {
      expect(decodeOrder(encodeOrder({ ...ORDER, whom }))).toEqual({ ...ORDER, whom })
    },
  )

  it("of everybody by name fits into one message", () => {
    const whom = Array.from({ length: 249 }, (_, index) => toHex(key(index)))
    expect(encodeOrder({ ...ORDER, whom }).length).toBeLessThan(MAX_BODY_BYTES)
  })

  it.each<readonly [string, object]>([
    ["another word", { ...RAW, word: "pause" }],
    ["another medium", { ...RAW, medium: "chat" }],
    ["a short identity key", { ...RAW, whom: [new Uint8Array(31)] }],
    ["one key that is no list", { ...RAW, whom: key(1) }],
    ["too many people", { ...RAW, whom: Array.from({ length: 251 }, () => key(1)) }],
    ["a number below 0", { ...RAW, number: -1 }],
    ["a field too many", { ...RAW, by: key(1) }],
  ])("is refused with %s", (_, value) => {
    expect(decodeOrder(encodeCbor(RAW))).toMatchObject({ number: 7 })
    expect(() => decodeOrder(encodeCbor(value as typeof RAW))).toThrow()
  })
})

const standing = (count: number): readonly MediaOrder[] =>
  Array.from({ length: count }, (_, number) => ({ ...ORDER, number, by: ID, whom: number === 0 ? null : ID }))

describe("what stands, told to a newcomer", () => {
  it("comes out as it went in, in as many messages as it takes", () => {
    const orders = standing(200)
    const bodies = encodeStanding(orders)
    expect(bodies).toHaveLength(3)
    for (const body of bodies) expect(body.length).toBeLessThan(MAX_BODY_BYTES)
    expect(bodies.flatMap((body) => decodeStanding(body))).toEqual(orders)
    expect(encodeStanding([])).toEqual([])
  })

  it("is refused with anything else in it", () => {
    const [body = new Uint8Array()] = encodeStanding(standing(1))
    expect(decodeStanding(body)).toHaveLength(1)
    expect(() => decodeStanding(encodeCbor({ orders: [RAW] }))).toThrow()
    expect(() => decodeStanding(encodeCbor([]))).toThrow()
  })
})

describe("the end for all", () => {
  it("says nothing more", () => {
    expect(() => verifyEnd(encodeEnd())).not.toThrow()
    expect(() => verifyEnd(encodeCbor({ at: 7 }))).toThrow()
  })
})

describe("what people are told of an order", () => {
  it.each([
    [{ medium: "microphone", word: "stop" }, "muted"],
    [{ medium: "microphone", word: "forbid" }, "muted"],
    [{ medium: "microphone", word: "allow" }, "unmute-allowed"],
    [{ medium: "camera", word: "stop" }, "video-stopped"],
    [{ medium: "screen", word: "stop" }, "sharing-stopped"],
    [{ medium: "hand", word: "stop" }, "hand-lowered"],
  ] as const)("of %o is %s, and another word where it is about several", (order, kind) => {
    expect(noticeOf({ ...ORDER, ...order })).toBe(kind)
    expect(noticeOf({ ...ORDER, ...order, whom: null })).toBe(`all-${kind}`)
    expect(noticeOf({ ...ORDER, ...order, whom: [ID, ID] })).toBe(`all-${kind}`)
  })

  it("is nothing where something may be turned on that nobody hears", () => {
    expect(noticeOf({ ...ORDER, medium: "camera", word: "allow" })).toBeNull()
  })
})
