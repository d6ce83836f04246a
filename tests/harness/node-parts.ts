// What a client is made of in plain Node in place of what the browser gives it.

import "fake-indexeddb/auto"
import { WebSocket } from "ws"
import { randomBytes, toHex } from "../../src/bytes/bytes.ts"
import { type Clock, systemClock } from "../../src/media/clock.ts"
import type { OwnRelease, VisitParts } from "../../src/meeting/parts.ts"
import type { MlsWorker } from "../../src/mls/mls-worker.ts"
import type { SuiteName } from "../../src/mls/suite.ts"
import { Vault } from "../../src/vault/vault.ts"
import type { NodeSfu } from "./node-sfu.ts"
import { startFrames, startMls as startMlsHere } from "./node-workers.ts"
import type { PasswordThread } from "./passwords/password-thread.ts"

/** What the clients of one meeting have in common. */
export interface NodeSurroundings {
  readonly sfu: NodeSfu
  readonly passwords: PasswordThread
  readonly suite: SuiteName
  /** Where the client has MLS: in its own thread, unless said otherwise. */
  readonly startMls?: (abortSignal: AbortSignal) => MlsWorker
  readonly clock?: Clock
  /** What the client claims to run; an unsigned build unless said otherwise. */
  readonly release?: OwnRelease
}

const UNSIGNED: OwnRelease = { digest: new Uint8Array(32), version: "0.0.0" }

export function partsWith(
  vault: Vault,
  { sfu, passwords, suite, clock = systemClock, release = UNSIGNED, startMls = startMlsHere }: NodeSurroundings,
): VisitParts {
  return {
    vault,
    clock,
    wallClock: () => 0, // notices stay
    random: Math.random,
    suite,
    videoCodec: () => "vp8",
    release,
    openSocket: (address) => new WebSocket(address),
    startMls,
    startPasswords: (abortSignal) => passwords.start(abortSignal),
    startFrames,
    createRoom: (options) => sfu.createRoom(options),
  }
}

/** A vault of its own, in memory. */
export function openVault(): Promise<Vault> {
  return Vault.open({ name: toHex(randomBytes(8)) })
}

/** A vault whose owner chose to be known again. */
export async function lastingVault(): Promise<Vault> {
  const vault = await openVault()
  await vault.lasting.create()
  return vault
}

/** The public key by which its owner is known again. */
export async function lastingKeyOf(vault: Vault): Promise<Uint8Array> {
  const key = await vault.lasting.get()
  if (!key) throw new TypeError("there is no lasting identity")
  return key.publicKey
}

/** Devices of which every one is there and gives a track that holds nothing: frames are made up elsewhere. */
export function testDevices(): Pick<MediaDevices, "getUserMedia" | "enumerateDevices" | "addEventListener"> {
  return {
    getUserMedia: async () => ({ getTracks: () => [new TestTrack()] }) as unknown as MediaStream,
    enumerateDevices: async () => [],
    addEventListener: () => undefined,
  }
}

class TestTrack extends EventTarget {
  enabled = true
  stop(): void {}
  getSettings(): object {
    return {}
  }
}
