// Signed timestamps (RFC 3161): TimeStampResp { status, ContentInfo { SignedData { TSTInfo } } }.

import { createHash } from "node:crypto"
import { demand, RefusalError } from "../verdict.ts"
import { type Certificate, isValidAt, maySignFor, TIME_STAMPING } from "./certificate.ts"
import { pathTo } from "./chain.ts"
import { DerError, type DerNode, readDer, TAG, writeDer } from "./der.ts"
import { verifySignature } from "./signature.ts"
import { type Authority, isWithin } from "./trust-root.ts"

const OID = {
  signedData: "1.2.840.113549.1.7.2",
  timestampInfo: "1.2.840.113549.1.9.16.1.4",
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
} as const

const DIGESTS: Readonly<Record<string, string>> = {
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
}

const [CONTENT_TAG, SIGNED_ATTRIBUTES_TAG] = [0xa0, 0xa0]
const GRANTED = new Set([0, 1]) // granted, grantedWithMods

interface Timestamp {
  readonly time: Date
  readonly imprint: { readonly digest: string; readonly value: Buffer }
  /** Issuer's name and serial number of the certificate that signed. */
  readonly signer: { readonly issuer: Buffer; readonly serial: Buffer }
  /** The digest of the TSTInfo and the one that the signed attributes name. */
  readonly digests: readonly [computed: Buffer, signed: Buffer]
  readonly signedBytes: Buffer
  readonly signature: Buffer
  readonly signatureDigest: string
}

/** The time that a trusted authority put on this signature; refuses (timestamp) anything else. */
export function timeOfTimestamp(response: Buffer, signature: Buffer, authorities: readonly Authority[]): Date {
  const timestamp = read(response)
  const { time, imprint, digests } = timestamp
  demand(digests[0].equals(digests[1]), "timestamp", "the timestamp's digest is another content's")
  const signed = createHash(imprint.digest).update(signature).digest()
  demand(signed.equals(imprint.value), "timestamp", "the timestamp is of another signature")
  const isTrusted = authorities.some((authority) => isSignedBy(timestamp, authority))
  demand(isTrusted, "timestamp", "the timestamp is of no trusted authority within its validity")
  return time
}

/** The authority's first certificate signs; the trust root has it, so what the response embeds is not asked. */
function isSignedBy(timestamp: Timestamp, authority: Authority): boolean {
  const { time, signer, signedBytes, signature, signatureDigest } = timestamp
  const [leaf] = authority.chain
  if (leaf === undefined || !leaf.issuer.equals(signer.issuer) || !leaf.serial.equals(signer.serial)) return false
  if (!isWithin(authority.validity, time) || !maySignFor(leaf, TIME_STAMPING)) return false
  const certificates: readonly Certificate[] = pathTo(authority, leaf, [])[0]?.certificates ?? []
  return (
    certificates.length > 0 &&
    certificates.every((certificate) => isValidAt(certificate, time)) &&
    verifySignature(leaf.publicKey, signedBytes, signature, signatureDigest)
  )
}

function read(response: Buffer): Timestamp {
  try {
    const [status, token] = readDer(response).as(TAG.sequence).children()
    if (status === undefined || token === undefined) throw new DerError("there is no token")
    if (!GRANTED.has(status.child(0).as(TAG.integer).content[0] ?? -1)) throw new DerError("was not granted")
    if (token.child(0).objectIdentifier() !== OID.signedData) throw new DerError("token must be signed data")
    return readSignedData(token.child(1).as(CONTENT_TAG).child(0).as(TAG.sequence))
  } catch (cause) {
    if (!(cause instanceof DerError)) throw cause
    throw new RefusalError("timestamp", "the timestamp cannot be read", { cause })
  }
}

/** RFC 5652 §5.1: version, digest algorithms, content, [0] certificates, [1] lists, signers. */
function readSignedData(signedData: DerNode): Timestamp {
  const parts = signedData.children()
  const encapsulated = parts[2]
  const signers = parts.at(-1)?.as(TAG.set).children() ?? []
  const [signer] = signers
  if (encapsulated === undefined || signer === undefined || signers.length !== 1) throw new DerError("needs one signer")
  if (encapsulated.child(0).objectIdentifier() !== OID.timestampInfo) throw new DerError("content must be a TSTInfo")
  const info = encapsulated.child(1).as(CONTENT_TAG).child(0).as(TAG.octetString).content

  const [, name, digestAlgorithm, attributes, , signature] = signer.children()
  if (name === undefined || digestAlgorithm === undefined || attributes === undefined || signature === undefined) {
    throw new DerError("signer is cut off")
  }
  attributes.as(SIGNED_ATTRIBUTES_TAG)
  if (attributeOf(attributes, OID.contentType).objectIdentifier() !== OID.timestampInfo) {
    throw new DerError("signed content type must be that of a TSTInfo")
  }
  return {
    ...readInfo(readDer(info).as(TAG.sequence)),
    signer: { issuer: name.child(0).raw, serial: name.child(1).as(TAG.integer).content },
    digests: [
      createHash(digestOf(digestAlgorithm)).update(info).digest(),
      attributeOf(attributes, OID.messageDigest).as(TAG.octetString).content,
    ],
    // RFC 5652 §5.4: signed as a SET OF, carried under an implicit tag.
    signedBytes: writeDer(TAG.set, attributes.content),
    signature: signature.as(TAG.octetString).content,
    signatureDigest: digestOf(digestAlgorithm),
  }
}

/** RFC 3161 §2.4.2: version, policy, imprint, serial number, time, … */
function readInfo(info: DerNode): Pick<Timestamp, "time" | "imprint"> {
  const imprint = info.child(2).as(TAG.sequence)
  return {
    time: info.child(4).as(TAG.generalizedTime).time(),
    imprint: { digest: digestOf(imprint.child(0)), value: imprint.child(1).as(TAG.octetString).content },
  }
}

function digestOf(algorithm: DerNode): string {
  const digest = DIGESTS[algorithm.as(TAG.sequence).child(0).objectIdentifier()]
  if (digest === undefined) throw new DerError("digest must be of the SHA-2 family")
  return digest
}

/** The one value of a signed attribute. */
function attributeOf(attributes: DerNode, oid: string): DerNode {
  const found = attributes.children().filter((attribute) => attribute.child(0).objectIdentifier() === oid)
  const [attribute] = found
  const values = attribute?.child(1).as(TAG.set).children() ?? []
  const [value] = values
  if (found.length !== 1 || value === undefined || values.length !== 1) throw new DerError(`needs one attribute ${oid}`)
  return value
}
