// Public keys in the encodings that certificates and trust roots hold: SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) and,
// for RSA, PKCS#1 (RFC 8017 §A.1.1).

import { fromBigEndian, toHex } from "../../bytes/bytes.ts"
import { p256, p384, p521 } from "./curves.ts"
import { contentOf, DER, readOnly, readValues } from "./der.ts"
import type { RsaKey } from "./rsa.ts"

export type NodeKey =
  | { readonly kind: "ec"; readonly curve: typeof p256; readonly point: Uint8Array }
  | { readonly kind: "ed25519"; readonly point: Uint8Array }
  | { readonly kind: "rsa"; readonly key: RsaKey }

const EC = "2a8648ce3d0201"
const ED25519 = "2b6570"
const RSA = "2a864886f70d010101"

const CURVES = new Map([
  ["2a8648ce3d030107", p256],
  ["2b81040022", p384],
  ["2b81040023", p521],
])

/** Reads a SubjectPublicKeyInfo; throws TypeError, also for a point that is not on its curve. */
export function readSpki(der: Uint8Array): NodeKey {
  const [algorithm, bits, ...others] = readValues(readOnly(der, DER.sequence))
  if (others.length > 0) throw new TypeError("expected an algorithm and a key")
  const [oid, parameters] = readValues(contentOf(algorithm, DER.sequence))
  const [unused, ...key] = contentOf(bits, DER.bitString)
  if (unused !== 0) throw new TypeError("a key must be whole bytes")
  const bytes = Uint8Array.from(key)
  switch (toHex(contentOf(oid, DER.oid))) {
    case EC: {
      const curve = CURVES.get(toHex(contentOf(parameters, DER.oid)))
      if (!curve?.utils.isValidPublicKey(bytes)) throw new TypeError("expected a point of P-256, P-384 or P-521")
      return { kind: "ec", curve, point: bytes }
    }
    case ED25519:
      if (bytes.length !== 32 || parameters) throw new TypeError("expected 32 bytes of Ed25519")
      return { kind: "ed25519", point: bytes }
    case RSA:
      return readPkcs1(bytes)
    default:
      throw new TypeError("expected a key of ECDSA, Ed25519 or RSA")
  }
}

/** Reads an RSAPublicKey; throws TypeError. */
export function readPkcs1(der: Uint8Array): NodeKey {
  const [modulus, exponent, ...others] = readValues(readOnly(der, DER.sequence))
  if (others.length > 0) throw new TypeError("expected modulus and exponent")
  return { kind: "rsa", key: { modulus: readPositive(modulus), exponent: readPositive(exponent) } }
}

function readPositive(value: Parameters<typeof contentOf>[0]): bigint {
  const content = contentOf(value, DER.integer)
  const [first = 0x80] = content
  if (first >= 0x80) throw new TypeError("expected a positive number")
  return fromBigEndian(content)
}
