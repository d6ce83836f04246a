// `npm run release -- --version X [--commit C | --working-tree] [--checkout FOLDER] [--out FOLDER]`

import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { progressOn } from "../progress.ts"
import { PROJECT_FOLDER, thisMachine } from "../toolchain/machine.ts"
import { buildRelease } from "./build-release.ts"
import { runCommand } from "./command.ts"
import { ReleaseError } from "./errors.ts"

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      version: { type: "string" },
      commit: { type: "string", default: "HEAD" },
      "working-tree": { type: "boolean", default: false },
      checkout: { type: "string", default: PROJECT_FOLDER },
      out: { type: "string", default: join(PROJECT_FOLDER, ".output", "release") },
    },
  })
  if (values.version === undefined) throw new ReleaseError("usage", "expected --version X, as in --version 1.2.3")
  const { packageFolder, zipFile, digest } = await buildRelease(thisMachine(), progressOn(process.stderr), {
    checkout: resolve(values.checkout),
    revision: values["working-tree"] ? null : values.commit,
    version: values.version,
    outFolder: resolve(values.out),
  })
  console.log(`package  ${packageFolder}\nzip      ${zipFile}\nrelease  ${digest}`)
})
