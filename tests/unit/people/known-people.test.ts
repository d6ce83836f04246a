import "fake-indexeddb/auto"
import { describe, expect, it } from "vitest"
import { randomBytes, toHex } from "../../../src/bytes/bytes.ts"
import { KnownPeople } from "../../../src/people/known-people.ts"
import { Vault } from "../../../src/vault/vault.ts"

const [anasKey, bensKey, strangersKey] = [randomBytes(32), randomBytes(32), randomBytes(32)] as const

async function setup() {
  const name = toHex(randomBytes(8))
  return { name, people: new KnownPeople(await Vault.open({ name })) }
}

describe("known people", () => {
  it("are remembered with their names and the time, the last one first", async () => {
    const { name, people } = await setup()
    await people.remember({ name: "Ana", lastingKey: anasKey }, 1)
    await people.remember({ name: "Ben", lastingKey: bensKey }, 2)
    await people.remember({ name: "Ana Maria", lastingKey: anasKey }, 3)
    await people.remember({ name: "ANA", lastingKey: anasKey }, 4)
    const again = new KnownPeople(await Vault.open({ name }))
    expect(await again.list()).toEqual([
      { lastingKey: anasKey, names: ["ANA", "Ana Maria"], verifiedAt: 4 },
      { lastingKey: bensKey, names: ["Ben"], verifiedAt: 2 },
    ])
  })

  it("keep the eight names under which they were met last", async () => {
    const { people } = await setup()
    for (let met = 0; met < 10; met++) await people.remember({ name: `Ana ${met}`, lastingKey: anasKey }, met)
    const [ana] = await people.list()
    expect(ana?.names).toEqual([9, 8, 7, 6, 5, 4, 3, 2].map((met) => `Ana ${met}`))
  })

  it("are forgotten one by one and all at once", async () => {
    const { people } = await setup()
    await people.remember({ name: "Ana", lastingKey: anasKey }, 1)
    await people.remember({ name: "Ben", lastingKey: bensKey }, 2)
    await people.remember({ name: "Eva", lastingKey: strangersKey }, 3)
    await people.forget(bensKey)
    expect((await people.list()).map(({ names }) => names)).toEqual([["Eva"], ["Ana"]])
    await people.forgetAll()
    expect(await people.list()).toEqual([])
  })
})
