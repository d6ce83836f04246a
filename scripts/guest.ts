// `npm run guest -- <link>`: one more person, headless with a moving test picture and a tone; `--camera`: a window and
// the real devices.

import { parseArgs } from "node:util"
import { Person } from "../tests/harness/person.ts"
import { builtExtension } from "./extension.ts"
import { runUntilInterrupted } from "./interruptible.ts"
import { progressOn } from "./progress.ts"
import { findChromium } from "./toolchain/chromium.ts"
import { thisMachine } from "./toolchain/machine.ts"

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { camera: { type: "boolean", default: false }, name: { type: "string", default: "Guest" } },
})
const machine = thisMachine()
const progress = progressOn(process.stderr)
await runUntilInterrupted(async (started, untilInterrupted) => {
  const [link] = positionals
  if (link === undefined || !URL.canParse(link)) {
    console.error("expected: npm run guest -- '<meeting link>' [--camera] [--name <name>]")
    return 2
  }
  await findChromium(machine, progress)
  const extension = await builtExtension(machine, progress)
  const guest = started.use(
    await progress.step("starting Chromium", () =>
      Person.start({
        name: flags.name,
        extension,
        window: flags.camera ? "shown" : "none",
        devices: flags.camera ? "real" : "test",
      }),
    ),
  )
  await progress.step("opening the link", () => guest.openLink(link))
  await progress.step("joining", () => guest.join())
  console.log(`${flags.name} is in the meeting. Ctrl-C leaves.`)
  const closed = Promise.withResolvers<number>()
  guest.context.once("close", () => closed.resolve(0))
  const code = await Promise.race([closed.promise, untilInterrupted])
  // So that the others see at once that the guest has left.
  if (!guest.page.isClosed()) await guest.leave().catch(() => 0)
  return code
})
