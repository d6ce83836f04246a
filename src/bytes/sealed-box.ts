// Bytes sealed under a key that seals many things: a fresh nonce goes with each.
//
//   box = nonce (12) ‖ AES-256-GCM(key, nonce, plaintext, AAD) (16 longer than the plaintext)

import { concat, randomBytes, unshared } from "./bytes.ts"

const NONCE_BYTES = 12
const TAG_BYTES = 16
/** How much longer a box is than what is in it. */
export const BOX_OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES

/** Another box each time; `aad` says where it belongs. */
export async function sealBox(
  key: CryptoKey,
  plaintext: Uint8Array,
  aad: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const nonce = randomBytes(NONCE_BYTES)
  const sealed = await crypto.subtle.encrypt(parameters(nonce, aad), key, unshared(plaintext))
  return concat(nonce, new Uint8Array(sealed))
}

/** What is in a box; rejects with WebCrypto's OperationError where it does not open, which the caller names. */
export async function openBox(key: CryptoKey, box: Uint8Array, aad: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const nonce = unshared(box.subarray(0, NONCE_BYTES))
  const sealed = unshared(box.subarray(NONCE_BYTES))
  return new Uint8Array(await crypto.subtle.decrypt(parameters(nonce, aad), key, sealed))
}

function parameters(iv: Uint8Array<ArrayBuffer>, aad: Uint8Array): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: unshared(aad) }
}
