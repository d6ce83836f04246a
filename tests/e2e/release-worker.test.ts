// The verifier as the browser runs it: in a worker of an extension, under the policy of our pages, without Node.

import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openAuthority } from "../harness/release/authority.ts"
import { readCases, readExpectedKinds } from "../harness/release/conformance-cases.ts"
import {
  buildReleaseExtension,
  openReleasePage,
  type ReleasePage,
  runCaseIn,
  verifyPackageIn,
} from "../harness/release/release-extension.ts"
import { changed, type Files, signPackage } from "../harness/release/test-package.ts"

/** For all cases together: what a person waits for the self-test. */
const MAX_SELF_TEST_MS = 10_000

const cases = await readCases()
const expectedKinds = await readExpectedKinds()
const authority = await openAuthority(new Date(Math.ceil(Date.now() / 1000) * 1000))
const files = await signPackage(authority, { files: await buildReleaseExtension(), isLocal: true })

async function verdictOn(tampered: Files) {
  await using release = await openReleasePage(tampered)
  const { fault, detail, state } = await verifyPackageIn(release)
  return { fault, detail, state }
}

describe("the conformance cases in Chromium", () => {
  let release: ReleasePage
  beforeAll(async () => {
    release = await openReleasePage(files)
  })
  afterAll(() => release[Symbol.asyncDispose]())

  it("come out as they must, each bad one for what is wrong with it", async () => {
    const verdicts: Record<string, unknown> = {}
    const start = performance.now()
    for (const each of cases) {
      const { outcome, kind } = await runCaseIn(release, each)
      verdicts[each.name] = outcome === "verified" ? "verified" : kind
    }
    expect(verdicts).toEqual(
      Object.fromEntries(cases.map(({ name, isGood }) => [name, isGood ? "verified" : expectedKinds[name]])),
    )
    expect(performance.now() - start).toBeLessThan(MAX_SELF_TEST_MS)
  })
})

describe("a package loaded in Chromium", () => {
  it("is found whole", async () => {
    expect(await verdictOn(files)).toEqual({ state: "local", fault: null, detail: "" })
  })

  it("is refused with a byte changed, and says in which file", async () => {
    const page = Buffer.concat([files.get("page.html") ?? Buffer.of(), Buffer.from(" ")])
    expect(await verdictOn(changed(files, { "page.html": page }))).toMatchObject({
      fault: "file-changed",
      detail: "page.html",
    })
  })

  it("is refused with a file that the release does not name, although nothing loads it", async () => {
    expect(await verdictOn(changed(files, { "deep/er/more.js": "1" }))).toMatchObject({
      fault: "file-added",
      detail: "deep/er/more.js",
    })
  })

  it("is refused with a file taken away", async () => {
    const more = new Map([...(await buildReleaseExtension()), ["more.txt", Buffer.from("more")] as const])
    const signed = await signPackage(authority, { files: more, isLocal: true })
    expect(await verdictOn(changed(signed, { "more.txt": null }))).toMatchObject({
      fault: "file-missing",
      detail: "more.txt",
    })
  })

  it("is unsigned without a signature", async () => {
    expect(await verdictOn(changed(files, { "release.sigstore.json": null }))).toMatchObject({ fault: "unsigned" })
  })
})
