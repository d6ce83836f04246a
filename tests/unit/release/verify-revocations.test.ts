// Which lists of revoked releases count, and what is said of a release that one of them names.

import { describe, expect, it } from "vitest"
import { type Knowledge, verifyPackage } from "../../../src/release/verify-package.ts"
import { openAuthority } from "../../harness/release/authority.ts"
import { digestOf, type Files, signPackage, sourceOf, VERSION } from "../../harness/release/test-package.ts"

const NOW = new Date(Math.ceil(Date.now() / 1000) * 1000)
const authority = await openAuthority(NOW)
const good = await signPackage(authority)

function verify(files: Files, revocations: Knowledge["revocations"] = []) {
  return verifyPackage(sourceOf(files), { memories: {}, revocations, attestations: [] }, NOW)
}

function revocations(releases: readonly string[], { issued = "2026-12-01", authority = "public" } = {}) {
  return { authority, list: { issued, expires: "2126-11-21", releases } }
}

describe("revocations", () => {
  it("of a newer list count, those of an older one do not", async () => {
    await expect(verify(good, [revocations([digestOf(good)])])).rejects.toMatchObject({ fault: "revoked" })
    const older = revocations([digestOf(good)], { issued: "2026-01-01" })
    expect(await verify(good, [older])).toMatchObject({ revocations: { issued: "2026-11-21" } })
  })

  it("of another authority say nothing", async () => {
    const others = revocations([digestOf(good)], { authority: "local 00" })
    expect(await verify(good, [others])).toMatchObject({ revocations: { issued: "2026-11-21" } })
  })

  it("name the release that they refuse", async () => {
    const refusal = verify(good, [revocations([digestOf(good)])])
    const release = { state: "verified", version: VERSION, sequence: 1, digest: digestOf(good) }
    await expect(refusal).rejects.toMatchObject({ fault: "revoked", release })
  })

  it("that ended are refused, until a newer list is there", async () => {
    const ended = await signPackage(authority, {
      release: { revocations: { issued: "2026-01-01", expires: "2026-02-01", releases: [] } },
    })
    await expect(verify(ended)).rejects.toMatchObject({ fault: "revocations-expired" })
    expect(await verify(ended, [revocations([])])).toMatchObject({ state: "verified" })
  })
})
