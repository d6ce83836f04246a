// Opening under one KID, RFC 9605 §4.4.4, each counter once.

import { MAX_PREFIX_BYTES } from "./clear-prefix.ts"
import { FrameError } from "./errors.ts"
import { type FrameHeader, MAX_HEADER_BYTES } from "./header.ts"
import { type FrameKey, NONCE_BYTES, TAG_BYTES } from "./keys.ts"
import { writeNonce } from "./nonce.ts"
import { prepend } from "./prepend.ts"
import { ReplayWindow } from "./replay-window.ts"

/** The one place that opens with a key; it owns the key's replay window, whatever stream the frames came by. */
export class OpeningKey {
  readonly #derive: () => Promise<FrameKey>
  readonly #window = new ReplayWindow()
  // Written anew for each frame: a small buffer costs WebCrypto more than its contents do. It takes copies before it
  // answers (Web Cryptography §18.4.4), and were it not so, a frame would not open. No key that seals may do this.
  readonly #nonce = new Uint8Array(NONCE_BYTES)
  readonly #authenticated = new Uint8Array(MAX_HEADER_BYTES + MAX_PREFIX_BYTES)
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
    const { aead, salt } = await (this.#key ??= this.#derive())
    writeNonce(this.#nonce, salt, header.counter)
    const additionalData = this.#additionalData(frame, prefixLength, start)
    const algorithm = { name: "AES-GCM", iv: this.#nonce, additionalData, tagLength: 8 * TAG_BYTES }
    let plaintext: ArrayBuffer
    try {
      plaintext = await crypto.subtle.decrypt(algorithm, aead, frame.subarray(start))
    } catch (cause) {
      throw new FrameError("forged", "the tag does not fit", { cause })
    }
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

  /** Header, then prefix; on the wire they stand the other way round. */
  #additionalData(frame: Uint8Array<ArrayBuffer>, prefixLength: number, start: number): Uint8Array<ArrayBuffer> {
    const header = frame.subarray(prefixLength, start)
    if (prefixLength === 0) return header
    this.#authenticated.set(header)
    this.#authenticated.set(frame.subarray(0, prefixLength), header.length)
    return this.#authenticated.subarray(0, start)
  }
}
