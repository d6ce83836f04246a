// A heartbeat says which epoch a member has installed, and that it is the same one: data message of kind "heartbeat",
// canonical CBOR {epoch, authenticator}. On installing an epoch it is the acknowledgement that senders wait for.

import { isEqual, toHex } from "../bytes/bytes.ts"
import { encodeCbor } from "../bytes/cbor.ts"
import { bytesUpTo, decodeShape, record, uint64 } from "../bytes/shape.ts"
import type { Clock } from "../media/clock.ts"
import type { OpenedDataMessage } from "../media/data-message.ts"
import { MAX_AWAITED } from "../media/switching.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import { around, type Random } from "./jitter.ts"

export const HEARTBEAT = "heartbeat"
const HEARTBEAT_EVERY_MS = 5000
/** The most that are heard in that time: where more are connected, each beats less often, and together they are as many. */
const MAX_BEATING = MAX_AWAITED + 1
/** Who was silent for longer had not heard us either, perhaps. */
const UNHEARD_MS = 8000
const ANSWER_DISTANCE_MS = 1000

const shape = record({ epoch: uint64, authenticator: bytesUpTo(64) })

export function encodeHeartbeat({ epoch, authenticator }: EpochState): Uint8Array<ArrayBuffer> {
  return encodeCbor({ epoch, authenticator })
}

/** `same` epoch as ours; `other` where the numbers differ, `forked` where one number means two states. */
export type Step = "same" | "other" | "forked"

/** Which epoch the sender of a heartbeat is in, and whether it is ours. Throws CborError or ShapeError. */
export function readHeartbeat(body: Uint8Array, own: EpochState): { epoch: bigint; step: Step } {
  const { epoch, authenticator } = decodeShape(shape, body)
  if (epoch !== own.epoch) return { epoch, step: "other" }
  return { epoch, step: isEqual(authenticator, own.authenticator) ? "same" : "forked" }
}

export interface HeartbeatsOptions {
  readonly clock: Clock
  readonly random: Random
  /** How many others hear us: members who are connected to the SFU. */
  readonly connected: () => number
  readonly post: (body: Uint8Array) => void
}

/**
 * When ours go out: on installing an epoch, every 5 s ± 20 %, and soon after somebody is heard who was silent. In a crowd
 * they only go out regularly, and the less often the more people hear each other: whoever listens needs some, not
 * everybody's. Members who are not at the SFU count for nothing here: among many of them two would be silent for too long.
 */
export class Heartbeats {
  readonly #options: HeartbeatsOptions
  readonly #lastHeardMs = new Map<string, number>()
  #state: EpochState | null = null
  /** Ourselves, and who hears us: counted with each epoch and each heartbeat of ours. */
  #beating = 1
  #lastMs = -Infinity
  #nextMs = Infinity
  #cancel: () => void = () => undefined

  constructor(options: HeartbeatsOptions) {
    this.#options = options
  }

  /** An epoch was installed. In a crowd nobody waits for acknowledgements, and all of them at once would be a burst. */
  handleInstalled(state: EpochState): void {
    const isFirst = this.#state === null
    this.#state = state
    this.#count()
    if (isFirst || !this.#isCrowd) this.beat()
  }

  /** The epoch that is in use again after another one was taken back. */
  handleRestored(state: EpochState): void {
    this.#state = state
    this.beat()
  }

  handleHeard({ identityKey }: OpenedDataMessage): void {
    const now = this.#options.clock.now()
    const identity = toHex(identityKey)
    const lastHeardMs = this.#lastHeardMs.get(identity) ?? -Infinity
    this.#lastHeardMs.set(identity, now)
    if (now - lastHeardMs < UNHEARD_MS || this.#isCrowd) return
    this.#plan(Math.max(0, this.#lastMs + ANSWER_DISTANCE_MS - now))
  }

  beat(): void {
    const { clock, random, post } = this.#options
    this.#lastMs = clock.now()
    this.#forgetUnheard()
    this.#count()
    this.#nextMs = Infinity
    this.#plan(around(HEARTBEAT_EVERY_MS * Math.max(1, this.#beating / MAX_BEATING), random))
    if (this.#state) post(encodeHeartbeat(this.#state))
  }

  close(): void {
    this.#cancel()
  }

  /** Who was silent for so long is as who was never heard; most of them went. */
  #forgetUnheard(): void {
    for (const [identity, heardMs] of this.#lastHeardMs) {
      if (this.#lastMs - heardMs >= UNHEARD_MS) this.#lastHeardMs.delete(identity)
    }
  }

  get #isCrowd(): boolean {
    return this.#beating > MAX_BEATING
  }

  #count(): void {
    this.#beating = this.#options.connected() + 1
  }

  /** The next one is sent after this time at the latest. */
  #plan(delayMs: number): void {
    const { clock } = this.#options
    const atMs = clock.now() + delayMs
    if (atMs >= this.#nextMs) return
    this.#cancel()
    this.#nextMs = atMs
    this.#cancel = clock.after(delayMs, () => this.beat())
  }
}
