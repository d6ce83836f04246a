// What waits in this process until sockets take it. A socket that does not read harms nobody else: what it may leave
// waiting is bounded by its bytes, by its messages and by time, and so is what all of them leave together. Whoever goes
// beyond is cut without a word, which it would not read either; a member comes back by `resume`, and then by the log or,
// where that reaches back no more, by the group info.
//
// Of pushes only references wait, since a push is one buffer for all its sockets and its log. They are counted all the
// same: how much is shared is known to nobody once the log has forgotten it. Rejected: a queue of our own in front of
// each socket, which would hold the same bytes and be a second order to keep.

import { MAX_MESSAGE_BYTES } from "../src/delivery/messages.ts"

/** Two of the largest messages: a replay of the log, the largest answer, and what is pushed while both are read. */
export const UNSENT_BYTES_PER_SOCKET = 2 * MAX_MESSAGE_BYTES
/** Sixteen sockets that read nothing at all; of more the one with most goes first. */
export const UNSENT_BYTES_IN_ALL = 16 * UNSENT_BYTES_PER_SOCKET
/** What a waiting message takes besides its bytes, so that many small ones count too. */
const MESSAGE_OVERHEAD_BYTES = 512

/** A socket that can be ended without waiting for it. */
export interface Cuttable {
  cut(): void
}

export interface UnsentLimits {
  readonly unsentBytesPerSocket: number
  readonly unsentBytesInAll: number
}

/** What waits for all sockets of this process. */
export class Unsent {
  readonly #limits: UnsentLimits
  /** Of those for which something waits; few, since a socket that is read takes everything at once. */
  readonly #waiting = new Map<Cuttable, number>()
  #bytesInAll = 0

  constructor(limits: UnsentLimits) {
    this.#limits = limits
  }

  get bytesInAll(): number {
    return this.#bytesInAll
  }

  /** So much waits for this socket by now; cuts whoever has to go for it. */
  handleWaiting(socket: Cuttable, waiting: { readonly bytes: number; readonly messages: number }): void {
    const bytes = waiting.bytes === 0 ? 0 : waiting.bytes + waiting.messages * MESSAGE_OVERHEAD_BYTES
    this.#bytesInAll += bytes - (this.#waiting.get(socket) ?? 0)
    if (bytes === 0) this.#waiting.delete(socket)
    else this.#waiting.set(socket, bytes)
    if (bytes > this.#limits.unsentBytesPerSocket) this.#cut(socket)
    while (this.#bytesInAll > this.#limits.unsentBytesInAll) this.#cut(this.#slowest(socket))
  }

  /** The socket is closed. */
  forget(socket: Cuttable): void {
    this.handleWaiting(socket, { bytes: 0, messages: 0 })
  }

  #cut(socket: Cuttable): void {
    this.forget(socket)
    socket.cut()
  }

  #slowest(first: Cuttable): Cuttable {
    let slowest = first
    for (const [socket, bytes] of this.#waiting) {
      if (bytes > (this.#waiting.get(slowest) ?? 0)) slowest = socket
    }
    return slowest
  }
}
