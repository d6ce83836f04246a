// One data message on its way: sent again, less and less often, until everybody acknowledged it or is gone.

import { toHex } from "../bytes/bytes.ts"
import type { Clock } from "./clock.ts"

const FIRST_RESEND_MS = 500
const MAX_RESEND_MS = 4000
/** When a message that somebody on the roster never acknowledged is given up. */
export const GIVE_UP_MS = 30_000

export interface OutgoingOptions {
  readonly clock: Clock
  readonly recipients: readonly Uint8Array[]
  readonly resend: (to: readonly Uint8Array[]) => void
  /** Called once, with the identity keys of those who never acknowledged. */
  readonly onEnded: (unreached: readonly Uint8Array[]) => void
}

export class OutgoingMessage {
  readonly #options: OutgoingOptions
  readonly #awaited: Map<string, Uint8Array>
  readonly #giveUpAtMs: number
  #cancelResend: () => void

  constructor(options: OutgoingOptions) {
    this.#options = options
    this.#awaited = new Map(options.recipients.map((identityKey) => [toHex(identityKey), identityKey]))
    this.#giveUpAtMs = options.clock.now() + GIVE_UP_MS
    this.#cancelResend = this.#plan(FIRST_RESEND_MS)
  }

  handleAcknowledged(identityKey: Uint8Array): void {
    this.keepOnly((identity) => identity !== toHex(identityKey))
  }

  /** Waits only for those awaited whose identity key, in hexadecimal, satisfies the condition. */
  keepOnly(isKept: (identity: string) => boolean): void {
    for (const identity of this.#awaited.keys()) if (!isKept(identity)) this.#awaited.delete(identity)
    if (this.#awaited.size === 0) this.end()
  }

  end(): void {
    this.#cancelResend()
    this.#options.onEnded([...this.#awaited.values()])
  }

  #plan(delayMs: number): () => void {
    const { clock, resend } = this.#options
    const remainingMs = this.#giveUpAtMs - clock.now()
    if (remainingMs <= delayMs) return clock.after(remainingMs, () => this.end())
    return clock.after(delayMs, () => {
      this.#cancelResend = this.#plan(Math.min(2 * delayMs, MAX_RESEND_MS))
      resend([...this.#awaited.values()])
    })
  }
}
