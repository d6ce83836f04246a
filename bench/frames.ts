// What sealing and opening a frame costs beside the bare cipher: milliseconds of CPU per frame, in Node.
// Run: node bench/frames.ts

import { randomBytes } from "../src/bytes/bytes.ts"
import { systemClock } from "../src/media/clock.ts"
import { EpochLag } from "../src/media/epoch-lag.ts"
import type { EpochLeaf } from "../src/media/epoch.ts"
import { Epochs } from "../src/media/epochs.ts"
import { importBaseKey } from "../src/media/keys.ts"
import { Opener } from "../src/media/opener.ts"
import { Sealer } from "../src/media/sealer.ts"

const FRAMES = 4000
const SIZES = [
  { name: "Opus, 80 bytes", codec: "opus", bytes: 80 },
  { name: "VP8, 1 kB", codec: "vp8", bytes: 1000 },
  { name: "VP8, 6 kB", codec: "vp8", bytes: 6000 },
  { name: "VP8, 40 kB", codec: "vp8", bytes: 40_000 },
] as const

type Frame = Uint8Array<ArrayBuffer>

async function measure(work: (index: number) => Promise<unknown>): Promise<number> {
  for (let index = 0; index < FRAMES / 4; index++) await work(index) // warm
  const before = process.cpuUsage()
  for (let index = FRAMES / 4; index < FRAMES; index++) await work(index)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / (FRAMES * 0.75)
}

async function client(ownLeaf: number, leaves: readonly EpochLeaf[], baseKey: CryptoKey): Promise<Epochs> {
  const { privateKey } = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])
  const epochs = new Epochs(systemClock)
  const groupId = new Uint8Array(32)
  await epochs.install({ groupId, epoch: 1n, change: "join", baseKey, leaves, ownLeaf, signingKey: privateKey })
  epochs.switchTo(1n)
  return epochs
}

const leaves = [0, 1].map((leaf) => ({ leaf, identityKey: randomBytes(32), leafKey: randomBytes(32) }))
const baseKey = await importBaseKey(randomBytes(32))
const [alices, bobs] = await Promise.all([client(0, leaves, baseKey), client(1, leaves, baseKey)])
const sealer = new Sealer(bobs, "camera")
const opener = new Opener(
  { identityKey: leaves[1]?.identityKey ?? new Uint8Array(32), context: "camera" },
  { epochs: alices, lag: new EpochLag(() => undefined), clock: systemClock, trailer: () => new Uint8Array(0) },
)
const bare = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])
const iv = new Uint8Array(12)

for (const { name, codec, bytes } of SIZES) {
  const frame: Frame = randomBytes(bytes)
  frame[0] = 1 // a VP8 delta frame
  const sealed: Frame[] = []
  const ciphertext = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, bare, frame)
  const costs = {
    seal: await measure(async () => sealed.push(await sealer.seal(frame, codec))),
    "bare encrypt": await measure(() => crypto.subtle.encrypt({ name: "AES-GCM", iv }, bare, frame)),
    open: await measure((index) => {
      const next = sealed[index] ?? new Uint8Array(0)
      return opener.open({ bytes: next, codec, type: undefined, arrivedAtMs: systemClock.now() })
    }),
    "bare decrypt": await measure(() => crypto.subtle.decrypt({ name: "AES-GCM", iv }, bare, ciphertext)),
  }
  const shown = Object.entries(costs).map(([what, milliseconds]) => `${what} ${milliseconds.toFixed(3)}`)
  console.log(`${name}: ${shown.join(", ")} ms`)
}
