// The engine's document: wires the engine to this browser and puts its handle on the window.

import { version } from "../../package.json"
import { askBackground } from "../../src/links/background-messages.ts"
import { openEarly } from "../../src/delivery/early-socket.ts"
import { systemClock } from "../../src/media/clock.ts"
import { Engine } from "../../src/meeting/engine.ts"
import { HANDLE_NAME } from "../../src/meeting/engine-handle.ts"
import type { EngineParts } from "../../src/meeting/parts.ts"
import { readVideoCoding } from "../../src/meeting/video-coding.ts"
import { MlsWorker } from "../../src/mls/mls-worker.ts"
import { RELEASE_SUITE } from "../../src/mls/suite.ts"
import { PasswordWorker } from "../../src/password/password-worker.ts"
import { readInstallation } from "../../src/release/status.ts"
import type { RoomOptions } from "../../src/room/media-room.ts"
import { LateRoom } from "../../src/room/late-room.ts"
import { Vault } from "../../src/vault/vault.ts"
import { openReleaseDesk } from "../release/open-desk.ts"
import { startWorker } from "./workers.ts"

const loadRoom = async () => {
  const { MediaRoom } = await import("../../src/room/media-room.ts")
  return (options: RoomOptions) => new MediaRoom(options)
}

const lifetime = new AbortController().signal // the document's

const open = (address: string) => new WebSocket(address)
const service = new URLSearchParams(location.search).get("service")
const openSocket = service === null ? open : openEarly(service, { open, clock: systemClock })
const [vault, releaseDesk] = await Promise.all([
  Vault.open(),
  openReleaseDesk({
    startWorker: (abortSignal) => startWorker("release", abortSignal),
    listPackage: async () => null, // an offscreen document cannot: the view that opens a meeting does
    installation: readInstallation(location.search),
    version,
    abortSignal: lifetime,
  }),
])

const parts: EngineParts = {
  vault,
  clock: systemClock,
  wallClock: () => Date.now(),
  random: Math.random,
  suite: RELEASE_SUITE,
  videoCodec: () => readVideoCoding(localStorage),
  releaseDesk,
  // From the package itself: an offscreen document has no `runtime.getManifest`.
  version,
  openSocket,
  startMls: (abortSignal) => new MlsWorker(startWorker("mls", abortSignal), abortSignal),
  startPasswords: (abortSignal) => new PasswordWorker(startWorker("password", abortSignal), abortSignal),
  startFrames: (abortSignal) => {
    const worker = startWorker("frames", abortSignal)
    return { worker, createTransform: (options) => new RTCRtpScriptTransform(worker, options) }
  },
  createRoom: (options) => new LateRoom(loadRoom, options),
}

const engine = new Engine({
  parts,
  mediaDevices: navigator.mediaDevices,
  locks: navigator.locks,
  close: () => {
    Reflect.deleteProperty(window, HANDLE_NAME) // nobody finds it from now on
    void askBackground(chrome.runtime, "engine-ends", {}).catch(() => undefined)
    window.close()
  },
})

Object.defineProperty(window, HANDLE_NAME, { value: engine, configurable: true })
