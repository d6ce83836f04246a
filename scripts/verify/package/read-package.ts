// A package in any form in which people have it; nothing of it is run.

import { readdir, readFile, stat } from "node:fs/promises"
import { join, relative, sep } from "node:path"
import { UnreadableError } from "./unreadable.ts"
import { unzip } from "./unzip.ts"

/** Path with `/` → content. */
export type PackageFiles = ReadonlyMap<string, Buffer>

const CRX_MAGIC = "Cr24"
const CRX_VERSION = 3

/** Reads a folder, zip, crx (version 3) or xpi; throws UnreadableError where there is none. */
export async function readPackage(path: string): Promise<PackageFiles> {
  const stats = await stat(path).catch(() => null)
  if (stats === null) throw new UnreadableError(`there is no ${path}`)
  return stats.isDirectory() ? readFolder(path) : unzip(zipOf(await readFile(path)))
}

/**
 * The zip in a crx: magic (4) ‖ version (4) ‖ length of the header (4) ‖ header ‖ zip.
 * The header's signature is the store's and says nothing of the publisher: it is not looked at.
 */
function zipOf(bytes: Buffer): Buffer {
  if (bytes.subarray(0, 4).toString("latin1") !== CRX_MAGIC) return bytes
  if (bytes.length < 12 || bytes.readUInt32LE(4) !== CRX_VERSION)
    throw new UnreadableError("expected a crx of version 3")
  return bytes.subarray(12 + bytes.readUInt32LE(8))
}

async function readFolder(folder: string): Promise<PackageFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = new Map<string, Buffer>()
  for (const entry of entries) {
    if (entry.isDirectory()) continue
    const path = join(entry.parentPath, entry.name)
    const name = relative(folder, path).replaceAll(sep, "/")
    if (!entry.isFile()) throw new UnreadableError(`${name} is neither file nor folder`)
    files.set(name, await readFile(path))
  }
  return files
}
