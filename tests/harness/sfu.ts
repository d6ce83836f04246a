// An SFU of its own for a test: free ports, random keys, log in a folder that goes with it.

import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { progressOn } from "../../scripts/progress.ts"
import { type Sfu, startSfu } from "../../scripts/sfu.ts"
import { findLiveKit } from "../../scripts/toolchain/livekit.ts"
import { thisMachine } from "../../scripts/toolchain/machine.ts"
import { loadSfuKeys } from "../../server/keys.ts"
import { freePort } from "./ports.ts"

/** Starts livekit-server on loopback; `webhookUrl` gets what happens in its rooms. */
export async function startTestSfu(webhookUrl?: string): Promise<Sfu> {
  const folder = await mkdtemp(join(tmpdir(), "wardroom-sfu-"))
  const sfu = await startSfu({
    binary: await findLiveKit(thisMachine(), progressOn(process.stderr)),
    logFile: join(folder, "sfu.log"),
    keys: await loadSfuKeys(folder),
    ports: { signal: await freePort("tcp"), tcp: await freePort("tcp"), udp: await freePort("udp") },
    ...(webhookUrl === undefined ? {} : { webhookUrl }),
  })
  return {
    ...sfu,
    close: async () => {
      await sfu.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
