import "fake-indexeddb/auto"
import { describe, expect, it } from "vitest"
import { randomBytes, toHex } from "../../../src/bytes/bytes.ts"
import { WhoIsWho } from "../../../src/meeting/who-is-who.ts"
import type { EpochMember } from "../../../src/mls/epoch-state.ts"
import { pairwiseCode } from "../../../src/password/pairwise-code.ts"
import { KnownPeople } from "../../../src/people/known-people.ts"
import { Vault } from "../../../src/vault/vault.ts"
import { ANA, BEN, CHIDI, epochOf, key } from "./fixtures.ts"

type Somebody = Omit<EpochMember, "leaf">

const ben = toHex(BEN.identityKey)
const LASTING_BEN = { ...BEN, lastingKey: key(50) }

/** What the first, or another, of these people knows of the others. */
async function whoIsWho(people: readonly Somebody[], { own = 0, vault }: { own?: number; vault?: Vault } = {}) {
  const kept = vault ?? (await Vault.open({ name: toHex(randomBytes(8)) }))
  const who = new WhoIsWho(epochOf(1n, people, own), {
    vault: kept,
    passwords: { pairwiseCode: ({ hostKey, one, other }) => pairwiseCode(hostKey, one, other) },
    wallClock: () => 1000,
    onChange: () => undefined,
  })
  await who.begin()
  const change = (now: readonly Somebody[]) => who.handleEpoch(epochOf(2n, now, own))
  change(people)
  return { who, vault: kept, change }
}

describe("who is who", () => {
  it("knows nothing of anybody at first, and says nothing of yourself", async () => {
    const { who } = await whoIsWho([ANA, LASTING_BEN, CHIDI])
    expect(who.of(toHex(ANA.identityKey)).acquaintance).toBeNull()
    expect(who.of(ben)).toEqual({ nameNumber: null, nameDoubt: null, acquaintance: { kind: "new" }, verified: null })
    expect(who.of(toHex(CHIDI.identityKey)).acquaintance).toEqual({ kind: "temporary" })
  })

  it("verifies whoever shows the code of the two, and remembers their lasting key in the vault", async () => {
    const anas = await whoIsWho([ANA, LASTING_BEN])
    const bens = await whoIsWho([ANA, LASTING_BEN], { own: 1 })
    const [theirs, ours] = [await bens.who.code(toHex(ANA.identityKey)), await anas.who.code(ben)]
    expect(theirs?.digits).toEqual(ours?.digits)
    expect(await anas.who.verify(ben, { kind: "scanned", content: theirs?.qr ?? "" })).toBe("match")
    expect(anas.who.of(ben)).toMatchObject({
      verified: { verdict: "match", at: 1000, how: "scanned" },
      acquaintance: { kind: "verified", at: 1000 },
    })
    const known = await new KnownPeople(anas.vault).list()
    expect(known).toEqual([{ lastingKey: key(50), names: ["Ben"], verifiedAt: 1000 }])
  })

  it("knows them again in the next meeting, and shouts at another of that name", async () => {
    const { who, vault } = await whoIsWho([ANA, LASTING_BEN])
    await who.verify(ben, { kind: "by-eye", verdict: "match" })
    const again = { ...LASTING_BEN, identityKey: key(60), leafKey: key(61) }
    const stranger = { ...BEN, identityKey: key(70), leafKey: key(71), lastingKey: key(72) }
    const next = await whoIsWho([ANA, again, stranger], { vault })
    expect(next.who.of(toHex(again.identityKey)).acquaintance).toEqual({ kind: "verified", at: 1000 })
    expect(next.who.of(toHex(again.identityKey)).verified).toBeNull()
    expect(next.who.of(toHex(stranger.identityKey)).acquaintance).toEqual({ kind: "other-key", since: 1000 })
    expect(next.who.ofAsker({ name: "Ben", lastingKey: null })).toEqual({
      acquaintance: { kind: "other-key", since: 1000 },
      nameDoubt: { kind: "looks-like", name: "Ben" },
    })
    expect(next.who.ofAsker({ name: "Eva", lastingKey: key(50) })).toEqual({
      acquaintance: { kind: "verified", at: 1000 },
      nameDoubt: null,
    })
  })

  it("remembers nobody whose codes differ or who has no lasting key", async () => {
    const { who, vault } = await whoIsWho([ANA, LASTING_BEN, CHIDI])
    expect(await who.verify(ben, { kind: "by-eye", verdict: "differs" })).toBe("differs")
    expect(await who.verify(toHex(CHIDI.identityKey), { kind: "by-eye", verdict: "match" })).toBe("match")
    expect(who.of(ben).verified).toEqual({ verdict: "differs", at: 1000, how: "by-eye" })
    expect(who.of(toHex(CHIDI.identityKey)).verified).toMatchObject({ verdict: "match" })
    expect(await new KnownPeople(vault).list()).toEqual([])
  })

  it("takes neither your own code nor a stranger's QR code for a verdict", async () => {
    const { who } = await whoIsWho([ANA, LASTING_BEN])
    const own = await who.code(ben)
    expect(await who.verify(ben, { kind: "scanned", content: own?.qr ?? "" })).toBe("your-own")
    expect(await who.verify(ben, { kind: "scanned", content: "https://example.org" })).toBe("not-a-code")
    expect(who.of(ben).verified).toBeNull()
  })

  it("finds that codes differ when somebody stands in between", async () => {
    const anas = await whoIsWho([ANA, LASTING_BEN])
    const bens = await whoIsWho([{ ...ANA, identityKey: key(90) }, LASTING_BEN], { own: 1 })
    const theirs = await bens.who.code(toHex(key(90)))
    expect(await anas.who.verify(ben, { kind: "scanned", content: theirs?.qr ?? "" })).toBe("differs")
  })

  it("has no code with yourself, nor with somebody who left", async () => {
    const { who, change } = await whoIsWho([ANA, BEN])
    expect(await who.code(toHex(ANA.identityKey))).toBeNull()
    change([ANA])
    expect(await who.code(ben)).toBeNull()
    expect(await who.verify(ben, { kind: "by-eye", verdict: "match" })).toBe("gone")
  })

  it("tells people of one name apart by their arrival, whatever their leaves are", async () => {
    const otherBen = { ...CHIDI, name: "Ben" }
    const { who, change } = await whoIsWho([ANA, BEN])
    change([ANA, otherBen, BEN])
    expect(who.of(ben).nameNumber).toBe(1)
    expect(who.of(toHex(otherBen.identityKey)).nameNumber).toBe(2)
  })
})
