// Wires the engine to this browser and puts its handle on the window.

import { askBackground } from "../../src/links/background-messages.ts"
import { Engine } from "../../src/meeting/engine.ts"
import { HANDLE_NAME } from "../../src/meeting/engine-handle.ts"
import type { EngineParts } from "../../src/meeting/parts.ts"
import { readVideoCoding } from "../../src/meeting/video-coding.ts"
import { MlsWorker } from "../../src/mls/mls-worker.ts"
import { RELEASE_SUITE } from "../../src/mls/suite.ts"
import { PasswordWorker } from "../../src/password/password-worker.ts"
import type { RoomOptions } from "../../src/room/media-room.ts"
import { LateRoom } from "../../src/room/late-room.ts"
import { Vault } from "../../src/vault/vault.ts"
import { startWorker } from "./workers.ts"

/** What the document began before the engine was loaded. */
export type Begun = Pick<EngineParts, "version" | "clock" | "releaseGate" | "openSocket">

const loadRoom = async () => {
  const { MediaRoom } = await import("../../src/room/media-room.ts")
  return (options: RoomOptions) => new MediaRoom(options)
}

export async function startEngine(begun: Begun): Promise<void> {
  const parts: EngineParts = {
    ...begun,
    vault: await Vault.open(),
    wallClock: () => Date.now(),
    random: Math.random,
    suite: RELEASE_SUITE,
    videoCodec: () => readVideoCoding(localStorage),
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
}
