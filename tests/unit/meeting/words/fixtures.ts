// People who say things, without frames or a network.

import { toHex } from "../../../../src/bytes/bytes.ts"
import type { OpenedDataMessage } from "../../../../src/media/data-message.ts"
import type { DataMessages, MessageHandler } from "../../../../src/meeting/data-messages.ts"
import type { EpochMember } from "../../../../src/mls/epoch-state.ts"
import { FrameError } from "../../../../src/media/errors.ts"

export type Sender = Pick<EpochMember, "identityKey" | "leafKey">

export function idOf({ identityKey }: Pick<EpochMember, "identityKey">): string {
  return toHex(identityKey)
}

/** The data channel as a test hears and speaks it. */
export class TestData implements Pick<DataMessages, "post" | "take"> {
  /** What was sent: its kind, body and the ids it went to; null: everybody. */
  readonly posted: { readonly kind: string; readonly body: Uint8Array; readonly to: readonly string[] | null }[] = []
  isHalted = false
  /** Those who will never acknowledge. */
  unreached: Promise<readonly Uint8Array[]> = Promise.resolve([])
  readonly #handlers = new Map<string, MessageHandler>()
  #counter = 0n

  async post(kind: string, body: Uint8Array, to?: readonly Uint8Array[]) {
    if (this.isHalted) throw new FrameError("no-epoch", "sending is halted")
    this.posted.push({ kind, body, to: to?.map(toHex) ?? null })
    return { reached: this.unreached }
  }

  take(kind: string, handler: MessageHandler): void {
    this.#handlers.set(kind, handler)
  }

  /** Somebody's message arrives. */
  receive(kind: string, body: Uint8Array, from: Sender, changes: Partial<OpenedDataMessage> = {}): void {
    this.#handlers.get(kind)?.(messageOf(body, from, { kind, counter: this.#counter++, ...changes }))
  }

  /** Bodies of a kind that were sent, in order. */
  bodies(kind: string): readonly Uint8Array[] {
    return this.posted.filter((message) => message.kind === kind).map(({ body }) => body)
  }
}

export function messageOf(
  body: Uint8Array,
  { identityKey, leafKey }: Sender,
  changes: Partial<OpenedDataMessage> = {},
): OpenedDataMessage {
  return { kind: "status", counter: 0n, body, identityKey, leafKey, leaf: 0, epoch: 1n, ...changes }
}
