// The code of two people: what they read to each other, or one scans from the other's screen.
//
//   h      = Argon2id(the two identity keys in bytewise order, salt = SHA-256("Wardroom pair" ‖ host key), 8 MiB, t 1, 32)
//   digits = h[0..24) mod 10^45 as nine groups of five          QR: h whole (src/people/pairwise-qr.ts)
//
// Identity keys also where both have a lasting key: such a code would be the same in all meetings, so a picture of it would
// link them, and one read long ago could be played back. The lasting key is compared along, for the identity key signed the
// profile that holds it, and it signed the identity key.

import { argon2id } from "@noble/hashes/argon2.js"
import { compareBytes, concat, fromBigEndian, isEqual, sha256, utf8 } from "../bytes/bytes.ts"
import { PasswordError } from "./errors.ts"

const CODE_COST = { m: 8 * 1024, t: 1, p: 1, dkLen: 32 } as const
const DIGIT_BYTES = 24
const DIGITS = 45
const KEY_BYTES = 32

export interface PairwiseCode {
  /** Nine groups of five digits with single spaces between. */
  readonly digits: string
  /** 32 bytes, for the QR code. */
  readonly digest: Uint8Array
}

/** The same from both sides. Throws PasswordError `roster` where the keys are not two of 32 bytes. */
export async function pairwiseCode(hostKey: Uint8Array, one: Uint8Array, other: Uint8Array): Promise<PairwiseCode> {
  const isSound = [hostKey, one, other].every((key) => key.length === KEY_BYTES) && !isEqual(one, other)
  if (!isSound) throw new PasswordError("roster", "a pair is two keys of 32 bytes")
  const [lower, higher] = compareBytes(one, other) < 0 ? [one, other] : [other, one]
  const salt = await sha256(concat(utf8("Wardroom pair"), hostKey))
  const digest = argon2id(concat(lower, higher), salt, CODE_COST)
  const digits = (fromBigEndian(digest.subarray(0, DIGIT_BYTES)) % 10n ** BigInt(DIGITS)).toString()
  return { digits: (digits.padStart(DIGITS, "0").match(/.{5}/g) ?? []).join(" "), digest }
}
