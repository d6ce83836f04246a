// A build of the extension with one thing broken on purpose, to see that what should notice it does.

import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { PROJECT_FOLDER, thisMachine } from "../../scripts/toolchain/machine.ts"

export interface Patch {
  /** From the project's root. */
  readonly file: string
  /** Text that occurs exactly once in it. */
  readonly find: string
  readonly replace: string
}

export interface Variant extends AsyncDisposable {
  /** Folder of the unpacked extension. */
  readonly folder: string
}

/** What no patch is for, and wxt.config.ts takes from. */
const LINKED = ["node_modules", "scripts", "tests"]
const COPIED = ["src", "entrypoints", "public", "wxt.config.ts", "tsconfig.json", "package.json"]

/** Builds a copy of the sources with the patch; throws when the patch no longer fits, so that it cannot test nothing. */
export async function buildVariant({ file, find, replace }: Patch): Promise<Variant> {
  const root = await mkdtemp(join(tmpdir(), "wardroom-variant-"))
  await Promise.all(COPIED.map((name) => cp(join(PROJECT_FOLDER, name), join(root, name), { recursive: true })))
  await Promise.all(LINKED.map((name) => symlink(join(PROJECT_FOLDER, name), join(root, name), "junction")))
  const text = await readFile(join(root, file), "utf8")
  const parts = text.split(find)
  if (parts.length !== 2) throw new RangeError(`${file} must hold the patched text once, got ${parts.length - 1} times`)
  await writeFile(join(root, file), parts.join(replace))
  const wxt = join(PROJECT_FOLDER, "node_modules", "wxt", "bin", "wxt.mjs")
  await thisMachine().run(process.execPath, [wxt, "build", root])
  return {
    folder: join(root, ".output", "chrome-mv3"),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  }
}
