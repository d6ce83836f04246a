// All epochs that are installed: which one our frames are sealed under, which ones still open, and when they go.
//
//   install(E) ──► E opens frames; the newest seals data messages
//   switchTo(E) ─► E is in force: our frames are sealed under it, and all older epochs go
//                  1 s later when somebody was removed since the last one in force, else 5 s later
//   halt() ─────► none is in force until the next switchTo: of ours nothing is sealed that people say or show
//   retire(E) ───► E was taken back by the delivery service: it goes at once. Should the same commit come into force
//                  later, it returns with its counters and windows as they were
//
// A KID names only an epoch's low byte. It stands for the latest installed epoch of that byte; if there is none, the
// 127 after the newest are still to come, the 128 before it are past.

import type { Clock } from "./clock.ts"
import { CONTENTLESS } from "./data-message.ts"
import { Epoch, type EpochKeys, type Received } from "./epoch.ts"
import { FrameError } from "./errors.ts"
import { AES_256_GCM_SHA512_128, type FrameSuite } from "./keys.ts"
import { epochByte, type TrackContext } from "./kid.ts"
import type { SealingKey } from "./sealing-key.ts"
import { SpentEpochs } from "./spent-epochs.ts"

export const OLD_KEYS_AFTER_REMOVAL_MS = 1000
export const OLD_KEYS_MS = 5000
export const OLD_CONTEXT_MS = 200
/** So many epochs that were taken back are remembered; of older ones the counters are forgotten. */
const MAX_TAKEN_BACK = 16

/** A frame that is held for its epoch. */
interface Waiting {
  readonly resume: (epoch: Epoch) => void
  readonly refuse: (error: FrameError) => void
}

export class Epochs {
  readonly #clock: Clock
  readonly #suite: FrameSuite
  /** In the order of installation. */
  #installed: Epoch[] = []
  #inForce: Epoch | null = null
  #isHalted = false
  /** Taken back, the newest last. */
  #takenBack: readonly Epoch[] = []
  readonly #spent = new SpentEpochs()
  readonly #waiting = new Map<number, Set<Waiting>>()

  constructor(clock: Clock, suite: FrameSuite = AES_256_GCM_SHA512_128) {
    this.#clock = clock
    this.#suite = suite
  }

  /**
   * Makes an epoch's frames open; installing the same keys again changes nothing.
   *
   * Throws FrameError "retired" for keys that were let go before: their counters are forgotten, and would repeat.
   */
  async install(keys: EpochKeys): Promise<void> {
    const made = await Epoch.from(keys, this.#suite)
    const isMade = ({ fingerprint }: Epoch): boolean => fingerprint === made.fingerprint
    if (this.#installed.some(isMade)) return
    const known = this.#takenBack.find(isMade)
    this.#takenBack = this.#takenBack.filter((epoch) => epoch !== known)
    if (!known && this.#spent.has(made)) throw new FrameError("retired", `epoch ${made.number} is past`)
    this.#spent.add(made)
    const epoch = known ?? made
    const low = epochByte(epoch.number)
    this.#remove((other) => epochByte(other.number) === low)
    this.#installed.push(epoch)
    const waiting = this.#waiting.get(low)
    this.#waiting.delete(low)
    for (const { resume } of waiting ?? []) resume(epoch)
    this.#refusePast()
  }

  /** Puts an installed epoch in force; throws FrameError "retired" when it is not installed or older than the one in force. */
  switchTo(number: bigint): void {
    const target = this.#installed.findLastIndex((epoch) => epoch.number === number)
    const current = this.#inForce ? this.#installed.indexOf(this.#inForce) : -1
    const epoch = this.#installed[target]
    if (!epoch || target < current) throw new FrameError("retired", `epoch ${number} cannot be put in force`)
    if (target === current) return
    this.#inForce = epoch
    this.#isHalted = false
    const passed = this.#installed.slice(current + 1, target + 1)
    const delayMs = passed.some(({ change }) => change === "removal") ? OLD_KEYS_AFTER_REMOVAL_MS : OLD_KEYS_MS
    const older = new Set(this.#installed.slice(0, target))
    this.#clock.after(delayMs, () => {
      if (this.#installed.includes(epoch)) this.#remove((candidate) => older.has(candidate)) // unless taken back
    })
  }

  /** Puts no epoch in force: our group is not, or may not be, the one the others are in. */
  halt(): void {
    this.#inForce = null
    this.#isHalted = true
  }

  /** Takes an epoch back; older ones open again what its frames had retired. */
  retire(number: bigint): void {
    const taken = this.#installed.filter((epoch) => epoch.number === number)
    this.#takenBack = [...this.#takenBack, ...taken].slice(-MAX_TAKEN_BACK)
    this.#remove((epoch) => taken.includes(epoch))
    for (const epoch of this.#installed) epoch.reinstate()
  }

  /** The key our frames of this context are sealed with now; throws FrameError "no-epoch". */
  sealingKey(context: TrackContext): Promise<SealingKey> {
    if (!this.#inForce) throw new FrameError("no-epoch", "no epoch is in force")
    return this.#inForce.sealingKey(context)
  }

  /** The latest installed epoch, for a data message of this kind; throws FrameError "no-epoch". */
  dataEpoch(kind: string): Epoch {
    const newest = this.#installed.at(-1)
    if (!newest) throw new FrameError("no-epoch", "no epoch is installed")
    if (this.#isHalted && !CONTENTLESS.has(kind)) throw new FrameError("no-epoch", "sending is halted")
    return newest
  }

  /** Whether this identity, in hexadecimal, is in the group as we know it. */
  isMember(identity: string): boolean {
    return this.#installed.at(-1)?.has(identity) ?? false
  }

  /** The epoch a KID's low byte stands for, null when it is still to come; throws FrameError "retired" when it is past. */
  find(low: number): Epoch | null {
    const found = this.#installed.find(({ number }) => epochByte(number) === low)
    if (found) return found
    if (this.#isPast(low)) throw pastEpoch()
    return null
  }

  /**
   * Waits for an epoch to be installed; throws FrameError "unknown-epoch" when it was not within `waitMs`, "retired" as soon
   * as a later one is, so that what was sealed before we entered holds up nothing behind it.
   */
  async arrival(low: number, waitMs: number): Promise<Epoch> {
    const fault = new FrameError("unknown-epoch", "an epoch that is not installed")
    if (waitMs <= 0) throw fault
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(low) ?? new Set()
      this.#waiting.set(low, waiting)
      const cancel = this.#clock.after(waitMs, () => {
        waiting.delete(entry)
        reject(fault)
      })
      const entry: Waiting = {
        resume: (epoch) => {
          cancel()
          resolve(epoch)
        },
        refuse: (error) => {
          cancel()
          reject(error)
        },
      }
      waiting.add(entry)
    })
  }

  /** To be told of every frame that opened: a sender's first in a newer epoch ends that context's older keys. */
  handleOpened(received: Received): void {
    if (received.hasOpened) return
    received.hasOpened = true
    const older = this.#installed.slice(0, Math.max(0, this.#installed.indexOf(received.epoch)))
    if (older.length === 0) return
    this.#clock.after(OLD_CONTEXT_MS, () => {
      if (!this.#installed.includes(received.epoch)) return // taken back meanwhile
      for (const epoch of older) epoch.retireContext(received.identity, received.context)
    })
  }

  #isPast(low: number): boolean {
    const newest = this.#installed.at(-1)
    return newest !== undefined && ((low - epochByte(newest.number)) & 0xff) >= 128
  }

  #refusePast(): void {
    for (const [low, waiting] of this.#waiting) {
      if (!this.#isPast(low)) continue
      this.#waiting.delete(low)
      for (const { refuse } of waiting) refuse(pastEpoch())
    }
  }

  #remove(isMeant: (epoch: Epoch) => boolean): void {
    this.#installed = this.#installed.filter((epoch) => !isMeant(epoch))
    if (this.#inForce && !this.#installed.includes(this.#inForce)) this.#inForce = null
  }
}

function pastEpoch(): FrameError {
  return new FrameError("retired", "a past epoch")
}
