// Makes data messages arrive once: each recipient acknowledges, what is not acknowledged is sealed and sent again (under
// the newest epoch, with the same counter), and what was delivered before is not delivered again.
//
// An acknowledgement is itself a message, of kind "ack", addressed to the sender:
// canonical CBOR { leafKey, counter } of the message that arrived.

import { isEqual, toHex } from "../bytes/bytes.ts"
import { encodeCbor } from "../bytes/cbor.ts"
import { bytes, record, uint64 } from "../bytes/shape.ts"
import type { Clock } from "./clock.ts"
import { CONTENTLESS, type DataMessage, decodeWith, type OpenedDataMessage } from "./data-message.ts"
import { OutgoingMessage } from "./outgoing-message.ts"
import { ReplayWindow } from "./replay-window.ts"

const ACK = "ack"

const acknowledgement = record({ leafKey: bytes(32), counter: uint64 })

export interface ChannelMember {
  readonly identityKey: Uint8Array
  readonly leafKey: Uint8Array
}

export interface DataChannelOptions {
  readonly clock: Clock
  /** Seals under the newest epoch. */
  readonly seal: (message: DataMessage) => Promise<Uint8Array>
  /** Sends a packet to these people, by identity key; a packet that is lost is sent again. */
  readonly send: (packet: Uint8Array, to: readonly Uint8Array[]) => void
  /** Called once for each message; not for acknowledgements. */
  readonly deliver: (message: OpenedDataMessage) => void
}

/** Identity keys of those who never acknowledged; empty when the message arrived everywhere. */
export type Unreached = readonly Uint8Array[]

/** A message that is on its way. */
export interface Posted {
  /** Resolves when all have acknowledged or left, or after 30 s, with those who did not; for a heartbeat at once. */
  readonly reached: Promise<Unreached>
}

/** The data messages of one leaf: a client that enters with a new leaf key begins a new channel. */
export class DataChannel {
  readonly #options: DataChannelOptions
  readonly #ownLeafKey: Uint8Array
  readonly #outgoing = new Map<bigint, OutgoingMessage>()
  readonly #delivered = new Map<string, ReplayWindow>()
  #others: readonly ChannelMember[] = []
  #counter = 0n

  constructor(ownLeafKey: Uint8Array, options: DataChannelOptions) {
    this.#ownLeafKey = ownLeafKey
    this.#options = options
  }

  /** The other members from now on; nobody else is waited for. */
  handleMembers(others: readonly ChannelMember[]): void {
    this.#others = others
    const identities = new Set(others.map(({ identityKey }) => toHex(identityKey)))
    const leafKeys = new Set(others.map(({ leafKey }) => toHex(leafKey)))
    for (const leafKey of this.#delivered.keys()) if (!leafKeys.has(leafKey)) this.#delivered.delete(leafKey)
    for (const outgoing of this.#outgoing.values()) outgoing.keepOnly((identity) => identities.has(identity))
  }

  /** Sends as `send` does, and resolves when all have acknowledged or left, or after 30 s, with those who did not. */
  async post(kind: string, body: Uint8Array, to?: readonly Uint8Array[]): Promise<Unreached> {
    return (await this.send(kind, body, to)).reached
  }

  /**
   * Sends to all others, or to those of them given; resolves once the message is sealed and handed to the network.
   *
   * Rejects with what sealing it rejects with.
   */
  async send(kind: string, body: Uint8Array, to?: readonly Uint8Array[]): Promise<Posted> {
    const message: DataMessage = { kind, counter: this.#counter++, body }
    const packet = await this.#options.seal(message)
    // As they are now: who came while it was sealed belongs to them, and opens it when it is sent again.
    const recipients = to ?? this.#others.map(({ identityKey }) => identityKey)
    const isAwaited = recipients.length > 0 && !CONTENTLESS.has(kind)
    const reached = isAwaited ? this.#acknowledged(message, recipients) : Promise.resolve([])
    if (recipients.length > 0) this.#options.send(packet, recipients)
    return { reached }
  }

  /** Takes a message that was opened: delivers it if it is new, and acknowledges it. Rejects with FrameError "malformed". */
  async handleOpened(message: OpenedDataMessage): Promise<void> {
    if (message.kind === ACK) {
      this.#handleAcknowledgement(message)
      return
    }
    const { leafKey, counter, identityKey } = message
    const isNew = this.#windowOf(leafKey).accept(counter)
    if (isNew) this.#options.deliver(message)
    if (!CONTENTLESS.has(message.kind)) await this.post(ACK, encodeCbor({ leafKey, counter }), [identityKey])
  }

  /** Gives up what is still unacknowledged. */
  close(): void {
    for (const outgoing of this.#outgoing.values()) outgoing.end()
  }

  #handleAcknowledgement({ identityKey, body }: OpenedDataMessage): void {
    const { leafKey, counter } = decodeWith(acknowledgement, body)
    if (isEqual(leafKey, this.#ownLeafKey)) this.#outgoing.get(counter)?.handleAcknowledged(identityKey)
  }

  #acknowledged(message: DataMessage, recipients: readonly Uint8Array[]): Promise<Unreached> {
    return new Promise((resolve) => {
      const outgoing = new OutgoingMessage({
        clock: this.#options.clock,
        recipients,
        resend: (to) => void this.#resend(message, to),
        onEnded: (unreached) => {
          this.#outgoing.delete(message.counter)
          resolve(unreached)
        },
      })
      this.#outgoing.set(message.counter, outgoing)
    })
  }

  async #resend(message: DataMessage, to: readonly Uint8Array[]): Promise<void> {
    try {
      this.#options.send(await this.#options.seal(message), to)
    } catch {
      // No epoch just now, or no connection: the next turn tries again, and after the last one the poster learns of it.
    }
  }

  #windowOf(leafKey: Uint8Array): ReplayWindow {
    const name = toHex(leafKey)
    const known = this.#delivered.get(name)
    if (known) return known
    const window = new ReplayWindow()
    this.#delivered.set(name, window)
    return window
  }
}
