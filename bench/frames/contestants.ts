// Three ways to transform the same frames, in Node and in a worker of Chromium: ours, LiveKit's own worker, and WebCrypto
// with nothing around it but the stream.

import { randomBytes } from "../../src/bytes/bytes.ts"
import { FrameCore } from "../../src/media/frame-core.ts"
import { importBaseKey } from "../../src/media/keys.ts"
import type { FrameStreams } from "../../src/media/transform.ts"
import type { BenchFrame, FrameKind } from "./bench-frame.ts"

export const CONTESTANTS = ["wardroom", "livekit", "bare"] as const
export type ContestantName = (typeof CONTESTANTS)[number]
export type Direction = "seal" | "open"

/** Transforms the frames of one track, as long as its streams last. */
export type Contestant = (direction: Direction, kind: FrameKind, streams: FrameStreams) => void

/** `livekitWorker` is where livekit-client's e2ee worker is imported from. */
export async function makeContestants(livekitWorker: string): Promise<Readonly<Record<ContestantName, Contestant>>> {
  return { wardroom: await wardroom(), livekit: await livekit(livekitWorker), bare: await bare() }
}

async function wardroom(): Promise<Contestant> {
  const { privateKey } = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])
  const leaves = [0, 1].map((leaf) => ({ leaf, identityKey: randomBytes(32), leafKey: randomBytes(32) }))
  const group = { groupId: randomBytes(32), epoch: 1n, change: "join", leaves, signingKey: privateKey } as const
  const baseKey = await importBaseKey(randomBytes(32))
  const makeCore = async (ownLeaf: number): Promise<FrameCore> => {
    const core = new FrameCore(() => undefined)
    await core.handle({ type: "install", keys: { ...group, baseKey, ownLeaf } })
    await core.handle({ type: "switch", epoch: 1n })
    return core
  }
  const [sender, receiver] = await Promise.all([makeCore(0), makeCore(1)])
  const identityKey = leaves[0]?.identityKey ?? new Uint8Array()
  let tracks = 0
  return (direction, { mimeType, medium }, streams) => {
    const context = medium === "audio" ? "microphone" : "camera"
    const track = { context, codec: mimeType } as const
    if (direction === "seal") void sender.attach(streams, { direction: "send", ...track })
    else void receiver.attach(streams, { direction: "receive", trackId: `${tracks++}`, identityKey, ...track })
  }
}

const ROOM_PASSWORD = "the key that everybody shares"
const PARTICIPANT = "alice"
const WARNINGS = 3

/** The worker as it ships, with its defaults (AES-128), led by the messages that livekit-client's E2EEManager sends. */
async function livekit(workerUrl: string): Promise<Contestant> {
  defineWhereMissing("self", globalThis)
  defineWhereMissing("onmessage", null)
  for (const name of ["postMessage", "RTCTransformEvent"]) defineWhereMissing(name, () => undefined)
  await import(workerUrl)
  const scope: object = globalThis
  const handle: (event: { data: unknown }) => void = Reflect.get(scope, "onmessage")
  const attach: (event: { transformer: unknown }) => void = Reflect.get(scope, "onrtctransform")
  const keyProviderOptions = {
    sharedKey: true,
    ratchetSalt: "LKFrameEncryptionKey",
    ratchetWindowSize: 8,
    failureTolerance: 10,
    keyringSize: 16,
    keySize: 128,
  }
  const password = new TextEncoder().encode(ROOM_PASSWORD)
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits", "deriveKey"])
  handle({ data: { kind: "init", data: { keyProviderOptions, loglevel: WARNINGS } } })
  handle({ data: { kind: "setKey", data: { key, keyIndex: 0, updateCurrentKeyIndex: true } } })
  handle({ data: { kind: "enable", data: { enabled: true, participantIdentity: PARTICIPANT } } })
  let tracks = 0
  return (direction, { codec }, { readable, writable }) => {
    const kind = direction === "seal" ? "encode" : "decode"
    const track = { participantIdentity: PARTICIPANT, trackId: `${tracks++}`, hasPacketTrailer: false }
    attach({ transformer: { readable, writable, options: { kind, codec, ...track } } })
  }
}

/** What a worker of a browser has, and Node has not. */
function defineWhereMissing(name: string, value: unknown): void {
  if (name in globalThis) return
  Object.defineProperty(globalThis, name, { value, writable: true })
}

async function bare(): Promise<Contestant> {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])
  const transforms = {
    seal: async (frame: BenchFrame) => {
      frame.iv = crypto.getRandomValues(new Uint8Array(12))
      frame.data = await crypto.subtle.encrypt({ name: "AES-GCM", iv: frame.iv }, key, frame.data)
    },
    open: async (frame: BenchFrame) => {
      frame.data = await crypto.subtle.decrypt({ name: "AES-GCM", iv: frame.iv }, key, frame.data)
    },
  }
  return (direction, _kind, { readable, writable }) => {
    const transform = transforms[direction]
    const stream = new TransformStream<BenchFrame, BenchFrame>({
      transform: async (frame, controller) => {
        await transform(frame)
        controller.enqueue(frame)
      },
    })
    void readable.pipeThrough(stream).pipeTo(writable)
  }
}
