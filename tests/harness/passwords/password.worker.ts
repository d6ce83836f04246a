// The password workers of all clients of a process, in one thread: each message brings another client's port.

import { parentPort } from "node:worker_threads"
import { servePassword } from "../../../src/password/worker.ts"

parentPort?.on("message", (port: MessagePort) => {
  servePassword(port, new AbortController().signal)
  port.start()
})
