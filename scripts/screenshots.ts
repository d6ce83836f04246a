// `npm run screenshots`: draws every state of the pages anew, light and dark, wide and 320 px, into .screenshots/.

import { spawn } from "node:child_process"
import { once } from "node:events"
import { rm } from "node:fs/promises"
import { join } from "node:path"
import { PROJECT_FOLDER } from "./toolchain/machine.ts"

const DRAWN_BY = ["tests/e2e/ui-states.test.ts", "tests/e2e/ui-host-states.test.ts"]

await rm(join(PROJECT_FOLDER, ".screenshots"), { recursive: true, force: true })
const vitest = join(PROJECT_FOLDER, "node_modules", "vitest", "vitest.mjs")
const drawing = spawn(process.execPath, [vitest, "run", "--project", "e2e", ...DRAWN_BY], {
  cwd: PROJECT_FOLDER,
  stdio: "inherit",
})
const [code] = await once(drawing, "close")
process.exitCode = code === 0 ? 0 : 1
