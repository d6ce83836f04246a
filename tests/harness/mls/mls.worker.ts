// The MLS workers of all clients of a process, in one thread: each message brings another client's port.

import { parentPort } from "node:worker_threads"
import { serveSession } from "../../../src/mls/session-server.ts"

parentPort?.on("message", (port: MessagePort) => {
  serveSession(port, new AbortController().signal)
  port.start()
})
