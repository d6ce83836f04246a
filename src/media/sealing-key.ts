// Sealing under one KID, RFC 9605 §4.4.3. The frame on the wire:
//
//  +--------------+---------------+------------------------+----------+
//  | clear prefix | SFrame header | ciphertext of the rest | tag (16) |
//  +--------------+---------------+------------------------+----------+
//   authenticated:  header ‖ clear prefix (the prefix is SFrame's metadata)

import { concat } from "../bytes/bytes.ts"
import { encodeHeader } from "./header.ts"
import { type FrameKey, TAG_BYTES } from "./keys.ts"
import { nonceOf } from "./nonce.ts"
import { prepend } from "./prepend.ts"

/**
 * The one place that seals with a key.
 *
 * It owns the counter, and there is one of it for each key of a group epoch, shared by all that send under that key:
 * tracks are republished, encoders restart, the layers of a simulcast share a sender.
 */
export class SealingKey {
  readonly #key: FrameKey
  readonly #kid: bigint
  #counter: bigint

  /** `firstCounter` is for a key that has never sealed before; only test vectors begin elsewhere than at 0. */
  constructor(key: FrameKey, kid: bigint, firstCounter = 0n) {
    this.#key = key
    this.#kid = kid
    this.#counter = firstCounter
  }

  /** Seals all but the first `prefixLength` bytes; throws FrameError "exhausted" rather than repeat a counter. */
  async seal(frame: Uint8Array<ArrayBuffer>, prefixLength: number): Promise<Uint8Array<ArrayBuffer>> {
    const counter = this.#counter++
    const header = encodeHeader(this.#kid, counter)
    const prefix = frame.subarray(0, prefixLength)
    const additionalData = prefixLength === 0 ? header : concat(header, prefix)
    const ciphertext = await crypto.subtle.encrypt(
      { name: "AES-GCM", iv: nonceOf(this.#key.salt, counter), additionalData, tagLength: 8 * TAG_BYTES },
      this.#key.aead,
      frame.subarray(prefixLength),
    )
    return prepend(prefixLength === 0 ? header : concat(prefix, header), ciphertext)
  }
}
