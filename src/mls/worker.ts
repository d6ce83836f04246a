// Entry point of the engine's MLS worker; it ends when the engine terminates it.

import { serveSession } from "./session-server.ts"

serveSession(globalThis, new AbortController().signal)
