// Opens the packets of the data channel: those of one sender in their order, those of different senders side by side.

import type { Clock } from "./clock.ts"
import { openDataMessage, type OpenedDataMessage } from "./data-message.ts"
import type { EpochLag } from "./epoch-lag.ts"
import type { Epoch } from "./epoch.ts"
import type { Epochs } from "./epochs.ts"
import { FrameError } from "./errors.ts"
import { decodeHeader } from "./header.ts"
import { decodeKid, isHeaderStart } from "./kid.ts"
import { HOLD_MS } from "./opener.ts"

/** Packets that may be opened, wait for their epoch, or wait behind such a one, at one time. */
const MAX_PACKETS = 256

export interface DataOpenerOptions {
  readonly epochs: Epochs
  readonly lag: EpochLag
  readonly clock: Clock
}

export class DataOpener {
  readonly #options: DataOpenerOptions
  /** By leaf: settles when the packets that came before are done. */
  readonly #turns = new Map<number, Promise<unknown>>()
  #packets = 0

  constructor(options: DataOpenerOptions) {
    this.#options = options
  }

  /**
   * Opens a packet, waiting up to 500 ms for its epoch; throws FrameError of any receiving fault.
   *
   * `from` is the identity, in hexadecimal, of whom the SFU says that it is; whose it is, the message itself shows.
   */
  async open(packet: Uint8Array<ArrayBuffer>, from: string | null): Promise<OpenedDataMessage> {
    if (packet.length === 0) throw new FrameError("empty", "a packet of no bytes")
    if (!isHeaderStart(packet, 0)) throw new FrameError("plaintext", "no header where one must be")
    const header = decodeHeader(packet)
    const kid = decodeKid(header.kid)
    if (kid.context !== "data") throw new FrameError("wrong-context", `a ${kid.context} frame`)
    if (this.#packets >= MAX_PACKETS) throw new FrameError("overrun", "too many packets are waiting")
    const deadlineMs = this.#options.clock.now() + HOLD_MS
    return this.#inTurn(kid.leaf, async () => {
      const epoch = this.#options.epochs.find(kid.epochByte) ?? (await this.#arrival(kid.epochByte, deadlineMs, from))
      return openDataMessage(epoch, kid, header, packet)
    })
  }

  async #inTurn<T>(leaf: number, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(leaf) ?? Promise.resolve()).then(work)
    const done = turn.catch(() => undefined) // whoever gave the packet learns of it; the next goes on
    this.#turns.set(leaf, done)
    this.#packets++
    try {
      return await turn
    } finally {
      this.#packets--
      if (this.#turns.get(leaf) === done) this.#turns.delete(leaf)
    }
  }

  #arrival(epochByte: number, deadlineMs: number, from: string | null): Promise<Epoch> {
    const { epochs, lag, clock } = this.#options
    const now = clock.now()
    if (from !== null && epochs.isMember(from)) lag.handleUnknownEpoch(now)
    return epochs.arrival(epochByte, deadlineMs - now)
  }
}
