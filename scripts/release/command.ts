// What the release's commands have in common: how they fail.

import { ToolchainError } from "../toolchain/errors.ts"
import { ReleaseError } from "./errors.ts"

/** Runs a command; expected errors become a line and exit code 1, or 2 for wrong usage. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command()
  } catch (error) {
    const isUsage = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")
    if (!isUsage && !(error instanceof ReleaseError) && !(error instanceof ToolchainError)) throw error
    console.error(`wardroom: ${error.message}`)
    process.exitCode = isUsage || (error instanceof ReleaseError && error.fault === "usage") ? 2 : 1
  }
}
