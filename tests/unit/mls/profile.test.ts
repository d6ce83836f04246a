import { describe, expect, it } from "vitest"
import { randomBytes, toHex, utf8 } from "../../../src/bytes/bytes.ts"
import { signStatement } from "../../../src/bytes/statement.ts"
import { openProfile, type Profile, SEALED_PROFILE_BYTES, sealProfile } from "../../../src/mls/profile.ts"
import { keyPair, Meeting } from "./people.ts"

const PROFILE: Profile = { name: "Ada", lasting: null, releaseDigest: new Uint8Array(32), releaseVersion: "1.0.0" }

async function setup() {
  const { nameKey } = await Meeting.create()
  const owner = { meeting: "Ab3dEf6h1J", identityKey: (await keyPair()).publicKey }
  return { nameKey, owner }
}

describe("a sealed profile", () => {
  it("opens to what was sealed, and has one length for every name", async () => {
    const { nameKey, owner } = await setup()
    for (const name of ["A", "Ada Lovelace", "é".repeat(32)]) {
      const sealed = await sealProfile(nameKey, owner, { ...PROFILE, name })
      expect(sealed).toHaveLength(SEALED_PROFILE_BYTES)
      expect(toHex(sealed)).not.toContain(toHex(utf8("Ada")))
      expect(await openProfile(nameKey, owner, sealed)).toMatchObject({ name })
    }
  })

  it.each(["", "é".repeat(33)])("is not made for the name %j", async (name) => {
    const { nameKey, owner } = await setup()
    await expect(sealProfile(nameKey, owner, { ...PROFILE, name })).rejects.toMatchObject({ fault: "name-size" })
  })

  it("does not open with another key, for another person or in another meeting", async () => {
    const { nameKey, owner } = await setup()
    const sealed = await sealProfile(nameKey, owner, PROFILE)
    const { nameKey: otherKey } = await setup()
    expect(await openProfile(otherKey, owner, sealed)).toBeNull()
    expect(await openProfile(nameKey, { ...owner, identityKey: randomBytes(32) }, sealed)).toBeNull()
    expect(await openProfile(nameKey, { ...owner, meeting: "0000000000" }, sealed)).toBeNull()
    expect(await openProfile(nameKey, owner, sealed.with(20, (sealed[20] ?? 0) ^ 1))).toBeNull()
  })

  it("opens to a name that can be shown, whatever was sealed", async () => {
    const { nameKey, owner } = await setup()
    const turned = await sealProfile(nameKey, owner, { ...PROFILE, name: "\u{202E}Ada\n" })
    expect(await openProfile(nameKey, owner, turned)).toMatchObject({ name: "Ada" })
    const unseen = await sealProfile(nameKey, owner, { ...PROFILE, name: "\u{200B}" })
    expect(await openProfile(nameKey, owner, unseen)).toBeNull()
  })

  it("opens with a lasting certificate for this person only", async () => {
    const { nameKey, owner } = await setup()
    const lasting = await keyPair()
    const vouched = { publicKey: lasting.publicKey, signature: await signStatement(lasting.sign, "lasting", owner) }
    const good = await sealProfile(nameKey, owner, { ...PROFILE, lasting: vouched })
    expect(await openProfile(nameKey, owner, good)).toMatchObject({ lasting: { publicKey: lasting.publicKey } })
    const stranger = { ...vouched, publicKey: (await keyPair()).publicKey }
    const bad = await sealProfile(nameKey, owner, { ...PROFILE, lasting: stranger })
    expect(await openProfile(nameKey, owner, bad)).toBeNull()
  })
})
