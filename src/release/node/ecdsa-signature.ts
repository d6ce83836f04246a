// Signatures of ECDSA in the two encodings that there are: Sigstore's are in DER (RFC 3279 §2.2.3), WebCrypto wants
// IEEE P1363, where both numbers have the length of the curve's coordinates.

import { concat } from "../../bytes/bytes.ts"
import { DER, readOnly, readUnsigned, readValues } from "./der.ts"

/** r ‖ s; null: not two numbers in DER that such a curve can have. */
export function toP1363(der: Uint8Array, coordinateBytes: number): Uint8Array | null {
  const numbers = readNumbers(der)
  if (!numbers || numbers.some(({ length }) => length > coordinateBytes)) return null
  return concat(...numbers.map((number) => concat(new Uint8Array(coordinateBytes - number.length), number)))
}

function readNumbers(der: Uint8Array): readonly Uint8Array[] | null {
  try {
    const [r, s, ...others] = readValues(readOnly(der, DER.sequence))
    return others.length === 0 ? [readUnsigned(r), readUnsigned(s)] : null
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}
