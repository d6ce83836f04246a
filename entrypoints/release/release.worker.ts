import { serveRelease } from "../../src/release/worker.ts"

serveRelease(self, fetch.bind(self), new AbortController().signal)
