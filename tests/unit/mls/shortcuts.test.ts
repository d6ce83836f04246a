import { expandWithLabel } from "ts-mls/crypto/kdf.js"
import { describe, expect, it } from "vitest"
import { randomBytes, utf8 } from "../../../src/bytes/bytes.ts"
import { withoutSecretTree } from "../../../src/mls/no-secret-tree.ts"
import { rememberDigests } from "../../../src/mls/remembered-digests.ts"
import { rememberKeys } from "../../../src/mls/remembered-keys.ts"
import { createSuite, FAST_SUITE, RELEASE_SUITE, type SuiteName } from "../../../src/mls/suite.ts"

describe("a suite without a secret tree", () => {
  it.each(["tree", "handshake", "application"])("derives nothing for %s", async (label) => {
    const { kdf } = withoutSecretTree(await createSuite(FAST_SUITE))
    const derived = await expandWithLabel(randomBytes(32), label, utf8("left"), kdf.size, kdf)
    expect(derived).toEqual(new Uint8Array(kdf.size))
  })

  it.each(["epoch", "exporter", "path", "node", "confirm", "init", "trees", "app", "handshak"])(
    "derives what any suite does for %s",
    async (label) => {
      const suite = await createSuite(FAST_SUITE)
      const secret = randomBytes(32)
      const [as, without] = await Promise.all(
        [suite, withoutSecretTree(suite)].map(({ kdf }) =>
          expandWithLabel(secret, label, utf8("MLS 1.0 tree"), kdf.size, kdf),
        ),
      )
      expect(without).toEqual(as)
      expect(without).not.toEqual(new Uint8Array(32))
    },
  )
})

describe("remembered keys", () => {
  it.each<SuiteName>([FAST_SUITE, RELEASE_SUITE])("are those that the suite derives (%s)", async (name) => {
    const suite = await createSuite(name)
    const keys = rememberKeys(suite)
    const secret = randomBytes(suite.kdf.size)
    const { hpke } = keys.suite
    const [first, second, other] = await Promise.all(
      [secret, secret.slice(), randomBytes(suite.kdf.size)].map((ikm) => hpke.deriveKeyPair(ikm)),
    )
    if (!first || !second || !other) throw new Error("three pairs expected")
    expect(second).toBe(first)
    const derived = await suite.hpke.deriveKeyPair(secret)
    const privateKey = await hpke.exportPrivateKey(first.privateKey)
    expect(privateKey).toEqual(await suite.hpke.exportPrivateKey(derived.privateKey))
    expect(await keys.publicKeyOf(privateKey)).toEqual(await suite.hpke.exportPublicKey(derived.publicKey))
    const otherKey = await hpke.exportPrivateKey(other.privateKey)
    expect(await keys.publicKeyOf(otherKey)).not.toEqual(await keys.publicKeyOf(privateKey))
  })

  it("are none for a key that was not derived here, and none once forgotten", async () => {
    const suite = await createSuite(FAST_SUITE)
    const keys = rememberKeys(suite)
    const { privateKey } = await keys.suite.hpke.deriveKeyPair(randomBytes(32))
    const derived = await keys.suite.hpke.exportPrivateKey(privateKey)
    const { privateKey: strange } = await suite.hpke.generateKeyPair()
    expect(await keys.publicKeyOf(await keys.suite.hpke.exportPrivateKey(strange))).toBeNull()
    expect(await keys.publicKeyOf(derived.slice())).toBeNull()
    expect(await keys.publicKeyOf(derived)).not.toBeNull()
    keys.forget()
    expect(await keys.publicKeyOf(derived)).toBeNull()
  })
})

describe("remembered digests", () => {
  it("are the hash's own, asked for once, also after many others", async () => {
    const { hash } = await createSuite(RELEASE_SUITE)
    let asked = 0
    const digest: typeof hash.digest = (data) => {
      asked++
      return hash.digest(data)
    }
    const remembered = rememberDigests({ ...hash, digest })
    const every = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    const inputs = [new Uint8Array(), every, every.toReversed(), ...Array.from(every, (byte) => Uint8Array.of(byte))]
    const found = await Promise.all([...inputs, ...inputs].map((input) => remembered.digest(input)))
    expect(found).toEqual(await Promise.all([...inputs, ...inputs].map((input) => hash.digest(input))))
    expect(asked).toBe(inputs.length)
    await Promise.all(Array.from({ length: 3000 }, () => remembered.digest(randomBytes(16))))
    expect(await remembered.digest(every)).toEqual(await hash.digest(every))
  })

  it("are not kept for what is longer than any node of a tree", async () => {
    const { hash } = await createSuite(FAST_SUITE)
    let asked = 0
    const digest: typeof hash.digest = (data) => {
      asked++
      return hash.digest(data)
    }
    const remembered = rememberDigests({ ...hash, digest })
    const [longest, longer] = [randomBytes(4096), randomBytes(4097)]
    for (const input of [longest, longer, longest, longer]) {
      // oxlint-disable-next-line no-await-in-loop -- in this order
      expect(await remembered.digest(input)).toEqual(await hash.digest(input))
    }
    expect(asked).toBe(3)
  })

  it("are nobody's to change", async () => {
    const { hash } = await createSuite(FAST_SUITE)
    const remembered = rememberDigests(hash)
    const input = randomBytes(9)
    ;(await remembered.digest(input)).fill(0)
    expect(await remembered.digest(input)).toEqual(await hash.digest(input))
  })
})
