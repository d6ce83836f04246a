// An ordinary web page with a meeting link on it, as a calendar or a chat would show it.

import { once } from "node:events"
import { createServer } from "node:http"
import { freePort } from "./ports.ts"

export interface LinkPage extends AsyncDisposable {
  readonly url: string
}

/** Serves the page on another origin than the meeting's. */
export async function startLinkPage(link: string): Promise<LinkPage> {
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8")
    response.end(`<!doctype html><title>Invitation</title><a href="${escapeHtml(link)}">Join the meeting</a>`)
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

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;")
}
