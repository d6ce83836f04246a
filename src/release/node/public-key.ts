// Public keys in the encodings that certificates and trust roots hold: SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) and,
// for RSA, PKCS#1 (RFC 8017 §A.1.1). Only what kind of key it is; whether it is a good one, its import will tell.

import { concat, fromHex, toHex } from "../../bytes/bytes.ts"
import { contentOf, DER, encodeDer, readOnly, readUnsigned, readValues } from "./der.ts"

export type NodeKey = { readonly spki: Uint8Array } & (
  | { readonly kind: "ec"; readonly curve: Curve }
  | { readonly kind: "ed25519" }
  | { readonly kind: "rsa" }
)

interface Curve {
  /** WebCrypto's. */
  readonly name: string
  readonly coordinateBytes: number
}

const EC = "2a8648ce3d0201"
const ED25519 = "2b6570"
const RSA = "2a864886f70d010101"

const ED25519_BYTES = 32
/** SEC 1 §2.3.3. Compressed points are of no use: Sigstore's own libraries refuse them. */
const UNCOMPRESSED = 4

const CURVES: ReadonlyMap<string, Curve> = new Map([
  ["2a8648ce3d030107", { name: "P-256", coordinateBytes: 32 }],
  ["2b81040022", { name: "P-384", coordinateBytes: 48 }],
  ["2b81040023", { name: "P-521", coordinateBytes: 66 }],
])

/** Reads a SubjectPublicKeyInfo; throws TypeError. */
export function readSpki(spki: Uint8Array): NodeKey {
  const [algorithm, bits, ...others] = readValues(readOnly(spki, DER.sequence))
  if (others.length > 0) throw new TypeError("expected an algorithm and a key")
  const [oid, parameters] = readValues(contentOf(algorithm, DER.sequence))
  const bitString = contentOf(bits, DER.bitString)
  if (bitString[0] !== 0) throw new TypeError("a key must be whole bytes")
  const key = bitString.subarray(1)
  switch (toHex(contentOf(oid, DER.oid))) {
    case EC: {
      const curve = CURVES.get(toHex(contentOf(parameters, DER.oid)))
      if (!curve || key[0] !== UNCOMPRESSED || key.length !== 1 + 2 * curve.coordinateBytes) {
        throw new TypeError("expected a point of P-256, P-384 or P-521")
      }
      return { kind: "ec", curve, spki }
    }
    case ED25519:
      if (key.length !== ED25519_BYTES || parameters) throw new TypeError("expected 32 bytes of Ed25519")
      return { kind: "ed25519", spki }
    case RSA:
      verifyPkcs1(key)
      return { kind: "rsa", spki }
    default:
      throw new TypeError("expected a key of ECDSA, Ed25519 or RSA")
  }
}

/** Reads an RSAPublicKey; throws TypeError. */
export function readPkcs1(key: Uint8Array): NodeKey {
  verifyPkcs1(key)
  const algorithm = encodeDer(DER.sequence, encodeDer(DER.oid, fromHex(RSA)), encodeDer(DER.null))
  const spki = encodeDer(DER.sequence, algorithm, encodeDer(DER.bitString, concat(Uint8Array.of(0), key)))
  return { kind: "rsa", spki }
}

function verifyPkcs1(key: Uint8Array): void {
  const [modulus, exponent, ...others] = readValues(readOnly(key, DER.sequence))
  if (others.length > 0) throw new TypeError("expected modulus and exponent")
  for (const number of [modulus, exponent]) readUnsigned(number)
}
