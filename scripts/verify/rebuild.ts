// Building the release anew from its commit, to compare bytes: the one part that runs code of the package's source.

import { spawn } from "node:child_process"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Release, RELEASE_FILE } from "./package/release-file.ts"
import { UnreadableError } from "./package/unreadable.ts"
import { sha256 } from "./sigstore/signature.ts"

/** Runs a program in a folder to its end; throws UnreadableError when it fails. */
export type RunProgram = (command: string, args: readonly string[], folder: string) => Promise<void>

/** Clones a repository, builds the release's commit, and says whether release.json, and so every file, is the same. */
export async function rebuilds(release: Release, repository: string, run: RunProgram = runProgram): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "wardroom-rebuild-"))
  try {
    const [checkout, out] = [join(folder, "checkout"), join(folder, "out")]
    await run("git", ["clone", "--quiet", "--no-checkout", "--", repository, checkout], folder)
    await run("git", ["checkout", "--quiet", "--detach", release.commit], checkout)
    await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], checkout)
    await run("npm", ["run", "release", "--", "--version", release.version, "--out", out], checkout)
    const rebuilt = await readFile(join(out, "package", RELEASE_FILE))
    return sha256(rebuilt).toString("hex") === release.digest
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function runProgram(command: string, args: readonly string[], cwd: string): Promise<void> {
  // What the programs say goes to stderr: stdout is the report's.
  const child = spawn(command, args, { cwd, stdio: ["ignore", 2, 2], shell: process.platform === "win32" })
  const ended = Promise.withResolvers<void>()
  child.once("error", (cause) => ended.reject(new UnreadableError(`could not run ${command}`, { cause })))
  child.once("exit", (code) => {
    if (code === 0) ended.resolve()
    else ended.reject(new UnreadableError(`${command} ${args[0]} failed`))
  })
  return ended.promise
}
