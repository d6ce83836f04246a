// The key of a file that a person keeps: from a passphrase of their choice, which is all that protects it.
//
//   key = Argon2id(passphrase in NFC, salt (16), 64 MiB, 3 passes, 4 lanes, 32 bytes)     RFC 9106 §4, second choice
//
// Dearer than the passphrase of a meeting: a file can be tried at leisure, and nobody waits for a meeting meanwhile.

import { argon2id } from "@noble/hashes/argon2.js"
import { unshared, utf8 } from "../bytes/bytes.ts"
import { PasswordError } from "./errors.ts"

export const FILE_SALT_BYTES = 16
const COST: Argon2Cost = { m: 64 * 1024, t: 3, p: 4 }

/** KiB of memory, passes, lanes. */
interface Argon2Cost {
  readonly m: number
  readonly t: number
  readonly p: number
}

export interface FileSecret {
  readonly passphrase: string
  /** 16 random bytes of the file. */
  readonly salt: Uint8Array
}

/** AES-256-GCM, non-extractable; two seconds of computing. Throws PasswordError `malformed`. */
export async function deriveFileKey({ passphrase, salt }: FileSecret, cost = COST): Promise<CryptoKey> {
  if (passphrase === "") throw new PasswordError("malformed", '"passphrase" must not be empty')
  if (salt.length !== FILE_SALT_BYTES) {
    throw new PasswordError("malformed", `"salt" must be ${FILE_SALT_BYTES} bytes, got ${salt.length}`)
  }
  const stretched = argon2id(utf8(passphrase.normalize("NFC")), salt, { ...cost, dkLen: 32 })
  const key = await crypto.subtle.importKey("raw", unshared(stretched), "AES-GCM", false, ["encrypt", "decrypt"])
  stretched.fill(0)
  return key
}
