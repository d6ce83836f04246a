// X.509 certificates (RFC 5280), as far as Sigstore's profile needs them.

import { type KeyObject, X509Certificate } from "node:crypto"
import { type Kind, RefusalError } from "../verdict.ts"
import { DerError, DerNode, readDer, TAG } from "./der.ts"

export interface Extension {
  readonly isCritical: boolean
  /** The bytes inside the extension's octet string. */
  readonly value: Buffer
}

export interface Certificate {
  readonly raw: Buffer
  readonly tbs: DerNode
  readonly serial: Buffer
  /** Names as DER, compared byte by byte. */
  readonly issuer: Buffer
  readonly subject: Buffer
  readonly notBefore: Date
  readonly notAfter: Date
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Buffer
  readonly publicKey: KeyObject
  readonly extensions: ReadonlyMap<string, Extension>
  /** Whether this certificate's signature verifies under a key. */
  isSignedBy(key: KeyObject): boolean
}

const OID = {
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  extendedKeyUsage: "2.5.29.37",
} as const

export const CODE_SIGNING = "1.3.6.1.5.5.7.3.3"
export const TIME_STAMPING = "1.3.6.1.5.5.7.3.8"

const [DIGITAL_SIGNATURE, KEY_CERT_SIGN] = [0, 5]
const [EMAIL_NAME, URI_NAME] = [0x81, 0x86]
const EXTENSIONS_TAG = 0xa3

/** Reads a certificate in DER; refuses anything else with the given kind. */
export function readCertificate(der: Uint8Array, fault: Kind, what: string): Certificate {
  try {
    const [tbs, algorithm] = readDer(der).as(TAG.sequence).children()
    if (tbs === undefined || algorithm === undefined) throw new DerError("a part is missing")
    const [version, serial, inner, issuer, validity, subject, spki] = tbs.as(TAG.sequence).children()
    if (version?.tag !== 0xa0 || !serial || !inner || !issuer || !validity || !subject || !spki) {
      throw new DerError("must be of version 3")
    }
    if (!inner.raw.equals(algorithm.raw)) throw new DerError("names two signature algorithms")
    const native = new X509Certificate(der)
    return {
      raw: Buffer.from(der),
      tbs,
      serial: serial.as(TAG.integer).content,
      issuer: issuer.raw,
      subject: subject.raw,
      notBefore: validity.child(0).time(),
      notAfter: validity.child(1).time(),
      spki: spki.raw,
      publicKey: native.publicKey,
      extensions: readExtensions(tbs),
      isSignedBy: (key) => verifies(native, key),
    }
  } catch (cause) {
    throw new RefusalError(fault, `${what}: expected a certificate in DER`, { cause })
  }
}

/** RFC 5280 §4.2.1.9: may this certificate stand above others, with so many authorities between? */
export function isAuthority(certificate: Certificate, authoritiesBelow: number): boolean {
  const constraints = contentOf(certificate, OID.basicConstraints)
  if (constraints?.find(TAG.boolean)?.isTrue() !== true) return false
  const pathLength = constraints.find(TAG.integer)?.content
  if (pathLength !== undefined && Number.parseInt(pathLength.toString("hex"), 16) < authoritiesBelow) return false
  return hasKeyUsage(certificate, KEY_CERT_SIGN)
}

/** Whether an end entity may sign for this purpose: digitalSignature, the extended usage, and no authority itself. */
export function maySignFor(certificate: Certificate, purpose: string): boolean {
  const constraints = contentOf(certificate, OID.basicConstraints)
  const usages = contentOf(certificate, OID.extendedKeyUsage)?.children() ?? []
  return (
    constraints?.find(TAG.boolean)?.isTrue() !== true &&
    hasKeyUsage(certificate, DIGITAL_SIGNATURE) &&
    usages.some((usage) => usage.objectIdentifier() === purpose)
  )
}

/** RFC 5280 §4.2: whoever does not know a critical extension must refuse the certificate. */
export function hasUnknownCritical({ extensions }: Certificate): boolean {
  const known: readonly string[] = Object.values(OID)
  return extensions.entries().some(([oid, { isCritical }]) => isCritical && !known.includes(oid))
}

/** The closed interval of RFC 5280 §4.1.2.5. */
export function isValidAt(certificate: Certificate, time: Date): boolean {
  return certificate.notBefore <= time && time <= certificate.notAfter
}

/** The e-mail addresses and URIs of the subject alternative name. */
export function subjectAlternativeNames(certificate: Certificate): readonly string[] {
  const names = contentOf(certificate, OID.subjectAltName)?.children() ?? []
  return names.map((name) =>
    name.tag === EMAIL_NAME || name.tag === URI_NAME ? name.content.toString("utf8") : `(name of tag ${name.tag})`,
  )
}

/** An extension's content as DER, or null where there is no such extension. */
export function contentOf(certificate: Certificate, oid: string): DerNode | null {
  const extension = certificate.extensions.get(oid)
  return extension === undefined ? null : readDer(extension.value)
}

function hasKeyUsage(certificate: Certificate, bit: number): boolean {
  const usage = contentOf(certificate, OID.keyUsage)?.as(TAG.bitString).content
  return (((usage?.[1 + (bit >> 3)] ?? 0) << (bit & 7)) & 0x80) !== 0
}

function readExtensions(tbs: DerNode): ReadonlyMap<string, Extension> {
  const extensions = new Map<string, Extension>()
  for (const extension of tbs.find(EXTENSIONS_TAG)?.child(0).children() ?? []) {
    const oid = extension.child(0).objectIdentifier()
    if (extensions.has(oid)) throw new DerError(`extension ${oid} is there twice`)
    const value = extension.find(TAG.octetString)
    if (value === null) throw new DerError(`extension ${oid} has no value`)
    extensions.set(oid, { isCritical: extension.find(TAG.boolean)?.isTrue() === true, value: value.content })
  }
  return extensions
}

function verifies(certificate: X509Certificate, key: KeyObject): boolean {
  try {
    return certificate.verify(key)
  } catch {
    return false // a key of another algorithm than the certificate names
  }
}
