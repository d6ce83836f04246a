import { describe, expect, it } from "vitest"
import { DeliveryError } from "../../../src/delivery/errors.ts"
import type { Entry } from "../../../src/meeting/entry.ts"
import { Reentry } from "../../../src/meeting/reentry.ts"

const ENTRY = { grant: { room: "room", roomToken: "the new one" } } as unknown as Entry
const GONE = new DeliveryError("closed", "")

function setUp() {
  const entered = Promise.withResolvers<Entry>()
  return { ...entered, reentry: new Reentry(() => entered.promise) }
}

const there = { renewToken: async () => "the old one" }
const gone = { renewToken: () => Promise.reject(GONE) }

describe("entering anew", () => {
  it("is over once we are in", async () => {
    const { reentry, resolve } = setUp()
    expect(reentry.isOut).toBe(false)
    const entering = reentry.enter()
    expect(reentry.isOut).toBe(true)
    resolve(ENTRY)
    expect(await entering).toBe(ENTRY)
    expect(reentry.isOut).toBe(false)
  })

  it("is not tried again when it was refused", async () => {
    const { reentry, reject } = setUp()
    reject(GONE)
    await expect(reentry.enter()).rejects.toBe(GONE)
    expect(reentry.isOut).toBe(true)
  })
})

describe("a fresh token for the room", () => {
  it("is the service's, as long as that has us", async () => {
    const { reentry } = setUp()
    expect(await reentry.renewToken(there)).toBe("the old one")
    await expect(reentry.renewToken(gone)).rejects.toBe(GONE)
  })

  it("comes with the next entry, where we are out", async () => {
    const { reentry, resolve } = setUp()
    const entering = reentry.enter()
    const renewed = reentry.renewToken(gone)
    resolve(ENTRY)
    expect(await renewed).toBe("the new one")
    await entering
  })
})
