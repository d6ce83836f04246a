// Each fault provoked on a bundle that is good but for it: whom the trust root believes, and who signed.

import { describe, expect, it } from "vitest"
import { type BundlePolicy } from "../../../src/release/verify-bundle.ts"
import { newPair, SIGNER } from "../../harness/release/authority.ts"
import { chainOf, without } from "../../harness/release/bundle-json.ts"
import { ARTIFACT, authority, expectFault, good, IDENTITY, NOW, POLICY, stranger, verify } from "./good-bundle.ts"

describe("a trust root", () => {
  const root = authority.trustRoot()

  it.each(["tlogs", "ctlogs", "certificateAuthorities", "timestampAuthorities"] as const)(
    "is refused without the start of validity in %s",
    async (part) => {
      const broken = JSON.parse(JSON.stringify(root), (key, value) => (key === "start" ? undefined : value))
      await expectFault("trust-root", good, { root: { ...root, [part]: broken[part] } })
    },
  )

  it.each([
    ["is not JSON", "{"],
    ["has no log", { ...root, tlogs: [] }],
    ["has a field that is not known", { ...root, more: 1 }],
    [
      "has a key that is none",
      { ...root, tlogs: root.tlogs.map((log) => ({ ...log, publicKey: { ...log.publicKey, rawBytes: "AAAA" } })) },
    ],
    [
      "has a certificate that is none",
      {
        ...root,
        certificateAuthorities: root.certificateAuthorities.map((ca) => ({
          ...ca,
          certChain: chainOf(Buffer.of(1, 2)),
        })),
      },
    ],
    [
      "has an authority without certificates",
      { ...root, certificateAuthorities: root.certificateAuthorities.map((ca) => ({ ...ca, certChain: chainOf() })) },
    ],
    [
      "has a certificate whose key is none",
      {
        ...root,
        certificateAuthorities: root.certificateAuthorities.map((ca) => ({
          ...ca,
          certChain: chainOf(withoutKey(rootOf(authority))),
        })),
      },
    ],
    ["has a log without an id", { ...root, tlogs: root.tlogs.map((log) => without(log, "logId")) }],
  ])("is refused that %s", async (_, broken) => {
    await expectFault("trust-root", good, { root: broken as object })
  })
})

describe("a certificate", () => {
  it("is refused from an authority that is not in the trust root", async () => {
    await expectFault("certificate", await stranger.signArtifact(ARTIFACT))
  })

  it("is refused that cannot be read", async () => {
    const certificate = { rawBytes: Buffer.of(0x30, 0).toString("base64") }
    await expectFault("certificate", { ...good, verificationMaterial: { ...good.verificationMaterial, certificate } })
  })

  it("is refused whose key cannot be read, although it names itself as its issuer", async () => {
    for (const root of [rootOf(stranger), withoutKey(rootOf(stranger))]) {
      const certificate = { rawBytes: root.toString("base64") }
      await expectFault("certificate", { ...good, verificationMaterial: { ...good.verificationMaterial, certificate } })
    }
  })

  it("is refused that was not made for signing code", async () => {
    const { keys, timestamps } = authority.services
    const notForCode = Buffer.from(timestamps.intCertificate as Buffer)
    const root = { ...authority.trustRoot() }
    const [authorityOfRoot] = root.certificateAuthorities
    const certificateAuthorities = [
      { ...authorityOfRoot, certChain: chainOf(Buffer.from(timestamps.rootCertificate as Buffer)) },
    ]
    const bundle = await authority.signWith(ARTIFACT, keys.timestamps, notForCode)
    await expect(verify(bundle, { root: { ...root, certificateAuthorities } })).rejects.toThrow("signing code")
    await expectFault("certificate", bundle, { root: { ...root, certificateAuthorities } })
  })

  it("is refused that no certificate log has signed for", async () => {
    const pair = newPair()
    const unlogged = await authority.certify(pair.publicKey, SIGNER, "unlogged")
    await expectFault("sct", await authority.signWith(ARTIFACT, pair, unlogged))
    const logged = await authority.certify(pair.publicKey, SIGNER)
    expect((await verify(await authority.signWith(ARTIFACT, pair, logged))).signedAt).toEqual(NOW)
  })

  it("is refused that a stranger's certificate log has signed for", async () => {
    await expectFault("sct", good, { root: { ...authority.trustRoot(), ctlogs: stranger.trustRoot().ctlogs } })
  })
})

function rootOf({ services }: typeof authority): Buffer {
  return Buffer.from(services.certificates.rootCertificate as Buffer)
}

/** The same certificate with a key of no kind that there is. */
function withoutKey(certificate: Buffer): Buffer {
  const broken = Buffer.from(certificate)
  const at = broken.indexOf("2a8648ce3d0201", "hex")
  broken[at + 6] = 0x7f
  return broken
}

function expecting(identity: Partial<typeof IDENTITY>): BundlePolicy {
  return { ...POLICY, trust: { kind: "identity", identities: [{ ...IDENTITY, ...identity }] } }
}

describe("an identity", () => {
  it.each([
    ["a prefix of the certificate's", { subject: SIGNER.subject.slice(0, -1) }],
    ["a suffix of the certificate's", { subject: SIGNER.subject.slice(1) }],
    ["longer than the certificate's", { subject: `${SIGNER.subject}0` }],
    ["an expression that would match", { subject: ".*" }],
    ["in another case", { subject: SIGNER.subject.toUpperCase() }],
    ["empty", { subject: "" }],
  ])("is refused where the expected subject is %s", async (_, identity) => {
    await expectFault("identity", good, { policy: expecting(identity) })
  })

  it.each([SIGNER.issuer.slice(0, -1), `${SIGNER.issuer}/`, ""])(
    "is refused where the expected issuer is %j",
    async (issuer) => {
      await expectFault("identity", good, { policy: expecting({ issuer }) })
    },
  )

  it("is refused where the policy names nobody", async () => {
    await expectFault("identity", good, { policy: { ...POLICY, trust: { kind: "identity", identities: [] } } })
  })

  it("may be any of those that the policy names", async () => {
    const identities = [{ ...IDENTITY, subject: "https://signer.test/other" }, IDENTITY]
    expect((await verify(good, { policy: { ...POLICY, trust: { kind: "identity", identities } } })).identity).toBe(
      IDENTITY,
    )
  })
})

describe("what a workflow's certificate claims", () => {
  const build = {
    repository: "https://git.test/a",
    sourceRef: "refs/tags/v1.2.3",
    runner: "github-hosted",
    commit: "c".repeat(40),
  }
  const policy: BundlePolicy = { ...POLICY, trust: { kind: "identity", identities: [{ ...IDENTITY, build }] } }

  it("verifies when all of it is as expected", async () => {
    const bundle = await authority.signArtifact(ARTIFACT, { ...SIGNER, claims: build })
    expect((await verify(bundle, { policy })).identity?.build).toEqual(build)
  })

  it.each(["repository", "sourceRef", "runner", "commit"] as const)(
    "is refused when %s differs or is not there",
    async (name) => {
      const differs = await authority.signArtifact(ARTIFACT, {
        ...SIGNER,
        claims: { ...build, [name]: `${build[name]}x` },
      })
      await expectFault("identity", differs, { policy })
      const claims = without(build, name)
      await expectFault("identity", await authority.signArtifact(ARTIFACT, { ...SIGNER, claims }), { policy })
    },
  )
})
