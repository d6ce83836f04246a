// Opening under one KID, RFC 9605 §4.4.4, each counter once.

import { concat } from "../bytes/bytes.ts"
import { FrameError } from "./errors.ts"
import type { FrameHeader } from "./header.ts"
import { type FrameKey, TAG_BYTES } from "./keys.ts"
import { nonceOf } from "./nonce.ts"
import { prepend } from "./prepend.ts"
import { ReplayWindow } from "./replay-window.ts"

/** The one place that opens with a key; it owns the key's replay window, whatever stream the frames came by. */
export class OpeningKey {
  readonly #derive: () => Promise<FrameKey>
  readonly #window = new ReplayWindow()
  #key: Promise<FrameKey> | null = null
  #isRetired = false

  /** `derive` is called when the first frame comes. */
  constructor(derive: () => Promise<FrameKey>) {
    this.#derive = derive
  }

  /**
   * The frame as it was before sealing; `header` was read from it behind `prefixLength` clear bytes.
   *
   * Throws FrameError "retired", "malformed", "replayed", "forged".
   */
  async open(
    frame: Uint8Array<ArrayBuffer>,
    prefixLength: number,
    header: FrameHeader,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const start = prefixLength + header.length
    if (this.#isRetired) throw new FrameError("retired", "a newer key of this sender is in use")
    if (frame.length < start + TAG_BYTES) throw new FrameError("malformed", "too short for a tag")
    if (this.#window.isSeen(header.counter)) throw new FrameError("replayed", "a counter seen before")
    const plaintext = await this.#decrypt(frame, prefixLength, start, header.counter)
    // Asked again: the same frame may have come by two streams while this one was being decrypted.
    if (!this.#window.accept(header.counter)) throw new FrameError("replayed", "a counter seen before")
    return prefixLength === 0 ? new Uint8Array(plaintext) : prepend(frame.subarray(0, prefixLength), plaintext)
  }

  /** Lets go of the key, but not of its window, so that `reinstate` cannot let old frames in again. */
  retire(): void {
    this.#isRetired = true
    this.#key = null
  }

  reinstate(): void {
    this.#isRetired = false
  }

  async #decrypt(
    frame: Uint8Array<ArrayBuffer>,
    prefixLength: number,
    start: number,
    counter: bigint,
  ): Promise<ArrayBuffer> {
    const key = await (this.#key ??= this.#derive())
    const header = frame.subarray(prefixLength, start)
    const additionalData = prefixLength === 0 ? header : concat(header, frame.subarray(0, prefixLength))
    try {
      const algorithm = { name: "AES-GCM", iv: nonceOf(key.salt, counter), additionalData, tagLength: 8 * TAG_BYTES }
      return await crypto.subtle.decrypt(algorithm, key.aead, frame.subarray(start))
    } catch (cause) {
      throw new FrameError("forged", "the tag does not fit", { cause })
    }
  }
}
