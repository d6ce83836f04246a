import { rehearseJoin } from "../../src/mls/rehearsal.ts"
import { serveSession } from "../../src/mls/session-server.ts"
import { RELEASE_SUITE } from "../../src/mls/suite.ts"

/** Arriving at a link, which the document was begun for, wants the processor first. */
const REHEARSAL_AFTER_MS = 700

serveSession(self, new AbortController().signal)
setTimeout(() => void rehearseJoin(RELEASE_SUITE), REHEARSAL_AFTER_MS)
