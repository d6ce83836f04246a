import { createHash, generateKeyPairSync } from "node:crypto"
import { bundleFromJSON } from "@sigstore/bundle"
import { TrustedRoot } from "@sigstore/protobuf-specs"
import { toSignedEntity, toTrustMaterial, Verifier } from "@sigstore/verify"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Claims, type LogVersion, attest, signFile, testParty } from "../../../scripts/release/signing.ts"
import type { TestAuthority } from "../../../scripts/release/test-authority.ts"
import { preAuthEncoding } from "../../../scripts/verify/sigstore/bundle.ts"
import { type BundlePolicy, verdictOnBundle } from "../../../scripts/verify/sigstore/verify-bundle.ts"
import { startAuthority } from "./signed-package.ts"

const ARTIFACT = Buffer.from("what is signed")
const CLAIMS: Claims = { iss: "https://issuer.example", sub: "https://git.example/release" }
const UNASKED = { repository: null, sourceRef: null, runner: null, commit: null }
const IDENTITY = { ...UNASKED, issuer: "https://issuer.example", subject: "https://git.example/release" }
const SUBJECT = { name: "a", digest: { sha256: createHash("sha256").update(ARTIFACT).digest("hex") } }
const POLICY: BundlePolicy = { bundleVersions: ["0.3"], trust: { identity: IDENTITY }, asked: "artifact" }

type Json = Record<string, any> // oxlint-disable-line typescript/no-explicit-any -- bundles are taken apart freely here

let authority: TestAuthority
let bundles: Record<LogVersion, Json>

beforeAll(async () => {
  authority = await startAuthority()
  const sign = async (log: LogVersion): Promise<Json> =>
    JSON.parse((await signFile(ARTIFACT, testParty(authority.services, log, CLAIMS))).toString())
  bundles = { 1: await sign(1), 2: await sign(2) }
})
afterAll(() => authority[Symbol.asyncDispose]())

function kindOf(
  bundle: Json,
  changes: { policy?: BundlePolicy; trustRoot?: Json; artifact?: Buffer } = {},
): string | null {
  const trustRoot =
    changes.trustRoot === undefined ? authority.trustRoot : Buffer.from(JSON.stringify(changes.trustRoot))
  const bytes = Buffer.from(JSON.stringify(bundle))
  return verdictOnBundle(changes.policy ?? POLICY, trustRoot, bytes, changes.artifact ?? ARTIFACT).kind
}

/** A copy of a bundle with its one log entry, changed. */
function changed(log: LogVersion, change: (bundle: Json, entry: Json) => void): Json {
  const copy = structuredClone(bundles[log])
  change(copy, copy.verificationMaterial.tlogEntries[0])
  return copy
}

function changedRoot(change: (root: Json) => void): Json {
  const root: Json = JSON.parse(authority.trustRoot.toString())
  change(root)
  return root
}

function withCheckpoint(change: (envelope: string) => string): Json {
  return changed(2, (_, { inclusionProof: { checkpoint } }) => (checkpoint.envelope = change(checkpoint.envelope)))
}

/** With something between every 76 characters of the timestamp's base64. */
function wrapped(mark: string): Json {
  return changed(2, (bundle) => {
    const [stamp] = bundle.verificationMaterial.timestampVerificationData.rfc3161Timestamps
    stamp.signedTimestamp = stamp.signedTimestamp.replaceAll(/.{76}/g, `$&${mark}`)
  })
}

function expecting(change: Partial<typeof IDENTITY>): { policy: BundlePolicy } {
  return { policy: { ...POLICY, trust: { identity: { ...IDENTITY, ...change } } } }
}

function flip(base64: string, at = 0): string {
  const bytes = Buffer.from(base64, "base64")
  const i = at < 0 ? bytes.length + at : at
  bytes[i] = (bytes[i] ?? 0) ^ 1
  return bytes.toString("base64")
}

test("both shapes of the log are verified as they are", () => {
  expect([kindOf(bundles[1]), kindOf(bundles[2])]).toEqual([null, null])
})

test("base64 may hold line breaks, and nothing else that is no base64", () => {
  expect(["\n", "\r\n", " ", "\t", "="].map((mark) => kindOf(wrapped(mark)))).toEqual([
    null,
    null,
    "bundle",
    "bundle",
    "bundle",
  ])
})

test("an envelope may be logged by its encoding in the first version of hashedrekord, too", async () => {
  const [payloadType, party] = ["application/vnd.in-toto+json", testParty(authority.services, 1, CLAIMS)]
  const logged = async (payload: Buffer): Promise<Json> =>
    JSON.parse((await signFile(preAuthEncoding(payloadType, payload), party)).toString())
  const statement = { _type: "https://in-toto.io/Statement/v1", subject: [SUBJECT], predicateType: "urn:a" }
  const payload = Buffer.from(JSON.stringify(statement))
  const { messageSignature, ...rest } = await logged(payload)
  const signatures = [{ sig: messageSignature.signature }]
  const envelope = (content: Buffer): Json => ({ payload: content.toString("base64"), payloadType, signatures })
  const asked = { policy: { ...POLICY, asked: "anything" as const } }
  expect(rest.verificationMaterial.tlogEntries[0].kindVersion).toEqual({ kind: "hashedrekord", version: "0.0.1" })
  expect(kindOf({ ...rest, dsseEnvelope: envelope(payload) }, asked)).toBeNull()
  const other = Buffer.from(JSON.stringify({ ...statement, predicateType: "urn:b" }))
  expect(kindOf({ ...rest, dsseEnvelope: envelope(other) }, asked)).toBe("log-entry")
})

describe("refused as", () => {
  test("trust-root: what is no trust root, or trusts for all times", () => {
    for (const list of ["tlogs", "ctlogs"]) {
      expect(
        kindOf(bundles[1], { trustRoot: changedRoot((root) => delete root[list][0].publicKey.validFor.start) }),
      ).toBe("trust-root")
    }
    for (const list of ["certificateAuthorities", "timestampAuthorities"]) {
      expect(kindOf(bundles[1], { trustRoot: changedRoot((root) => delete root[list][0].validFor.start) })).toBe(
        "trust-root",
      )
    }
    expect(kindOf(bundles[1], { trustRoot: {} })).toBe("trust-root")
  })

  test("bundle: what cannot be read, is of another version or holds what is not known", () => {
    expect(kindOf([])).toBe("bundle")
    expect(kindOf(changed(1, (bundle) => (bundle.more = 1)))).toBe("bundle")
    expect(kindOf(changed(1, (_, entry) => (entry.logIndex = "-1")))).toBe("bundle")
    expect(
      kindOf(changed(1, (bundle) => (bundle.mediaType = "application/vnd.dev.sigstore.bundle+json;version=0.1"))),
    ).toBe("bundle")
    expect(kindOf(changed(1, (bundle) => delete bundle.messageSignature))).toBe("bundle")
    expect(kindOf(changed(1, (bundle) => (bundle.messageSignature.signature += "=")))).toBe("bundle")
  })

  test("no-proof: what was never logged, promised only, or proven without a checkpoint", () => {
    expect(kindOf(changed(1, (bundle) => (bundle.verificationMaterial.tlogEntries = [])))).toBe("no-proof")
    expect(kindOf(changed(1, (_, entry) => delete entry.inclusionProof))).toBe("no-proof")
    expect(kindOf(changed(2, (_, entry) => delete entry.inclusionProof.checkpoint))).toBe("no-proof")
  })

  test("artifact: a signature of something else", () => {
    expect(kindOf(bundles[1], { artifact: Buffer.from("something else") })).toBe("artifact")
  })

  test("certificate: a certificate of nobody, or of no use for code", async () => {
    await using other = await startAuthority()
    expect(kindOf(bundles[1], { trustRoot: JSON.parse(other.trustRoot.toString()) })).toBe("certificate")
    const flippedCertificate = changed(1, ({ verificationMaterial: { certificate } }) => {
      certificate.rawBytes = flip(certificate.rawBytes, -1)
    })
    expect(kindOf(flippedCertificate)).toBe("certificate")
  })

  test("sct: a certificate that no trusted log has", () => {
    expect(kindOf(bundles[1], { trustRoot: changedRoot((root) => (root.ctlogs = [])) })).toBe("sct")
  })

  test("timestamp: one that is broken, or of another signature", async () => {
    const stamp = (log: Json): Json => log.verificationMaterial.timestampVerificationData.rfc3161Timestamps[0]
    expect(
      kindOf(changed(2, (bundle) => (stamp(bundle).signedTimestamp = flip(stamp(bundle).signedTimestamp, -1)))),
    ).toBe("timestamp")
    const other: Json = JSON.parse((await signFile(ARTIFACT, testParty(authority.services, 2, CLAIMS))).toString())
    expect(kindOf(changed(2, (bundle) => Object.assign(stamp(bundle), stamp(other))))).toBe("timestamp")
    expect(kindOf(bundles[2], { trustRoot: changedRoot((root) => (root.timestampAuthorities = [])) })).toBe("timestamp")
  })

  test("no-time: a time that nobody signed", () => {
    expect(kindOf(changed(1, (_, entry) => delete entry.inclusionPromise))).toBe("no-time")
    expect(kindOf(changed(2, (bundle) => delete bundle.verificationMaterial.timestampVerificationData))).toBe("no-time")
  })

  test("certificate-time: a time outside the certificate's", () => {
    const hourLater = changed(1, (_, entry) => (entry.integratedTime = String(Number(entry.integratedTime) + 3600)))
    expect(kindOf(hourLater)).toBe("certificate-time")
  })

  test("promise: one that the log did not sign", () => {
    const promise = changed(1, (_, { inclusionPromise }) => {
      inclusionPromise.signedEntryTimestamp = flip(inclusionPromise.signedEntryTimestamp, -1)
    })
    expect(kindOf(promise)).toBe("promise")
    expect(kindOf(changed(1, (_, entry) => (entry.logIndex = "7")))).toBe("promise")
  })

  test("log-entry: an entry of something else, or the same one twice", async () => {
    const other: Json = JSON.parse(
      (await signFile(Buffer.from("else"), testParty(authority.services, 2, CLAIMS))).toString(),
    )
    expect(
      kindOf(
        changed(2, (bundle) => (bundle.verificationMaterial.tlogEntries = other.verificationMaterial.tlogEntries)),
      ),
    ).toBe("log-entry")
    expect(kindOf(changed(2, (bundle, entry) => bundle.verificationMaterial.tlogEntries.push(entry)))).toBe("log-entry")
  })

  test("inclusion-proof: one that leads elsewhere", () => {
    expect(
      kindOf(changed(2, (_, { inclusionProof }) => (inclusionProof.rootHash = flip(inclusionProof.rootHash)))),
    ).toBe("inclusion-proof")
    expect(kindOf(changed(2, (_, { inclusionProof }) => (inclusionProof.logIndex = "1")))).toBe("inclusion-proof")
    expect(kindOf(changed(2, (_, { inclusionProof }) => (inclusionProof.hashes = [inclusionProof.rootHash])))).toBe(
      "inclusion-proof",
    )
  })

  test("checkpoint: one that is not the log's, or of another tree", async () => {
    expect(kindOf(withCheckpoint((text) => text.replace("\n1\n", "\n2\n")))).toBe("checkpoint")
    expect(kindOf(withCheckpoint((text) => text.replaceAll("rekor.wardroom", "rekor.wardroon")))).toBe("checkpoint")
    expect(kindOf(withCheckpoint((text) => text.slice(0, text.indexOf("—"))))).toBe("checkpoint")
    const other: Json = JSON.parse((await signFile(ARTIFACT, testParty(authority.services, 2, CLAIMS))).toString())
    const { envelope } = other.verificationMaterial.tlogEntries[0].inclusionProof.checkpoint
    expect(kindOf(withCheckpoint(() => envelope))).toBe("checkpoint")
  })

  test("signature: a key that did not sign", async () => {
    const [own, another] = [ecKeys(), ecKeys()]
    const bundle: Json = JSON.parse(
      (await signFile(ARTIFACT, testParty(authority.services, 1, own.privateKey))).toString(),
    )
    const trusting = (key: typeof own.publicKey | null): { policy: BundlePolicy } => ({
      policy: { ...POLICY, trust: { key } },
    })
    expect(kindOf(bundle, trusting(own.publicKey))).toBeNull()
    expect(kindOf(bundle, trusting(another.publicKey))).toBe("signature")
    expect(kindOf(bundle, trusting(null))).toBe("signature")
    expect(kindOf(bundle)).toBe("bundle")
    expect(kindOf(bundles[1], trusting(own.publicKey))).toBe("bundle")
  })

  test("identity: another issuer or signer", () => {
    expect(kindOf(bundles[1], expecting({ issuer: "https://issuer.exampl" }))).toBe("identity")
    expect(kindOf(bundles[1], expecting({ subject: "https://git.example/releas." }))).toBe("identity")
  })

  test("predicate: an attestation of another kind than asked for, or none", async () => {
    const type = "https://in-toto.io/Statement/v1"
    const statement = { _type: type, subject: [SUBJECT], predicateType: "urn:a", predicate: {} }
    const party = testParty(authority.services, 1, CLAIMS)
    const bundle: Json = JSON.parse((await attest(Buffer.from(JSON.stringify(statement)), party)).toString())
    expect(kindOf(bundle, { policy: { ...POLICY, asked: { predicateType: "urn:a" } } })).toBeNull()
    expect(kindOf(bundle, { policy: { ...POLICY, asked: { predicateType: "urn:b" } } })).toBe("predicate")
    expect(kindOf(bundle)).toBe("predicate")
    expect(kindOf(bundles[1], { policy: { ...POLICY, asked: { predicateType: "urn:a" } } })).toBe("predicate")
  })
})

test("nothing is verified here that Sigstore's own library refuses, whichever text in it is changed", () => {
  const library = new Verifier(toTrustMaterial(TrustedRoot.fromJSON(JSON.parse(authority.trustRoot.toString()))))
  const isVerifiedByLibrary = (bundle: Json): boolean => {
    try {
      // The library's type wants the serialised bundle's exact form, which is what is under test.
      library.verify(toSignedEntity(bundleFromJSON(bundle), ARTIFACT))
      return true
    } catch {
      return false
    }
  }
  for (const log of [1, 2] as const) {
    expect(isVerifiedByLibrary(bundles[log])).toBe(true)
    const variants = Array.from(everyChange(bundles[log]))
    expect(variants.length).toBeGreaterThan(30)
    const verified = variants.filter(({ bundle }) => kindOf(bundle) === null)
    expect(verified.filter(({ bundle }) => !isVerifiedByLibrary(bundle)).map(({ path }) => path)).toEqual([])
    expect(verified.map(({ path }) => path)).toEqual([])
  }
})

/** The bundle with one text in it changed, for every text: a bit of its first, some and its last byte, or a digit more. */
function* everyChange(bundle: Json, path = ""): Generator<{ bundle: Json; path: string }> {
  for (const [key, value] of Object.entries(bundle)) {
    if (typeof value === "string") {
      const isBase64 = /^[A-Za-z0-9+/]{16,}={0,2}$/.test(value)
      const others = isBase64 ? [0, 20, -1].map((at) => flip(value, at)) : [`${value}1`, `1${value}`]
      for (const other of others) yield { bundle: { ...bundle, [key]: other }, path: `${path}.${key}` }
    } else if (Array.isArray(value) || (typeof value === "object" && value !== null)) {
      for (const inner of everyChange(value, `${path}.${key}`)) {
        const content = Array.isArray(value) ? Object.values(inner.bundle) : inner.bundle
        yield { bundle: { ...bundle, [key]: content }, path: inner.path }
      }
    }
  }
}

function ecKeys(): ReturnType<typeof generateKeyPairSync> {
  return generateKeyPairSync("ec", { namedCurve: "P-256" })
}
