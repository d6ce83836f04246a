// One link's name key for those who hold the next link's: who comes by a new link reads the names of those who came by an
// earlier one.
//
//   passed (60) = nonce (12) ‖ AES-256-GCM(next name key, nonce, former name key (32), AAD) (32 + 16)
//   AAD         = "Wardroom former link" ‖ 0x00 ‖ canonical CBOR {former, next}: the two meeting ids

import { concat, randomBytes, unshared, utf8 } from "./bytes.ts"
import { encodeCbor } from "./cbor.ts"

const NONCE_BYTES = 12
export const PASSED_KEY_BYTES = NONCE_BYTES + 32 + 16

/** The two links, by their meeting ids. */
export interface Passing {
  readonly former: string
  readonly next: string
}

/** Seals the former link's name key (32 bytes) under the next one's. */
export async function passKey(nextKey: CryptoKey, formerKey: Uint8Array, passing: Passing): Promise<Uint8Array> {
  const nonce = randomBytes(NONCE_BYTES)
  const sealed = await crypto.subtle.encrypt(parameters(nonce, passing), nextKey, unshared(formerKey))
  return concat(nonce, new Uint8Array(sealed))
}

/** The former link's name key, not extractable; null where it does not open. */
export async function openPassedKey(
  nextKey: CryptoKey,
  passed: Uint8Array,
  passing: Passing,
): Promise<CryptoKey | null> {
  const nonce = unshared(passed.subarray(0, NONCE_BYTES))
  const ciphertext = unshared(passed.subarray(NONCE_BYTES))
  try {
    const raw = new Uint8Array(await crypto.subtle.decrypt(parameters(nonce, passing), nextKey, ciphertext))
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"])
    raw.fill(0)
    return key
  } catch {
    return null // a host's client that sealed something else: those people have no name here
  }
}

function parameters(iv: Uint8Array<ArrayBuffer>, { former, next }: Passing): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: concat(utf8("Wardroom former link\0"), encodeCbor({ former, next })) }
}
