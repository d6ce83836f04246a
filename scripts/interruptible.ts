// A command that ends everything it started, whether it comes to its end, fails, or is interrupted.

import { constants } from "node:os"
import { ToolchainError } from "./toolchain/errors.ts"

/** Gets what to end afterwards, and a promise of the exit code of an interruption; resolves to the exit code. */
export type Command = (started: AsyncDisposableStack, untilInterrupted: Promise<number>) => Promise<number>

/** Runs a command and sets the exit code; a second signal ends the process at once. */
export async function runUntilInterrupted(command: Command): Promise<void> {
  const interrupted = Promise.withResolvers<number>()
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const
  for (const signal of signals) process.on(signal, () => interrupted.resolve(128 + constants.signals[signal]))
  await using started = new AsyncDisposableStack()
  try {
    process.exitCode = await Promise.race([command(started, interrupted.promise), interrupted.promise])
  } catch (error) {
    if (!(error instanceof ToolchainError)) throw error
    console.error(`wardroom: ${describe(error)}`)
    process.exitCode = 1
  } finally {
    await started.disposeAsync()
    // What an interrupted command was still waiting for must not keep the process.
    setTimeout(() => process.exit(), 0)
  }
}

function describe(error: ToolchainError): string {
  return error.cause instanceof Error ? `${error.message}\n${error.cause.message}` : error.message
}
