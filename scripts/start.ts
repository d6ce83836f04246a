// `npm start`: service, SFU and a browser with the extension, in a new meeting. `--demo` runs three headless people.

import { join } from "node:path"
import { parseArgs } from "node:util"
import { Person } from "../tests/harness/person.ts"
import { demoCommand } from "./demo/command.ts"
import { builtExtension } from "./extension.ts"
import { runUntilInterrupted } from "./interruptible.ts"
import { progressOn } from "./progress.ts"
import { startStack } from "./stack.ts"
import { findChromium } from "./toolchain/chromium.ts"
import { ToolchainError } from "./toolchain/errors.ts"
import { type Machine, PROJECT_FOLDER, thisMachine } from "./toolchain/machine.ts"

const DEFAULT_PORT = "8320"

const { values: flags } = parseArgs({
  options: {
    demo: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    extension: { type: "string", multiple: true, default: [] },
    data: { type: "string", default: join(PROJECT_FOLDER, ".data") },
    port: { type: "string", default: DEFAULT_PORT },
  },
})
const machine = thisMachine()
const progress = progressOn(process.stderr)
await runUntilInterrupted(async (started, untilInterrupted) => {
  if (flags.demo) {
    const output = flags.json ? "json" : "lines"
    return demoCommand({ machine, progress, output, extensions: flags.extension })
  }
  if (!hasDisplay(machine)) {
    throw new ToolchainError("no-display", "there is no display for a browser window: try `npm start -- --demo`")
  }
  await findChromium(machine, progress)
  const extension = flags.extension[0] ?? (await builtExtension(machine, progress))
  const port = Number(flags.port)
  const stack = started.use(await startStack({ machine, progress, dataFolder: join(flags.data, "service"), port }))
  if (machine.isRoot) progress.say("Chromium runs without its sandbox, because this is root (--no-sandbox)")
  const profile = join(flags.data, "profile")
  const you = started.use(
    await progress.step("starting Chromium", () =>
      Person.start({ name: "You", extension, profile, window: "shown", devices: "real" }),
    ),
  )
  const { link } = await progress.step("making a meeting", () => you.makeMeeting(stack.origin))
  console.log(`meeting link: ${link}`)
  console.log(`another person: npm run guest -- '${link}'`)
  console.log("Ctrl-C ends everything.")
  const closed = Promise.withResolvers<number>()
  you.context.once("close", () => closed.resolve(0))
  return Promise.race([closed.promise, untilInterrupted])
})

function hasDisplay({ platform, env }: Machine): boolean {
  return platform === "win32" || platform === "darwin" || Boolean(env["DISPLAY"] ?? env["WAYLAND_DISPLAY"])
}
