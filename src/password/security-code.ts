// The security code: what people read to each other. It depends on who is in the meeting and on whose meeting it is.
//
//   h      = Argon2id(count (4) ‖ identity keys in bytewise order, salt = SHA-256("Wardroom code" ‖ host key), 8 MiB, t 1, 32)
//   digits = h[0..16) mod 10^30 as six groups of five          emoji = h[16..28), one of 256 for each byte
//
// Eight emoji were rejected: 64 bits fall to a birthday search over keys of one's own.

import { argon2id } from "@noble/hashes/argon2.js"
import { bigEndian, compareBytes, concat, fromBigEndian, isEqual, sha256, utf8 } from "../bytes/bytes.ts"
import { EMOJI, type Emoji } from "./emoji.ts"
import { PasswordError } from "./errors.ts"

const CODE_COST = { m: 8 * 1024, t: 1, p: 1, dkLen: 32 } as const
const DIGIT_BYTES = 16
const EMOJI_COUNT = 12
const DIGITS = 30
const KEY_BYTES = 32

export interface SecurityCode {
  /** Six groups of five digits with single spaces between. */
  readonly digits: string
  /** Twelve, in order. */
  readonly emoji: readonly Emoji[]
}

/** The code of a roster: host public key and identity keys, 32 bytes each, in any order. Throws PasswordError `roster`. */
export async function securityCode(hostKey: Uint8Array, identityKeys: readonly Uint8Array[]): Promise<SecurityCode> {
  const sorted = [...identityKeys].sort(compareBytes)
  const isSound = [hostKey, ...sorted].every((key) => key.length === KEY_BYTES) && sorted.length > 0
  if (!isSound) throw new PasswordError("roster", "a roster is one or more keys of 32 bytes")
  const isRepeated = sorted.some((key, index) => index > 0 && isEqual(key, sorted[index - 1] ?? key))
  if (isRepeated) throw new PasswordError("roster", "an identity key occurs twice")
  const input = concat(bigEndian(BigInt(sorted.length), 4), ...sorted)
  const h = argon2id(input, await sha256(concat(utf8("Wardroom code"), hostKey)), CODE_COST)
  return { digits: digitGroups(h.subarray(0, DIGIT_BYTES)), emoji: emojiOf(h.subarray(DIGIT_BYTES)) }
}

function digitGroups(bytes: Uint8Array): string {
  const digits = (fromBigEndian(bytes) % 10n ** BigInt(DIGITS)).toString().padStart(DIGITS, "0")
  return (digits.match(/.{5}/g) ?? []).join(" ")
}

function emojiOf(bytes: Uint8Array): readonly Emoji[] {
  return Array.from(bytes.subarray(0, EMOJI_COUNT)).flatMap((byte) => EMOJI[byte] ?? [])
}
