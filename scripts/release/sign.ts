// `npm run release:sign [-- --local] [--log 1 | 2] [--out FOLDER]`: signs what `npm run release` made.

import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { PROJECT_FOLDER } from "../toolchain/machine.ts"
import { runCommand } from "./command.ts"
import { ReleaseError } from "./errors.ts"
import { signLocally, signRelease } from "./sign-release.ts"

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      local: { type: "boolean", default: false },
      log: { type: "string", default: "1" },
      out: { type: "string", default: join(PROJECT_FOLDER, ".output", "release") },
    },
  })
  const { local, log } = values
  const outFolder = resolve(values.out)
  if (log !== "1" && log !== "2") throw new ReleaseError("usage", `--log must be 1 or 2, got ${log}`)
  const { zipFile, digest } = local ? await signHere(outFolder, log === "1" ? 1 : 2) : await signRelease(outFolder)
  console.log(`zip      ${zipFile}\nrelease  ${digest}${local ? "\nA local build, signed by a test authority." : ""}`)
})

async function signHere(outFolder: string, log: 1 | 2): ReturnType<typeof signLocally> {
  // Only here: the mock brings a library that wraps every HTTP request of the process.
  const { createTestAuthority } = await import("./test-authority.ts")
  await using authority = await createTestAuthority()
  return await signLocally(outFolder, authority, log)
}
