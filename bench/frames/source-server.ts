// Serves what the bench's page needs from loopback: our sources with their types taken away, module by module, and
// livekit-client's worker as its package ships it.

import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { createServer, type ServerResponse } from "node:http"
import { stripTypeScriptTypes } from "node:module"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { PROJECT_FOLDER } from "../../scripts/toolchain/machine.ts"
import { freePort } from "../../tests/harness/ports.ts"
import { takeStepsFrom } from "./laps.ts"

export const LIVEKIT_WORKER = import.meta.resolve("livekit-client/e2ee-worker")
const LIVEKIT_PATH = "/livekit-worker.mjs"
const SOURCE_PATH = /^\/(?:src|bench)\/[a-z0-9/-]+\.ts$/
const WORKER = `import { ${takeStepsFrom.name} } from "/bench/frames/laps.ts"
await ${takeStepsFrom.name}(self, "${LIVEKIT_PATH}")`

export interface SourceServer extends AsyncDisposable {
  /** Of an empty page. */
  readonly url: string
}

/** Serves an empty page, and `/worker.js`, which takes the steps of laps.ts. */
export async function startSourceServer(): Promise<SourceServer> {
  const server = createServer((request, response) => {
    void respond(request.url ?? "/", response)
  })
  const port = await freePort("tcp")
  server.listen(port, "127.0.0.1")
  await once(server, "listening")
  return {
    url: `http://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    },
  }
}

async function respond(path: string, response: ServerResponse): Promise<void> {
  const { status, type, body } = await read(path)
  response.writeHead(status, { "content-type": type })
  response.end(body)
}

interface Served {
  readonly status: number
  readonly type: string
  readonly body: string
}

async function read(path: string): Promise<Served> {
  const script = { status: 200, type: "text/javascript; charset=utf-8" }
  if (path === "/") return { status: 200, type: "text/html", body: "<!doctype html><title>Frames</title>" }
  if (path === "/worker.js") return { ...script, body: WORKER }
  if (path === LIVEKIT_PATH) return { ...script, body: await readFile(fileURLToPath(LIVEKIT_WORKER), "utf8") }
  if (!SOURCE_PATH.test(path)) return { status: 404, type: "text/plain", body: "" }
  return { ...script, body: stripTypeScriptTypes(await readFile(join(PROJECT_FOLDER, path), "utf8")) }
}
