// What the release's commands have in common: how they fail.

import { ToolchainError } from "../toolchain/errors.ts"
import { UnreadableError } from "../verify/package/unreadable.ts"
import { RefusalError } from "../verify/verdict.ts"
import { ReleaseError } from "./errors.ts"

const EXPECTED = [ReleaseError, ToolchainError, UnreadableError, RefusalError]

/** Runs a command; expected errors become a line and exit code 1, or 2 for wrong usage. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command()
  } catch (error) {
    const isUsage = codeOf(error).startsWith("ERR_PARSE_ARGS")
    const isExpected = EXPECTED.some((kind) => error instanceof kind) || codeOf(error) === "ENOENT"
    if (!(error instanceof Error) || (!isUsage && !isExpected)) throw error
    console.error(`wardroom: ${error.message}`)
    process.exitCode = isUsage || (error instanceof ReleaseError && error.fault === "usage") ? 2 : 1
  }
}

/** Node's own name of an error, such as ENOENT for a file that is not there. */
function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : ""
}
