// Certificates (RFC 5280) as a test wants them, good or bad, put together by hand.

import { generateKeyPairSync, type KeyObject, sign } from "node:crypto"
import { TAG, writeDer } from "../../../scripts/verify/sigstore/der.ts"

export interface Pair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

export interface CertificateOrder {
  readonly subject: string
  readonly issuer: string
  readonly key: Pair
  readonly issuerKey: Pair
  /** GeneralizedTime, YYYYMMDDhhmmssZ. */
  readonly notBefore: string
  readonly notAfter: string
  readonly extensions: readonly Buffer[]
}

export function newPair(): Pair {
  return generateKeyPairSync("ec", { namedCurve: "P-256" })
}

/** The certificate in DER. */
export function makeCertificate(order: CertificateOrder): Buffer {
  const algorithm = sequence(ECDSA_WITH_SHA256)
  const tbs = sequence(
    writeDer(0xa0, writeDer(TAG.integer, Buffer.of(2))),
    writeDer(TAG.integer, Buffer.of(1)),
    algorithm,
    name(order.issuer),
    sequence(time(order.notBefore), time(order.notAfter)),
    name(order.subject),
    order.key.publicKey.export({ type: "spki", format: "der" }),
    writeDer(0xa3, sequence(...order.extensions)),
  )
  const signature = sign("sha256", tbs, order.issuerKey.privateKey)
  return sequence(tbs, algorithm, writeDer(TAG.bitString, Buffer.of(0), signature))
}

/** An extension; the object identifier by its bytes. */
export function extension(oid: readonly number[], isCritical: boolean, ...content: readonly Buffer[]): Buffer {
  const critical = isCritical ? [writeDer(TAG.boolean, Buffer.of(0xff))] : []
  return sequence(writeDer(TAG.objectIdentifier, Buffer.from(oid)), ...critical, writeDer(TAG.octetString, ...content))
}

/** What an authority's certificate says of itself: cA, keyCertSign. */
export const AUTHORITY: readonly Buffer[] = [
  extension([0x55, 0x1d, 0x13], true, sequence(writeDer(TAG.boolean, Buffer.of(0xff)))),
  extension([0x55, 0x1d, 0x0f], true, writeDer(TAG.bitString, Buffer.of(2, 0x04))),
]

/** What a signer's says: digitalSignature, codeSigning. */
export const SIGNER: readonly Buffer[] = [
  extension([0x55, 0x1d, 0x0f], true, writeDer(TAG.bitString, Buffer.of(7, 0x80))),
  extension([0x55, 0x1d, 0x25], false, sequence(writeDer(TAG.objectIdentifier, Buffer.of(0x2b, 6, 1, 5, 5, 7, 3, 3)))),
]

const ECDSA_WITH_SHA256 = writeDer(TAG.objectIdentifier, Buffer.of(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2))
const COMMON_NAME = writeDer(TAG.objectIdentifier, Buffer.of(0x55, 4, 3))

function time(text: string): Buffer {
  return writeDer(TAG.generalizedTime, Buffer.from(text))
}

function name(text: string): Buffer {
  return sequence(writeDer(TAG.set, sequence(COMMON_NAME, writeDer(TAG.utf8String, Buffer.from(text)))))
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return writeDer(TAG.sequence, ...parts)
}
