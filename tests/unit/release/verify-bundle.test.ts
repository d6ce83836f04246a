// Each fault provoked on a bundle that is good but for it: what it holds, and what it is about.

import { describe, expect, it } from "vitest"
import { decodeTrustRoot } from "../../../src/release/trust-root.ts"
import { type BundlePolicy, verifyBundle } from "../../../src/release/verify-bundle.ts"
import { newPair, SIGNER } from "../../harness/release/authority.ts"
import { spki, toBytes, without } from "../../harness/release/bundle-json.ts"
import {
  ARTIFACT,
  authority,
  expectFault,
  good,
  IDENTITY,
  NOW,
  other,
  POLICY,
  signatureOf,
  verify,
  withEntry,
  withTimestamps,
} from "./good-bundle.ts"

describe("a good bundle", () => {
  it("verifies, and shows when and where it was logged", async () => {
    const { log, signedAt, identity, statement } = await verify(good)
    expect(signedAt).toEqual(NOW)
    expect(log).toEqual({
      log: "log.test",
      logIndex: BigInt(good.verificationMaterial.tlogEntries[0]?.logIndex ?? -1),
      treeSize: 1n,
    })
    expect(identity).toBe(IDENTITY)
    expect(statement).toBeNull()
  })

  it("verifies by a timestamp alone, without a promise", async () => {
    const timestamped = withTimestamps(await authority.timestamp(signatureOf(good))) as typeof good
    const [entry] = good.verificationMaterial.tlogEntries
    const tlogEntries = [{ ...entry, inclusionPromise: null, integratedTime: "0", logIndex: "0" }]
    const { signedAt } = await verify({
      ...timestamped,
      verificationMaterial: { ...timestamped.verificationMaterial, tlogEntries },
    })
    expect(signedAt).toEqual(NOW)
  })
})

describe("a bundle that cannot be read", () => {
  it.each([
    ["is not JSON in UTF-8", Buffer.of(0xff)],
    ["is no map", Buffer.from("[]")],
    ["is longer than any bundle", Buffer.alloc(2 ** 21 + 1, 0x20)],
  ])("is refused as it %s", async (_, bytes) => {
    const root = decodeTrustRoot(toBytes(authority.trustRoot()))
    await expect(verifyBundle(POLICY, root, bytes, ARTIFACT)).rejects.toMatchObject({ fault: "bundle" })
  })

  it.each([
    [
      "of a version that the policy has not",
      { ...good, mediaType: "application/vnd.dev.sigstore.bundle+json;version=0.2" },
    ],
    ["of a type that is none", { ...good, mediaType: "application/json" }],
    ["with a field that is not known", { ...good, more: 1 }],
    ["without content", { ...good, messageSignature: undefined }],
    [
      "with two contents",
      { ...good, dsseEnvelope: { payload: "AA==", payloadType: "a", signatures: [{ sig: "AA==" }] } },
    ],
    ["without a signer", { ...good, verificationMaterial: { ...good.verificationMaterial, certificate: null } }],
    ["with two signers", { ...good, verificationMaterial: { ...good.verificationMaterial, publicKey: { hint: "" } } }],
    ["with base64 that has stray bits", withEntry((entry) => ({ ...entry, canonicalizedBody: "AB==" }))],
    ["with a log index below zero", withEntry((entry) => ({ ...entry, logIndex: "-1" }))],
  ])("is refused %s", async (_, bundle) => {
    await expectFault("bundle", bundle)
  })
})

describe("a bundle without proof", () => {
  it("is refused when it was never logged", async () => {
    await expectFault("no-proof", { ...good, verificationMaterial: { ...good.verificationMaterial, tlogEntries: [] } })
  })

  it("is refused with a promise alone", async () => {
    await expectFault(
      "no-proof",
      withEntry((entry) => without(entry, "inclusionProof")),
    )
  })

  it("is refused with a proof that has no checkpoint, or an empty one", async () => {
    for (const checkpoint of [null, {}, { envelope: "" }]) {
      await expectFault(
        "no-proof",
        withEntry((entry) => ({ ...entry, inclusionProof: { ...entry.inclusionProof, checkpoint } })),
      )
    }
  })
})

describe("a bundle of something else", () => {
  it("is refused for another artifact", async () => {
    await expectFault("artifact", good, { artifact: Buffer.from("another release") })
  })
})

function byKey(publicKey: Buffer): BundlePolicy {
  return { ...POLICY, trust: { kind: "key", publicKey } }
}

describe("a signature", () => {
  it("is refused that does not verify, although it was logged", async () => {
    await expectFault("signature", await authority.signArtifact(ARTIFACT, SIGNER, { signature: signatureOf(other) }))
  })

  it("verifies by the given key, and by no other", async () => {
    const pair = newPair()
    const bundle = await authority.signWith(ARTIFACT, pair, null)
    expect((await verify(bundle, { policy: byKey(spki(pair.publicKey)) })).identity).toBeNull()
    await expectFault("signature", bundle, { policy: byKey(spki(newPair().publicKey)) })
    await expectFault("signature", bundle, { policy: byKey(Buffer.of(1)) })
    await expectFault("bundle", bundle)
    await expectFault("bundle", good, { policy: byKey(spki(pair.publicKey)) })
  })
})

describe("a statement", () => {
  const pair = newPair()
  const predicateType = "urn:wardroom:rebuild:1"
  const policy: BundlePolicy = {
    ...POLICY,
    trust: { kind: "key", publicKey: spki(pair.publicKey) },
    content: { predicateType },
  }
  const statementOf = (digest: object) => ({
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: "release.json", digest }],
    predicateType,
    predicate: { reproduced: true },
  })
  const sha256 = (good as unknown as { messageSignature: { messageDigest: { digest: string } } }).messageSignature
  const subject = { sha256: Buffer.from(sha256.messageDigest.digest, "base64").toString("hex") }

  it("verifies over its subject, and gives its predicate", async () => {
    const bundle = await authority.attest(statementOf(subject), pair)
    expect((await verify(bundle, { policy })).statement).toEqual({ predicateType, predicate: { reproduced: true } })
  })

  it.each([
    ["another subject", { sha256: "0".repeat(64) }],
    ["the beginning of its digest", { sha256: subject.sha256.slice(0, 32) }],
    ["the digest by another name", { sha512: subject.sha256 }],
  ])("is refused over %s", async (_, digest) => {
    await expectFault("artifact", await authority.attest(statementOf(digest), pair), { policy })
  })

  it("is refused with another predicate than the policy asks for", async () => {
    const bundle = await authority.attest({ ...statementOf(subject), predicateType: "urn:wardroom:rebuild:2" }, pair)
    await expectFault("predicate", bundle, { policy })
  })

  it("is refused where the artifact itself must be signed, and the other way round", async () => {
    const bundle = await authority.attest(statementOf(subject), pair)
    await expectFault("predicate", bundle, { policy: { ...policy, content: "artifact" } })
    await expectFault("predicate", await authority.signWith(ARTIFACT, pair, null), { policy })
  })

  it("is refused that is none", async () => {
    await expectFault("bundle", await authority.attest({ subject }, pair), { policy })
  })
})
