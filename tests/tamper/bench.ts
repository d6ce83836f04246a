// The lab's bench: a package as it is published, with the page beside it by which the extension's verifier is asked.

import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { silent } from "../../scripts/progress.ts"
import { buildRelease } from "../../scripts/release/build-release.ts"
import { digestFiles, encodeRelease, readFiles, type Release } from "../../scripts/release/release-json.ts"
import { createTestAuthority } from "../../scripts/release/test-authority.ts"
import { type Machine, PROJECT_FOLDER } from "../../scripts/toolchain/machine.ts"
import { checkPackage } from "../../scripts/verify/package/check-package.ts"
import { readPolicy } from "../../scripts/verify/package/policy.ts"
import { buildReleaseExtension, openReleasePage, verifyPackageIn } from "../harness/release/release-extension.ts"
import { BLIND_SPOTS } from "./blind-spots.ts"
import { allChanges, type Change } from "./changes.ts"
import { type Files, RELEASE, TamperLab } from "./lab.ts"

export interface Line {
  readonly change: Change
  /** Why the extension cannot notice it; null where it must. */
  readonly blindSpot: string | null
}

export interface Bench {
  readonly whole: Files
  readonly lines: readonly Line[]
}

/** Builds HEAD, signs it, and makes every tampered package of it. */
export async function prepareBench(machine: Machine, scratch: string): Promise<Bench> {
  const order = { checkout: PROJECT_FOLDER, revision: "HEAD", version: "1.2.3", outFolder: scratch }
  const { packageFolder } = await buildRelease(machine, silent, order)
  await using authority = await createTestAuthority()
  await using stranger = await createTestAuthority()
  const lab = new TamperLab(authority, await withPage(await readFiles(packageFolder)))
  const changes = await allChanges(lab, stranger)
  return { whole: await lab.sign(), lines: changes.map((change) => ({ change, blindSpot: blindSpotOf(change) })) }
}

/** What the outside tool says: a kind, or null for a whole package. */
export async function toolVerdict(files: Files): Promise<string | null> {
  const policy = readPolicy(await readFile(join(PROJECT_FOLDER, "public", "release-policy.json")))
  const known = { previous: null, newer: null }
  const trustRoot = Buffer.of() // the package's own: it is a local build
  return checkPackage(files, { policy, trustRoot, isLocal: true, known, attestations: [], now: new Date() }).kind
}

/** What the extension says of itself in Chromium: a fault, null for a whole package, or that it did not even load. */
export async function extensionVerdict(files: Files): Promise<string | null> {
  await using page = await openReleasePage(files).catch(() => null)
  return page === null ? "did not load" : (await verifyPackageIn(page)).fault
}

/** The package with the page among its files, and a release.json that says so. */
async function withPage(built: Files): Promise<Files> {
  const page = Array.from(await buildReleaseExtension()).filter(([path]) => path !== "manifest.json")
  const files = new Map([...built, ...page.map(([path, content]) => [path, Buffer.from(content)] as const)])
  const release: Release = JSON.parse(built.get(RELEASE)?.toString() ?? "")
  return new Map([...files, [RELEASE, encodeRelease({ ...release, files: digestFiles(files) })]])
}

function blindSpotOf({ name }: Change): string | null {
  return BLIND_SPOTS.find(({ change }) => change === name)?.reason ?? null
}
