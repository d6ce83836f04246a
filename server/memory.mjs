// How the service trades speed for memory, before any other module of it is loaded. Not TypeScript, since what Node needs
// to strip types stays in memory for ever: 17 MB, and as much again in the thread of srp-gate.ts.

import { enableCompileCache } from "node:module"
import { join } from "node:path"
import { setFlagsFromString } from "node:v8"

const CODE_FOLDER = join(import.meta.dirname, "..", ".data", "code")

/**
 * For the service as a program; it holds for the whole process, and only for what is loaded after it.
 *
 * Young objects: V8 lets their space grow to 64 MB while it loads and in a burst of joins, and keeps it; so little lives
 * here for long that a thousand idle meetings would take twice the memory. Compiled code is kept in the project's
 * folder, from which every start but the first takes it.
 */
export function keepMemorySmall() {
  setFlagsFromString("--semi-space-growth-factor=1")
  enableCompileCache(CODE_FOLDER) // a folder that cannot be written is no failure: then nothing is kept
  process.env["NODE_COMPILE_CACHE"] = CODE_FOLDER // for threads, which the call above does not reach
}
