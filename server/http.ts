// The few addresses that the service answers besides its socket.

import { Hono } from "hono"
import { bodyLimit } from "hono/body-limit"
import { LANDING_HEADERS, LANDING_PAGE } from "./landing.ts"
import type { Log } from "./log.ts"
import type { Sessions } from "./sessions.ts"
import type { Sfu } from "./sfu.ts"
import { prefixOf } from "./tokens.ts"

export const WEBHOOK_PATH = "/webhook"
const MAX_WEBHOOK_BYTES = 64 * 1024

export function createHttp({ log, sessions, sfu }: { log: Log; sessions: Sessions; sfu: Sfu }): Hono {
  const http = new Hono()
  http.get("/healthz", (context) => context.json({ status: "ok" }))
  http.get("/join/*", (context) => {
    log({ event: "join-page" })
    return context.body(LANDING_PAGE, 200, LANDING_HEADERS)
  })
  http.get("/", (context) => {
    log({ event: "landing-page" })
    return context.body(LANDING_PAGE, 200, LANDING_HEADERS)
  })
  http.post(WEBHOOK_PATH, bodyLimit({ maxSize: MAX_WEBHOOK_BYTES }), async (context) => {
    const body = await context.req.text()
    const event = await sfu.readWebhook(body, context.req.header("authorization")).catch(() => "forged" as const)
    if (event === "forged") {
      log({ event: "refused", request: "webhook", fault: "bad-signature" })
      return context.body(null, 401)
    }
    const prefix = event && prefixOf(event.identity)
    const session = event && sessions.ofRoom(event.room)
    if (event && prefix && session) {
      log({ event: "webhook", kind: event.kind })
      session.handleSfu(event)
      // Of two sessions of one person the newest counts.
      if (event.kind === "joined") await sfu.removeSessions(event.room, prefix, event.identity)
    }
    return context.body(null, 204)
  })
  http.notFound((context) => {
    log({ event: "not-found" })
    return context.text("not found", 404)
  })
  http.onError((error, context) => {
    log({ event: "failure", where: "http", kind: error.name })
    return context.text("internal error", 500)
  })
  return http
}
