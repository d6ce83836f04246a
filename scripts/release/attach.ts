// `npm run release:attach -- ATTESTATION … [--out FOLDER]`: puts rebuilders' attestations into a signed package.

import { readFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { PROJECT_FOLDER } from "../toolchain/machine.ts"
import { runCommand } from "./command.ts"
import { ReleaseError } from "./errors.ts"
import { attachRebuilds } from "./sign-release.ts"

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: "string", default: join(PROJECT_FOLDER, ".output", "release") } },
  })
  if (positionals.length === 0)
    throw new ReleaseError("usage", "expected attestations: npm run release:attach -- FILE …")
  const { zipFile } = await attachRebuilds(
    resolve(values.out),
    await Promise.all(positionals.map((path) => readFile(path))),
  )
  console.log(`zip      ${zipFile}`)
})
