// What people write to each other: data message of kind "chat", canonical CBOR {text}. Kept until the meeting is over for
// us, and nowhere else.

import { toHex } from "../../bytes/bytes.ts"
import { encodeCbor } from "../../bytes/cbor.ts"
import { plainLine } from "../../bytes/plain-line.ts"
import { decodeShape, record, textUpTo } from "../../bytes/shape.ts"
import type { Posted } from "../../media/data-channel.ts"
import type { OpenedDataMessage } from "../../media/data-message.ts"
import { FrameError } from "../../media/errors.ts"
import type { ChatMessage, SayOutcome } from "../said.ts"

export const CHAT = "chat"
const KEPT_MESSAGES = 200
const MAX_TEXT = 2000

const shape = record({ text: textUpTo(MAX_TEXT) })

export interface ChatOptions {
  readonly wallClock: () => number
  /** Resolves once it is sent; rejects while nothing can be. */
  readonly post: (body: Uint8Array) => Promise<Posted>
  readonly onChange: () => void
}

export class Chat {
  readonly #options: ChatOptions
  #messages: readonly ChatMessage[] = []
  #nextId = 1

  constructor(options: ChatOptions) {
    this.#options = options
  }

  get messages(): readonly ChatMessage[] {
    return this.#messages
  }

  /** Says it to everybody; who it reached is in the message. */
  say(said: string, { id, name }: { readonly id: string; readonly name: string | null }): SayOutcome {
    const words = plainLines(said)
    if (words === "") return "empty"
    if (words.length > MAX_TEXT) return "too-long"
    const message = this.#add({ personId: id, name, text: words, isYours: true, reached: "sending" })
    void this.#post(message)
    return "said"
  }

  /** Of what has nothing to see in it nothing is shown. Throws CborError or ShapeError. */
  handleMessage({ identityKey, body }: OpenedDataMessage, name: string | null): void {
    const text = plainLines(decodeShape(shape, body).text)
    if (text !== "") this.#add({ personId: toHex(identityKey), name, text, isYours: false, reached: null })
  }

  #add(message: Omit<ChatMessage, "id" | "at">): ChatMessage {
    const added = { ...message, id: this.#nextId++, at: this.#options.wallClock() }
    this.#messages = [...this.#messages, added].slice(-KEPT_MESSAGES)
    this.#options.onChange()
    return added
  }

  async #post({ id, text }: ChatMessage): Promise<void> {
    try {
      const { reached } = await this.#options.post(encodeCbor({ text }))
      this.#mark(id, (await reached).length === 0 ? "everyone" : "some")
    } catch (error) {
      if (!(error instanceof FrameError)) throw error
      this.#mark(id, "nobody") // no epoch to seal under just now
    }
  }

  #mark(id: number, reached: ChatMessage["reached"]): void {
    this.#messages = this.#messages.map((message) => (message.id === id ? { ...message, reached } : message))
    this.#options.onChange()
  }
}

/** As it may stand beside words of ours: without what turns or hides characters, and without empty lines around it. */
function plainLines(text: string): string {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/)
  return lines.map(plainLine).join("\n").trim()
}
