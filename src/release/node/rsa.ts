// Verification of RSASSA-PKCS1-v1_5 (RFC 8017 §8.2.2). Public values only, so time does not matter; the padding is
// compared as a whole, for a parser of it is what let forgeries through elsewhere.

import { concat, fromBigEndian, fromHex, isEqual, bigEndian } from "../../bytes/bytes.ts"

export interface RsaKey {
  readonly modulus: bigint
  readonly exponent: bigint
}

/** RFC 8017 §9.2, note 1: what stands before each digest. */
const DIGEST_INFO = {
  sha256: fromHex("3031300d060960864801650304020105000420"),
  sha384: fromHex("3041300d060960864801650304020205000430"),
  sha512: fromHex("3051300d060960864801650304020305000440"),
} as const

/** Shorter prove nothing nowadays. */
const MIN_MODULUS_BITS = 2048

/** Whether `signature` is the key's over a message with this digest. */
export function verifyRsa(
  signature: Uint8Array,
  digest: Uint8Array,
  hash: keyof typeof DIGEST_INFO,
  { modulus, exponent }: RsaKey,
): boolean {
  const bits = modulus.toString(2).length
  const length = Math.ceil(bits / 8)
  const value = fromBigEndian(signature)
  if (bits < MIN_MODULUS_BITS || signature.length !== length || value >= modulus) return false
  const info = concat(DIGEST_INFO[hash], digest)
  const padding = new Uint8Array(length - info.length - 3).fill(0xff)
  const expected = concat(Uint8Array.of(0, 1), padding, Uint8Array.of(0), info)
  return isEqual(bigEndian(power(value, exponent, modulus), length), expected)
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  for (let square = base, rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}
