// `npm start -- --demo [--json] [--extension [name=]folder]…`: runs the demo, says what it saw and whether that is a meeting.

import { join } from "node:path"
import { builtExtension } from "../extension.ts"
import { type Progress, silent } from "../progress.ts"
import { startStack } from "../stack.ts"
import { findChromium } from "../toolchain/chromium.ts"
import { type Machine, PROJECT_FOLDER } from "../toolchain/machine.ts"
import { runDemo } from "./demo.ts"
import { findFailure } from "./facts.ts"
import { describeFacts } from "./lines.ts"

export interface DemoCommand {
  readonly machine: Machine
  readonly progress: Progress
  readonly output: "lines" | "json"
  /** Builds to run in place of the project's: "folder" for everybody, "name=folder" for one person. */
  readonly extensions: readonly string[]
}

/** The exit code; the last line is `demo ok` or `demo failed: <reason>` (with json on standard error). */
export async function demoCommand({ machine, progress, output, extensions }: DemoCommand): Promise<number> {
  let failure: string | null
  try {
    const facts = await machine.inScratchFolder(join(PROJECT_FOLDER, ".data"), async (dataFolder) => {
      await findChromium(machine, progress)
      const built = extensions.length > 0 ? "" : await builtExtension(machine, progress)
      await using stack = await startStack({ machine, progress, dataFolder, port: 0 })
      // Awaited here: the stack ends with this block.
      return await runDemo({
        progress: output === "json" ? silent : progress,
        server: stack.origin,
        extensionOf: (name) => extensionFor(name, extensions) ?? built,
        screenshotFolder: join(PROJECT_FOLDER, ".screenshots"),
      })
    })
    failure = findFailure(facts)
    if (output === "json") console.log(JSON.stringify({ ok: failure === null, failure, ...facts }, null, 2))
    else for (const line of describeFacts(facts)) console.log(line)
  } catch (error) {
    console.error(error)
    failure = error instanceof Error ? (error.message.split("\n")[0] ?? error.name) : String(error)
    if (output === "json") console.log(JSON.stringify({ ok: false, failure }, null, 2))
  }
  const verdict = failure === null ? "demo ok" : `demo failed: ${failure}`
  if (output === "json") console.error(verdict)
  else console.log(verdict)
  return failure === null ? 0 : 1
}

function extensionFor(name: string, extensions: readonly string[]): string | undefined {
  const own = extensions.find((choice) => choice.startsWith(`${name}=`))
  return own?.slice(name.length + 1) ?? extensions.find((choice) => !/^[A-Z]\w*=/.test(choice))
}
