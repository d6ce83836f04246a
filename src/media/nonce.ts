// RFC 9605 §4.4.3: nonce = salt XOR the counter as a big-endian number of 12 bytes.

import { NONCE_BYTES } from "./keys.ts"

export function nonceOf(salt: Uint8Array<ArrayBuffer>, counter: bigint): Uint8Array<ArrayBuffer> {
  const nonce = new Uint8Array(NONCE_BYTES)
  writeNonce(nonce, salt, counter)
  return nonce
}

/** Puts the nonce where there are 12 bytes for it. */
export function writeNonce(nonce: Uint8Array<ArrayBuffer>, salt: Uint8Array<ArrayBuffer>, counter: bigint): void {
  nonce.set(salt)
  const view = new DataView(nonce.buffer, nonce.byteOffset)
  view.setBigUint64(4, view.getBigUint64(4) ^ counter)
}
