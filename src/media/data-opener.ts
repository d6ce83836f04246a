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

/** Packets of one member, or of all who are none, that may be opened, wait for their epoch or behind such a one, at one time. */
const MAX_PACKETS = 64
/** Who is no member: those who are about to be one, and strangers, who must not take the members' room. */
const OUTSIDE = ""

export interface DataOpenerOptions {
  readonly epochs: Epochs
  readonly lag: EpochLag
  readonly clock: Clock
}

export class DataOpener {
  readonly #options: DataOpenerOptions
  /** By sender and leaf: settles when the packets that came before are done. */
  readonly #turns = new Map<string, Promise<unknown>>()
  /** How many there are, by member's identity or `OUTSIDE`. */
  readonly #packets = new Map<string, number>()

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
    const deadlineMs = this.#options.clock.now() + HOLD_MS
    return this.#withinBudget(from, () =>
      this.#inTurn(`${from ?? ""} ${kid.leaf}`, async () => {
        const epoch = this.#options.epochs.find(kid.epochByte) ?? (await this.#arrival(kid.epochByte, deadlineMs, from))
        return openDataMessage(epoch, kid, header, packet)
      }),
    )
  }

  async #withinBudget<T>(from: string | null, work: () => Promise<T>): Promise<T> {
    const sender = from !== null && this.#options.epochs.isMember(from) ? from : OUTSIDE
    const others = this.#packets.get(sender) ?? 0
    if (others >= MAX_PACKETS) throw new FrameError("overrun", "too many packets are waiting")
    this.#packets.set(sender, others + 1)
    try {
      return await work()
    } finally {
      const left = (this.#packets.get(sender) ?? 1) - 1
      if (left === 0) this.#packets.delete(sender)
      else this.#packets.set(sender, left)
    }
  }

  // A stranger can name anybody's leaf, and so must not stand before whoever has it.
  async #inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(name) ?? Promise.resolve()).then(work)
    const done = turn.catch(() => undefined) // whoever gave the packet learns of it; the next goes on
    this.#turns.set(name, done)
    try {
      return await turn
    } finally {
      if (this.#turns.get(name) === done) this.#turns.delete(name)
    }
  }

  #arrival(epochByte: number, deadlineMs: number, from: string | null): Promise<Epoch> {
    const { epochs, lag, clock } = this.#options
    const now = clock.now()
    if (from !== null && epochs.isMember(from)) lag.handleUnknownEpoch(now)
    return epochs.arrival(epochByte, deadlineMs - now)
  }
}
