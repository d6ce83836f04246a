// People, epochs and a clock for the tests of frame encryption.

import { expect } from "vitest"
import { concat, randomBytes, utf8 } from "../../../src/bytes/bytes.ts"
import type { Clock } from "../../../src/media/clock.ts"
import type { EpochChange, EpochKeys, EpochLeaf } from "../../../src/media/epoch.ts"
import { EpochLag } from "../../../src/media/epoch-lag.ts"
import { Epochs } from "../../../src/media/epochs.ts"
import type { FrameFault } from "../../../src/media/errors.ts"
import { importBaseKey } from "../../../src/media/keys.ts"
import type { TrackContext } from "../../../src/media/kid.ts"
import { Opener } from "../../../src/media/opener.ts"
import { Sealer } from "../../../src/media/sealer.ts"

/** A clock that stands still until it is told to advance. */
export class FakeClock implements Clock {
  #now = 1000
  #due: { atMs: number; action: () => void }[] = []

  now(): number {
    return this.#now
  }

  after(delayMs: number, action: () => void): () => void {
    const entry = { atMs: this.#now + delayMs, action }
    this.#due.push(entry)
    return () => (this.#due = this.#due.filter((other) => other !== entry))
  }

  /** Runs what falls due, in its order; what that plans in turn as well. */
  advance(byMs: number): void {
    const endMs = this.#now + byMs
    for (;;) {
      const next = this.#due.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0]
      if (!next) break
      this.#due = this.#due.filter((other) => other !== next)
      this.#now = Math.max(this.#now, next.atMs)
      next.action()
    }
    this.#now = endMs
  }
}

/** Lets everything happen that needs no clock: WebCrypto's jobs and the promises after them. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    await new Promise((resolve) => setImmediate(resolve))
    await crypto.subtle.digest("SHA-256", new Uint8Array(1))
  }
}

export interface Person {
  readonly identityKey: Uint8Array
  readonly leafKey: Uint8Array
  readonly signingKey: CryptoKey
}

export async function makePerson(): Promise<Person> {
  const { publicKey, privateKey } = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])
  const leafKey = new Uint8Array(await crypto.subtle.exportKey("raw", publicKey))
  return { identityKey: randomBytes(32), leafKey, signingKey: privateKey }
}

const GROUP_ID = new Uint8Array(32).fill(7)

export interface EpochSketch {
  readonly epoch: bigint
  /** By leaf; null is an empty leaf. */
  readonly people: readonly (Person | null)[]
  readonly change?: EpochChange
  readonly groupId?: Uint8Array
  /** Another secret for the same epoch, as after a commit that was taken back. */
  readonly variant?: string
}

/** What MLS would hand this person for the epoch: equal sketches give everybody the same keys. */
export async function keysFor(person: Person, sketch: EpochSketch): Promise<EpochKeys> {
  const { epoch, people, change = "join", groupId = GROUP_ID, variant = "" } = sketch
  const secret = await crypto.subtle.digest("SHA-256", concat(groupId, utf8(`${epoch} ${variant}`)))
  const leaves = people.flatMap((member, leaf): EpochLeaf[] =>
    member ? [{ leaf, identityKey: member.identityKey, leafKey: member.leafKey }] : [],
  )
  const baseKey = await importBaseKey(new Uint8Array(secret))
  return { groupId, epoch, change, baseKey, leaves, ownLeaf: people.indexOf(person), signingKey: person.signingKey }
}

export const OPUS = Uint8Array.of(0x78, 0x9a, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a)

export const TRAILER = utf8("a trailer of LiveKit's own")

/** What a client has installed that went through these epochs, and is in the last one. */
export async function clientOf(clock: Clock, person: Person, ...sketches: EpochSketch[]): Promise<Epochs> {
  const epochs = new Epochs(clock)
  for (const sketch of sketches) {
    // oxlint-disable-next-line no-await-in-loop -- epochs follow one another
    await epochs.install(await keysFor(person, sketch))
    epochs.switchTo(sketch.epoch)
  }
  return epochs
}

/** Opens frames of one track of a person. */
export function openerOf(clock: Clock, epochs: Epochs, person: Person, context: TrackContext = "microphone") {
  const lag = new EpochLag(() => undefined)
  const opener = new Opener(
    { identityKey: person.identityKey, context },
    { epochs, lag, clock, trailer: () => TRAILER, isStopped: () => false },
  )
  return (bytes: Uint8Array<ArrayBuffer>, codec = "opus", type?: string) =>
    opener.open({ bytes, codec, type, arrivedAtMs: clock.now() })
}

/** Seals frames of one track of ours. */
export function sealerOf(epochs: Epochs, context: TrackContext = "microphone") {
  const sealer = new Sealer(epochs, context)
  return (frame = OPUS, codec = "opus") => sealer.seal(frame, codec)
}

/** For `toThrow`: an error of this fault. */
export function fault(name: FrameFault): { fault: FrameFault } {
  return expect.objectContaining({ name: "FrameError", fault: name })
}
