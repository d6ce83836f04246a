// Serves the peer's page from loopback: our two files and livekit-client as its package ships it, nothing bundled and no
// third party.

import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { createServer } from "node:http"
import { stripTypeScriptTypes } from "node:module"
import { join } from "node:path"
import { PROJECT_FOLDER } from "../../scripts/toolchain/machine.ts"
import { freePort } from "../../tests/harness/ports.ts"

export interface PeerServer extends AsyncDisposable {
  /** `http://127.0.0.1:…` */
  readonly origin: string
}

const LIVEKIT_FOLDER = join(PROJECT_FOLDER, "node_modules", "livekit-client", "dist")

interface Served {
  readonly type: string
  readonly body: string
}

/** Also answers `/link?to=…` with a page that holds that link, as a calendar would show it. */
export async function startPeerServer(): Promise<PeerServer> {
  const files = await readFiles()
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1")
    const served = url.pathname === "/link" ? linkPage(url.searchParams.get("to") ?? "") : files.get(url.pathname)
    response.writeHead(served ? 200 : 404, {
      "content-type": served?.type ?? "text/plain",
      "cache-control": "max-age=3600", // as a deployed page's: a second load compiles nothing anew
    })
    response.end(served?.body)
  })
  const port = await freePort("tcp")
  server.listen(port, "127.0.0.1")
  await once(server, "listening")
  return {
    origin: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    },
  }
}

async function readFiles(): Promise<ReadonlyMap<string, Served>> {
  const script = "text/javascript; charset=utf-8"
  const [page, code, client, worker] = await Promise.all([
    readFile(new URL("./page.html", import.meta.url), "utf8"),
    readFile(new URL("./page.ts", import.meta.url), "utf8"),
    readFile(join(LIVEKIT_FOLDER, "livekit-client.esm.mjs"), "utf8"),
    readFile(join(LIVEKIT_FOLDER, "livekit-client.e2ee.worker.mjs"), "utf8"),
  ])
  return new Map([
    ["/", { type: "text/html; charset=utf-8", body: page }],
    ["/page.ts", { type: script, body: stripTypeScriptTypes(code) }],
    ["/livekit-client.esm.mjs", { type: script, body: client }],
    ["/livekit-client.e2ee.worker.mjs", { type: script, body: worker }],
  ])
}

function linkPage(link: string): Served {
  const escaped = link.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;")
  const body = `<!doctype html><title>Invitation</title><a href="${escaped}">Join the meeting</a>`
  return { type: "text/html; charset=utf-8", body }
}
