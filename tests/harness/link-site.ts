// A web server that is everything a meeting link meets: pages that lead to it in every way, and the join page itself,
// whose script tells what it could read. Counts what reaches it.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { once } from "node:events"

export interface LinkSite {
  /** `http://site.localhost:<port>`: another origin than the links'. */
  readonly origin: string
  /** `http://meet.localhost:<port>`: the links' host. */
  readonly server: string
  /** Requests for a join page. */
  readonly joinRequests: number
  /** Times the script of a join page ran. */
  readonly scriptRuns: number
  reset(): void
  close(): Promise<void>
}

export async function startLinkSite(): Promise<LinkSite> {
  const seen = { joinRequests: 0, scriptRuns: 0 }
  const http = createServer((request, response) => {
    if (/^\/+join\//i.test(request.url ?? "")) seen.joinRequests++
    if (request.url?.startsWith("/ran")) seen.scriptRuns++
    answer(request, response)
  })
  http.listen(0, "127.0.0.1")
  await once(http, "listening")
  const address = http.address()
  if (address === null || typeof address === "string") throw new Error("the site has no port")
  return {
    origin: `http://site.localhost:${address.port}`,
    server: `http://meet.localhost:${address.port}`,
    get joinRequests() {
      return seen.joinRequests
    },
    get scriptRuns() {
      return seen.scriptRuns
    },
    reset: () => Object.assign(seen, { joinRequests: 0, scriptRuns: 0 }),
    close: async () => {
      http.closeAllConnections()
      http.close()
      await once(http, "close")
    },
  }
}

const JOIN_PAGE = `<title>Served</title><script>fetch("/ran", { keepalive: true })</script>served`

// Answers a join page from the worker itself, as a site does that wants to be fast, or to be there without network.
const SERVICE_WORKER = `
oninstall = () => skipWaiting()
onactivate = (event) => event.waitUntil(clients.claim())
onfetch = (event) => {
  if (new URL(event.request.url).pathname.startsWith("/join/")) {
    event.respondWith(new Response(${JSON.stringify(JOIN_PAGE)}, { headers: { "content-type": "text/html" } }))
  }
}`

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? "/", "http://site.localhost")
  const to = url.searchParams.get("to") ?? ""
  const quoted = JSON.stringify(to)
  const html = (body: string): void => {
    response.setHeader("content-type", "text/html; charset=utf-8").end(`<!doctype html>${body}`)
  }
  const redirect = (location: string): void => void response.writeHead(302, { location }).end()
  switch (url.pathname) {
    case "/anchor":
      return html(`<a id=same href=${quoted}>same tab</a> <a id=blank target=_blank href=${quoted}>new tab</a>`)
    case "/opener":
      return html(`<button onclick='window.open(${quoted})'>open</button>`)
    case "/hop":
      return redirect(to)
    case "/two-hops":
      return redirect(`/hop?to=${encodeURIComponent(to)}`)
    case "/meta":
      return html(`<meta http-equiv=refresh content=${JSON.stringify(`0;url=${to}`)}>`)
    case "/replace":
      return html(`<script>location.replace(${quoted})</script>`)
    case "/form":
      return html(`<form method=post action=${quoted}></form><script>document.forms[0].submit()</script>`)
    case "/frame":
      return html(`<title>Frame</title><iframe src=${quoted}></iframe>`)
    case "/push":
      return html(`<button onclick='history.pushState(null, "", ${quoted})'>push</button>`)
    case "/worker":
      return html(`<script>navigator.serviceWorker.register("/worker.js")</script>`)
    case "/worker.js":
      return void response.setHeader("content-type", "text/javascript").end(SERVICE_WORKER)
    case "/ran":
    case "/favicon.ico":
      return void response.writeHead(204).end()
    default:
      return html(JOIN_PAGE)
  }
}
