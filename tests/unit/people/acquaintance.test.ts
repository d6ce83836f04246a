import { describe, expect, it } from "vitest"
import { randomBytes } from "../../../src/bytes/bytes.ts"
import { acquaintance, acquaintancesOf, type Claimed } from "../../../src/people/acquaintance.ts"
import type { KnownPerson } from "../../../src/people/known-people.ts"

const [anasKey, bensKey, strangersKey] = [randomBytes(32), randomBytes(32), randomBytes(32)] as const
const ANA: KnownPerson = { lastingKey: anasKey, names: ["Ana", "Ana Maria"], verifiedAt: 10 }
const BEN: KnownPerson = { lastingKey: bensKey, names: ["Ben"], verifiedAt: 20 }

function met(claimed: Claimed, ...known: readonly KnownPerson[]) {
  return acquaintance(claimed, acquaintancesOf(known))
}

describe("an acquaintance", () => {
  it("is verified by the key, under whatever name", () => {
    for (const name of ["Ana", "Eva", null]) {
      expect(met({ name, lastingKey: anasKey }, ANA, BEN)).toEqual({ kind: "verified", at: 10 })
    }
  })

  it("is new with a lasting key that was never compared, temporary without one", () => {
    expect(met({ name: "Eva", lastingKey: strangersKey }, ANA, BEN)).toEqual({ kind: "new" })
    expect(met({ name: "Eva", lastingKey: null }, ANA, BEN)).toEqual({ kind: "temporary" })
    expect(met({ name: null, lastingKey: null }, ANA, BEN)).toEqual({ kind: "temporary" })
  })

  it.each(["Ana", "ana maria", "  ANA", "Аna", "𝐀na"])("of another key is shouted about under the name %j", (name) => {
    const shout = { kind: "other-key", since: 10 }
    expect(met({ name, lastingKey: strangersKey }, ANA, BEN)).toEqual(shout)
    expect(met({ name, lastingKey: null }, ANA, BEN)).toEqual(shout)
  })

  it("of two people of one name is whichever key it brings", () => {
    const otherAna = { lastingKey: strangersKey, names: ["Ana"], verifiedAt: 30 }
    expect(met({ name: "Ana", lastingKey: anasKey }, ANA, otherAna)).toEqual({ kind: "verified", at: 10 })
    expect(met({ name: "Ana", lastingKey: strangersKey }, ANA, otherAna)).toEqual({
      kind: "verified",
      at: 30,
    })
    expect(met({ name: "Ana", lastingKey: bensKey }, ANA, otherAna)).toEqual({
      kind: "other-key",
      since: 30,
    })
  })
})
