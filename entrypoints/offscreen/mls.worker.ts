import { serveSession } from "../../src/mls/session-server.ts"

serveSession(self, new AbortController().signal)
