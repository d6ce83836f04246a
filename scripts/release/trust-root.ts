// `npm run trust-root`: fetches Sigstore's trust root by TUF, whose first keys come with @sigstore/tuf, and pins it.

import { tmpdir } from "node:os"
import { join } from "node:path"
import { initTUF } from "@sigstore/tuf"
import { PROJECT_FOLDER, thisMachine } from "../toolchain/machine.ts"
import { runCommand } from "./command.ts"
import { refreshTrustRoot } from "./refresh-trust-root.ts"

const machine = thisMachine()

await runCommand(() =>
  machine.inScratchFolder(tmpdir(), async (cachePath) => {
    const fetch = async (): Promise<string> =>
      (await initTUF({ cachePath, force: true })).getTarget("trusted_root.json")
    const { isNew, date } = await refreshTrustRoot(fetch, join(PROJECT_FOLDER, "public"), new Date())
    await machine.run(process.execPath, [join(PROJECT_FOLDER, "node_modules/oxfmt/bin/oxfmt"), "public"])
    console.log(`public/trust-root.json: ${isNew ? "another one than before" : "the same as before"}, of ${date}`)
  }),
)
