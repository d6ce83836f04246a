import { ReleaseStore } from "../../../src/release/release-store.ts"
import { serveRelease } from "../../../src/release/worker.ts"

serveRelease(self, { fetchFile: fetch.bind(self), store: new ReleaseStore() }, new AbortController().signal)
