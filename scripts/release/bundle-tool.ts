// `npm run verify:bundle [-- --out FILE]`: wardroom-verify as one file that needs Node and nothing else.

import { chmod } from "node:fs/promises"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { rolldown } from "rolldown"
import { PROJECT_FOLDER } from "../toolchain/machine.ts"
import { runCommand } from "./command.ts"

await runCommand(async () => {
  const { values } = parseArgs({
    options: { out: { type: "string", default: join(PROJECT_FOLDER, ".output", "wardroom-verify.mjs") } },
  })
  const out = resolve(values.out)
  const input = join(PROJECT_FOLDER, "scripts", "verify", "wardroom-verify.mjs")
  await using bundle = await rolldown({ input, platform: "node" })
  const { output } = await bundle.write({ file: out, format: "esm", codeSplitting: false })
  await chmod(out, 0o755)
  const modules = output.flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : []))
  console.log(`${out}: ${modules.length} modules`)
})
