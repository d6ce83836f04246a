// What is remembered of a signature saves its verification for the very same bytes, and for nothing else.

import { beforeEach, describe, expect, it } from "vitest"
import type { SignatureMemory, SignatureVerdict } from "../../../src/release/signature-memory.ts"
import { type Knowledge, verifyPackage } from "../../../src/release/verify-package.ts"
import { openAuthority } from "../../harness/release/authority.ts"
import { toBytes } from "../../harness/release/bundle-json.ts"
import {
  changed,
  type Files,
  type PackageOptions,
  POLICY,
  signPackage,
  sourceOf,
} from "../../harness/release/test-package.ts"

const NOW = new Date(Math.ceil(Date.now() / 1000) * 1000)
const NOTHING: Knowledge = { memories: {}, revocations: [], attestations: [] }
const SIGNER = { issuer: "https://issuer.test", subject: "https://git.test/elsewhere@v{version}" }

const authority = await openAuthority(NOW)
const good = await signPackage(authority)

describe("what is remembered of a signature", () => {
  let kept: Map<string, SignatureVerdict>
  let recalled: string[]
  const memory: SignatureMemory = {
    async signature(inputs) {
      recalled.push(inputs)
      return kept.get(inputs) ?? null
    },
    async keepSignature({ inputs, verdict }) {
      kept.set(inputs, verdict)
    },
  }

  beforeEach(() => {
    kept = new Map()
    recalled = []
  })

  const verify = (files: Files, known: Partial<Knowledge> = {}) =>
    verifyPackage(sourceOf(files), { ...NOTHING, ...known }, NOW, memory)

  it("is what its verification said, and takes its place for the same bytes", async () => {
    const first = await verify(good)
    expect([...kept.keys()]).toEqual(recalled)
    expect(await verify(good)).toEqual(first)
    // Whoever could change what is kept would be believed: the second check did not verify anything again.
    const [inputs = ""] = recalled
    const verdict = kept.get(inputs)
    if (!verdict) throw new TypeError("nothing was kept")
    kept.set(inputs, { ...verdict, signedAt: new Date(0) })
    expect((await verify(good)).signedAt).toEqual(new Date(0))
    expect(new Set(recalled).size).toBe(1)
  })

  it("is none of a signature that is refused", async () => {
    const stranger = await signPackage(await openAuthority(NOW))
    const forged = changed(stranger, { "trust-root.json": good.get("trust-root.json") ?? null })
    await expect(verify(forged)).rejects.toMatchObject({ fault: "certificate" })
    expect([kept.size, recalled.length]).toEqual([0, 1])
  })

  it.each<readonly [string, string]>([
    ["file-changed", "assets/engine.js"],
    ["file-changed", "manifest.json"],
  ])("says nothing of the package's files: %s in %s", async (fault, path) => {
    await verify(good)
    await expect(verify(changed(good, { [path]: "{}" }))).rejects.toMatchObject({ fault })
  })

  it("says nothing of what this browser knows besides", async () => {
    const { authority: name, memory: seen, digest } = await verify(good)
    const newer = { ...seen, sequence: 2, digest: "d".repeat(64) }
    await expect(verify(good, { memories: { [name]: newer } })).rejects.toMatchObject({ fault: "rolled-back" })
    const list = { issued: "2126-01-01", expires: "2127-01-01", releases: [digest] }
    const revocations = [{ authority: name, list }]
    await expect(verify(good, { revocations })).rejects.toMatchObject({ fault: "revoked" })
  })

  it.each<readonly [string, PackageOptions]>([
    ["release", { release: { nextIdentity: SIGNER } }],
    ["policy", { policy: { ...POLICY, trustRootDate: "2026-11-02" } }],
    ["trust root of its own", { isLocal: true }],
    ["signature over the same release", {}],
  ])("is not that of another %s", async (_what, options) => {
    await verify(good)
    await verify(await signPackage(authority, options))
    expect(kept.size).toBe(2)
  })

  it("is not that of another trust root, nor of other signers that were announced", async () => {
    const { authority: name, memory: seen } = await verify(good)
    await verify(good, { memories: { [name]: { ...seen, nextSigner: SIGNER } } })
    expect(kept.size).toBe(2)
    const other = toBytes((await openAuthority(NOW)).trustRoot())
    await expect(verify(changed(good, { "trust-root.json": other }))).rejects.toMatchObject({ fault: "certificate" })
  })
})
