import { servePassword } from "../../src/password/worker.ts"

servePassword(self, new AbortController().signal)
