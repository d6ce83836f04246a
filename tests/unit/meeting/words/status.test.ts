import { describe, expect, it } from "vitest"
import { encodeCbor } from "../../../../src/bytes/cbor.ts"
import { encodeStatus, NO_STATUS, Statuses } from "../../../../src/meeting/words/status.ts"
import { ANA, BEN, epochOf, key } from "../fixtures.ts"
import { idOf, messageOf } from "./fixtures.ts"

const STATE = epochOf(1n, [ANA, BEN])
const RAISED = { ...NO_STATUS, hand: 1000 }
const RETURNED = { ...BEN, leafKey: key(77) }

describe("what people say of themselves", () => {
  it("is the last that they said, in the order in which they said it", () => {
    const statuses = new Statuses()
    expect(statuses.of(idOf(BEN))).toBeNull()
    expect(statuses.take(messageOf(encodeStatus(RAISED), BEN, { counter: 7n }), STATE)).toEqual(RAISED)
    expect(statuses.take(messageOf(encodeStatus(NO_STATUS), BEN, { counter: 6n }), STATE)).toBeNull()
    expect(statuses.of(idOf(BEN))).toEqual(RAISED)
    statuses.take(messageOf(encodeStatus(NO_STATUS), BEN, { counter: 8n }), STATE)
    expect(statuses.of(idOf(BEN))).toEqual(NO_STATUS)
    expect(statuses.of(idOf(ANA))).toBeNull()
  })

  it("is said anew after a return with another leaf, and not by the leaf of before", () => {
    const statuses = new Statuses()
    const after = epochOf(2n, [ANA, RETURNED])
    statuses.take(messageOf(encodeStatus(NO_STATUS), BEN, { counter: 7n }), STATE)
    expect(statuses.take(messageOf(encodeStatus(RAISED), RETURNED, { counter: 0n }), after)).toEqual(RAISED)
    expect(statuses.take(messageOf(encodeStatus(NO_STATUS), BEN, { counter: 8n }), after)).toBeNull()
    expect(statuses.of(idOf(BEN))).toEqual(RAISED)
  })

  it("is forgotten of who went", () => {
    const statuses = new Statuses()
    for (const person of [ANA, BEN]) statuses.take(messageOf(encodeStatus(RAISED), person), STATE)
    statuses.keepOnly(new Set([idOf(ANA)]))
    expect(statuses.of(idOf(BEN))).toBeNull()
    expect(statuses.of(idOf(ANA))).toEqual(RAISED)
  })

  it.each<readonly [string, object]>([
    ["no microphone", { ...NO_STATUS, microphone: null }],
    ["another state", { ...NO_STATUS, camera: "starting" }],
    ["a hand that is up without a time", { ...NO_STATUS, hand: true }],
    ["an answer of another kind", { ...NO_STATUS, resumed: { ...NO_STATUS.resumed, screen: "yes" } }],
    ["a field too many", { ...NO_STATUS, mood: "good" }],
  ])("is refused with %s", (_, status) => {
    const statuses = new Statuses()
    expect(statuses.take(messageOf(encodeCbor(NO_STATUS), BEN), STATE)).toEqual(NO_STATUS)
    const message = messageOf(encodeCbor(status as typeof NO_STATUS), BEN, { counter: 1n })
    expect(() => statuses.take(message, STATE)).toThrow()
    expect(statuses.of(idOf(BEN))).toEqual(NO_STATUS)
  })
})
