// The engine's document: begins at once what takes time and needs little of the code, and loads the engine meanwhile. The
// first thing begun is the check of the release, which comes before everything else of a meeting.

import { version } from "../../package.json"
import { openEarly } from "../../src/delivery/early-socket.ts"
import { systemClock } from "../../src/media/clock.ts"
import { ReleaseGate } from "../../src/meeting/release-gate.ts"
import { readInstallation } from "../../src/release/status.ts"
import { openReleaseDesk } from "../release/open-desk.ts"
import type { Begun } from "./start-engine.ts"
import { startWorker } from "./workers.ts"

const releaseDesk = openReleaseDesk({
  startWorker: (abortSignal) => startWorker("release", abortSignal),
  listPackage: async () => null, // an offscreen document cannot: the view that opens a meeting does
  installation: readInstallation(location.search),
  version, // from the package itself: an offscreen document has no `runtime.getManifest`
  abortSignal: new AbortController().signal, // the document's
})
const open = (address: string) => new WebSocket(address)
const service = new URLSearchParams(location.search).get("service")
const begun: Begun = {
  version,
  clock: systemClock,
  releaseGate: new ReleaseGate({ desk: releaseDesk, now: () => systemClock.now() }),
  openSocket: service === null ? open : openEarly(service, { open, clock: systemClock }),
}
const { startEngine } = await import("./start-engine.ts")
await startEngine(begun)
