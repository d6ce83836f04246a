// From a built package to a signed one.

import { readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { JsonReader } from "../verify/json.ts"
import { readBundle } from "../verify/sigstore/bundle.ts"
import { packRelease } from "./build-release.ts"
import { localClaims } from "./claims.ts"
import {
  digestFiles,
  encodeRelease,
  readFiles,
  REBUILDS_FILE,
  type Release,
  RELEASE_FILE,
  SIGNATURE_FILE,
} from "./release-json.ts"
import { type LogVersion, signAsWorkflow, signFile, testParty } from "./signing.ts"
import type { TestAuthority } from "./test-authority.ts"

/** A folder with `package/` in it, as `npm run release` leaves it. */
export interface SignedRelease {
  readonly zipFile: string
  readonly digest: string
}

const BUNDLE_VERSIONS = ["0.3"]
const LOCAL_TRUST_ROOT_FILE = "local-trust-root.json"

/** Signs what is there with the identity of the workflow that runs this. */
export async function signRelease(outFolder: string): Promise<SignedRelease> {
  const packageFolder = join(outFolder, "package")
  const release = await readFile(join(packageFolder, RELEASE_FILE))
  await writeFile(join(packageFolder, SIGNATURE_FILE), await signAsWorkflow(release))
  return pack(outFolder)
}

/**
 * Makes a local build of what is there: puts the authority's trust root among its files, which makes another release
 * of it, and signs that. Nothing that is signed this way can read "verified".
 */
export async function signLocally(
  outFolder: string,
  authority: TestAuthority,
  log: LogVersion,
): Promise<SignedRelease> {
  const packageFolder = join(outFolder, "package")
  await rm(join(packageFolder, SIGNATURE_FILE), { force: true })
  await writeFile(join(packageFolder, LOCAL_TRUST_ROOT_FILE), authority.trustRoot)
  const release: Release = JSON.parse(await readFile(join(packageFolder, RELEASE_FILE), "utf8"))
  const bytes = encodeRelease({ ...release, files: digestFiles(await readFiles(packageFolder)) })
  await writeFile(join(packageFolder, RELEASE_FILE), bytes)
  const party = testParty(authority.services, log, localClaims(release.version))
  await writeFile(join(packageFolder, SIGNATURE_FILE), await signFile(bytes, party))
  return pack(outFolder)
}

/**
 * Puts attestations beside the signature; the release stays the same one. Throws RefusalError "bundle" for what cannot
 * be read; whether one counts is for those to say who verify.
 */
export async function attachRebuilds(outFolder: string, attestations: readonly Buffer[]): Promise<SignedRelease> {
  for (const attestation of attestations) readBundle(attestation, BUNDLE_VERSIONS)
  const bundles: unknown[] = attestations.map((bytes) => JSON.parse(bytes.toString("utf8")))
  await writeFile(join(outFolder, "package", REBUILDS_FILE), JSON.stringify(bundles))
  return pack(outFolder)
}

async function pack(outFolder: string): Promise<SignedRelease> {
  const packageFolder = join(outFolder, "package")
  const release = JsonReader.parse(await readFile(join(packageFolder, RELEASE_FILE)), RELEASE_FILE, "release-malformed")
  const zipFile = join(outFolder, `wardroom-${release.get("version").string()}.zip`)
  return { zipFile, digest: await packRelease(packageFolder, zipFile) }
}
