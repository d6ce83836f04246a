// The extension as `wxt build` leaves it, built anew when a source is newer.

import { glob, stat } from "node:fs/promises"
import { join } from "node:path"
import type { Progress } from "./progress.ts"
import { type Machine, PROJECT_FOLDER } from "./toolchain/machine.ts"

const BUILT = join(PROJECT_FOLDER, ".output", "chrome-mv3")
/** The self-test's cases, and what packs them, are in the package too. */
const SELF_TEST = [
  "tests/vectors/sigstore/**",
  "tests/harness/release/conformance-cases.ts",
  "scripts/release/self-test.ts",
]
const SOURCES = ["src/**", "entrypoints/**", "public/**", "wxt.config.ts", "package-lock.json", ...SELF_TEST]

/** The folder of the built extension; builds it when there is none or it is older than a source. */
export async function builtExtension(machine: Machine, progress: Progress): Promise<string> {
  const builtMs = await modifiedMs(join(BUILT, "manifest.json"))
  if (builtMs < (await newestSourceMs())) {
    const wxt = join(PROJECT_FOLDER, "node_modules", "wxt", "bin", "wxt.mjs")
    await progress.step("building the extension", (note) =>
      machine.run(process.execPath, [wxt, "build"], { onLine: note }),
    )
  }
  return BUILT
}

async function newestSourceMs(): Promise<number> {
  let newestMs = 0
  for await (const path of glob(SOURCES, { cwd: PROJECT_FOLDER })) {
    newestMs = Math.max(newestMs, await modifiedMs(join(PROJECT_FOLDER, path)))
  }
  return newestMs
}

/** 0 for a file that does not exist. */
async function modifiedMs(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
}
