// The sources of one release: a commit as git has it, never what happens to lie in the folder.

import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { Machine } from "../toolchain/machine.ts"
import { ReleaseError } from "./errors.ts"

/** What release.json says of sources that no commit has: it can only ever be a local build. */
const NO_COMMIT = "0".repeat(40)

export interface SourceTree {
  readonly folder: string
  readonly commit: string
}

/**
 * Lays the sources of a commit (any name git knows) out in an empty folder, or with `null` those of the working tree,
 * and lends them the installed packages. Throws ReleaseError "no-source" where git has no such commit.
 */
export async function layOut(
  machine: Machine,
  checkout: string,
  revision: string | null,
  folder: string,
): Promise<SourceTree> {
  await mkdir(folder, { recursive: true })
  const commit = revision === null ? NO_COMMIT : await commitOf(machine, checkout, revision)
  await (revision === null ? copyWorkingTree(machine, checkout, folder) : checkOut(machine, checkout, commit, folder))
  await symlink(join(checkout, "node_modules"), join(folder, "node_modules"), "junction")
  return { folder, commit }
}

/** Gives the sources a version: the manifest's and the client's own come from package.json. */
export async function setVersion({ folder }: SourceTree, version: string): Promise<void> {
  const path = join(folder, "package.json")
  const text = await readFile(path, "utf8")
  await writeFile(path, text.replace(/^( {2}"version": )".*?"/m, `$1${JSON.stringify(version)}`))
}

async function commitOf(machine: Machine, checkout: string, revision: string): Promise<string> {
  try {
    const name = await machine.run("git", ["-C", checkout, "rev-parse", "--verify", "--quiet", `${revision}^{commit}`])
    return name.trim()
  } catch (cause) {
    throw new ReleaseError("no-source", `no commit ${revision} in ${checkout}`, { cause })
  }
}

/** A worktree-less checkout: `git archive` would obey attributes, an index of its own takes the blobs as they are. */
async function checkOut(machine: Machine, checkout: string, commit: string, folder: string): Promise<void> {
  const env = { GIT_INDEX_FILE: `${folder}.index` }
  await machine.run("git", ["-C", checkout, "read-tree", commit], { env })
  const into = ["-c", "core.autocrlf=false", `--work-tree=${folder}`, "checkout-index", "--all", "--force"]
  await machine.run("git", ["-C", checkout, ...into], { env })
}

async function copyWorkingTree(machine: Machine, checkout: string, folder: string): Promise<void> {
  const list = ["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate"]
  const listed = await machine.run("git", ["-C", checkout, "-c", "core.quotePath=false", ...list])
  for (const path of listed.split("\n").filter((line) => line !== "")) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await cp(join(checkout, path), join(folder, path)).catch((error: unknown) => {
      // Deleted, but not yet in the index.
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error
    })
  }
}
