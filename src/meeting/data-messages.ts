// The data messages of a meeting: ours go out under our present leaf, the others' go to whoever takes their kind.

import { isEqual, toHex } from "../bytes/bytes.ts"
import { CborError } from "../bytes/cbor.ts"
import { ShapeError } from "../bytes/shape.ts"
import type { Clock } from "../media/clock.ts"
import { DataChannel, type Posted } from "../media/data-channel.ts"
import type { OpenedDataMessage } from "../media/data-message.ts"
import { FrameError } from "../media/errors.ts"
import type { FrameWorker } from "../media/frame-worker.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import { ownMember } from "./own-member.ts"

export interface DataMessagesOptions {
  readonly clock: Clock
  readonly frames: Pick<FrameWorker, "sealData" | "openData">
  /** Sends a packet to these people, by identity key; a packet that is lost is sent again. */
  readonly send: (packet: Uint8Array, to: readonly Uint8Array[]) => void
  /** Something of a leaf was opened for the first time. */
  readonly onFirst: () => void
}

/** Takes the messages of a kind; a body of another form may throw CborError or ShapeError, and is dropped. */
export type MessageHandler = (message: OpenedDataMessage) => void

export class DataMessages {
  readonly #options: DataMessagesOptions
  readonly #handlers = new Map<string, MessageHandler>()
  /** Leaf keys under which anything was said. */
  readonly #heard = new Set<string>()
  /** Of the last epoch: it is in use again where the next one is taken back. */
  #leafKeys: ReadonlySet<string> = new Set()
  #channel: { readonly leafKey: Uint8Array; readonly data: DataChannel } | null = null

  constructor(options: DataMessagesOptions) {
    this.#options = options
  }

  /** A kind has one who takes it; the messages of kinds that nobody takes are dropped. */
  take(kind: string, handler: MessageHandler): void {
    this.#handlers.set(kind, handler)
  }

  /** The members from now on. A channel is one leaf key's; says whether our leaf is a new one. */
  handleEpoch(state: EpochState): "same-leaf" | "new-leaf" {
    const { leafKey } = ownMember(state)
    const isSame = this.#channel !== null && isEqual(this.#channel.leafKey, leafKey)
    if (!isSame) this.#renew(leafKey)
    this.#forgetAllBut(new Set(state.members.map((member) => toHex(member.leafKey))))
    this.#channel?.data.handleMembers(state.members.filter(({ leaf }) => leaf !== state.ownLeaf))
    return isSame ? "same-leaf" : "new-leaf"
  }

  /**
   * Sends to all others, or to those of them given; resolves once that is done.
   *
   * Rejects with FrameError: "no-epoch" while sending is halted, "too-large".
   */
  async post(kind: string, body: Uint8Array, to?: readonly Uint8Array[]): Promise<Posted> {
    if (!this.#channel) throw new FrameError("no-epoch", "there is no group yet")
    return this.#channel.data.send(kind, body, to)
  }

  /**
   * A packet came from the room, of this identity key by the SFU's word. What does not open, which the worker counts under
   * its fault, and what is none of its kind is dropped.
   */
  async handlePacket(payload: Uint8Array, from: Uint8Array | null): Promise<void> {
    try {
      const message = await this.#options.frames.openData(payload, from)
      await this.#channel?.data.handleOpened(message)
    } catch (error) {
      if (!isOfThePacket(error)) throw error
    }
  }

  /** Whether any data message of this leaf was opened. */
  wasHeard(leafKey: Uint8Array): boolean {
    return this.#heard.has(toHex(leafKey))
  }

  close(): void {
    this.#channel?.data.close()
  }

  #forgetAllBut(leafKeys: ReadonlySet<string>): void {
    for (const heard of this.#heard) {
      if (!leafKeys.has(heard) && !this.#leafKeys.has(heard)) this.#heard.delete(heard)
    }
    this.#leafKeys = leafKeys
  }

  #renew(leafKey: Uint8Array): void {
    const { clock, frames, send } = this.#options
    this.#channel?.data.close()
    const data = new DataChannel(leafKey, {
      clock,
      seal: (message) => frames.sealData(message),
      send,
      deliver: (message) => this.#deliver(message),
    })
    this.#channel = { leafKey, data }
  }

  #deliver(message: OpenedDataMessage): void {
    const leafKey = toHex(message.leafKey)
    if (!this.#heard.has(leafKey)) {
      this.#heard.add(leafKey)
      this.#options.onFirst()
    }
    this.#handlers.get(message.kind)?.(message)
  }
}

/** For a post that is not made again: null where it could not be sent, as while sending is halted. */
export function nullIfUnsent(error: unknown): null {
  if (error instanceof FrameError) return null
  throw error
}

function isOfThePacket(error: unknown): boolean {
  return error instanceof FrameError || error instanceof CborError || error instanceof ShapeError
}
