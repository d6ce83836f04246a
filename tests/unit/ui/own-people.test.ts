import "fake-indexeddb/auto"
import { describe, expect, it } from "vitest"
import { randomBytes, toHex } from "../../../src/bytes/bytes.ts"
import { KnownPeople } from "../../../src/people/known-people.ts"
import { ownPeople } from "../../../src/ui/own-people.ts"
import { Vault } from "../../../src/vault/vault.ts"
import { eventually } from "../../harness/eventually.ts"

describe("the settings of who knows whom again", () => {
  it("make and delete a lasting identity", async () => {
    const name = toHex(randomBytes(8))
    const vault = await Vault.open({ name })
    const { lasting, refresh } = ownPeople(() => Vault.open({ name }))
    expect(lasting.value.lasting).toBeNull()
    await refresh()
    expect(lasting.value.lasting).toBe("none")
    lasting.value.onCreate()
    await eventually(() => expect(lasting.value.lasting).toBe("made"))
    expect(await vault.lasting.get()).not.toBeNull()
    lasting.value.onDelete()
    await eventually(() => expect(lasting.value.lasting).toBe("none"))
    expect(await vault.lasting.get()).toBeNull()
  })

  it("list people who were verified, and forget one or all", async () => {
    const database = toHex(randomBytes(8))
    const vault = await Vault.open({ name: database })
    const people = new KnownPeople(vault)
    for (const [at, name] of ["Ana", "Ben", "Eva"].entries()) {
      await people.remember({ name, lastingKey: randomBytes(32) }, at)
    }
    const { known, refresh } = ownPeople(() => Vault.open({ name: database }))
    await refresh()
    const names = () => known.value.known.map((person) => person.names[0])
    expect(names()).toEqual(["Eva", "Ben", "Ana"])
    const [, ben] = known.value.known
    if (ben) known.value.onForget(ben)
    await eventually(() => expect(names()).toEqual(["Eva", "Ana"]))
    known.value.onForgetAll()
    await eventually(() => expect(names()).toEqual([]))
    expect(await people.list()).toEqual([])
  })
})
