// The body of a log's entry: five kinds, of Rekor v1 (0.0.1, and 0.0.2 of intoto) and v2 (0.0.2), each of which says in
// its own way which signature, by which key, over which digest.

import { fromHex, fromUtf8 } from "../bytes/bytes.ts"
import type { CborValue } from "../bytes/cbor.ts"
import { list, nullable, oneOf, record, type Shape, type Shaped, text, textUpTo } from "../bytes/shape.ts"
import type { LogEntry } from "./bundle.ts"
import { ReleaseError } from "./errors.ts"
import { anything, base64, decodeJson, message } from "./json.ts"

const MAX_BODY_BYTES = 2 ** 21

export type Hash = "SHA2_256" | "SHA2_384" | "SHA2_512"

export interface LoggedSignature {
  readonly signature: Uint8Array
  /** Of the bytes that were signed, or of the envelope's payload alone. */
  readonly over: "signed" | "payload"
  readonly hash: Hash
  readonly digest: Uint8Array
  readonly verifier: Verifier
}

interface Verifier {
  readonly kind: "certificate" | "key"
  readonly der: Uint8Array
}

const HASHES = { sha256: "SHA2_256", sha384: "SHA2_384", sha512: "SHA2_512" } as const

const hashShapeV1 = record({ algorithm: oneOf("sha256", "sha384", "sha512"), value: text(/^(?:[0-9a-f]{2})+$/) })
const hashShapeV2 = record({ algorithm: oneOf("SHA2_256", "SHA2_384", "SHA2_512"), digest: base64 })

const bytesShape = record({ rawBytes: base64 })
const signatureShapeV2 = record({
  content: base64,
  verifier: message({ keyDetails: anything, x509Certificate: nullable(bytesShape), publicKey: nullable(bytesShape) }),
})

const hashedRekordV1 = bodyShape(
  record({
    data: record({ hash: hashShapeV1 }),
    signature: message({ content: base64, publicKey: record({ content: base64 }), format: anything, url: anything }),
  }),
)
const dsseV1 = bodyShape(
  record({
    envelopeHash: hashShapeV1,
    payloadHash: hashShapeV1,
    signatures: list(record({ signature: base64, verifier: base64 }), 1),
  }),
)
const intotoV2 = bodyShape(
  record({
    content: message({
      envelope: message({
        payload: anything,
        payloadType: textUpTo(200),
        signatures: list(message({ keyid: anything, sig: base64, publicKey: base64 }), 1),
      }),
      hash: anything,
      payloadHash: hashShapeV1,
    }),
  }),
)
const hashedRekordV2 = bodyShape(
  record({ hashedRekordV002: record({ data: hashShapeV2, signature: signatureShapeV2 }) }),
)
const dsseV2 = bodyShape(
  record({ dsseV002: record({ payloadHash: hashShapeV2, signatures: list(signatureShapeV2, 1) }) }),
)

/** Reads what an entry says; throws ReleaseError `log-entry`. */
export function decodeLoggedSignature(entry: LogEntry): LoggedSignature {
  const { kind, version } = entry.kindVersion
  switch (`${kind} ${version}`) {
    case "hashedrekord 0.0.1": {
      const { data, signature } = specOf(entry, hashedRekordV1)
      return { ...fromHashV1("signed", data.hash), ...signedV1(signature.content, signature.publicKey.content) }
    }
    case "dsse 0.0.1": {
      const { payloadHash, signatures } = specOf(entry, dsseV1)
      const { signature, verifier } = only(signatures)
      return { ...fromHashV1("payload", payloadHash), ...signedV1(signature, verifier) }
    }
    case "intoto 0.0.2": {
      const { envelope, payloadHash } = specOf(entry, intotoV2).content
      const { sig, publicKey } = only(envelope.signatures)
      // The signature is base64 in base64 there.
      return { ...fromHashV1("payload", payloadHash), ...signedV1(decodeBase64(decodeText(sig)), publicKey) }
    }
    case "hashedrekord 0.0.2": {
      const { data, signature } = specOf(entry, hashedRekordV2).hashedRekordV002
      return { over: "signed", hash: data.algorithm, digest: data.digest, ...signedV2(signature) }
    }
    case "dsse 0.0.2": {
      const { payloadHash, signatures } = specOf(entry, dsseV2).dsseV002
      return { over: "payload", hash: payloadHash.algorithm, digest: payloadHash.digest, ...signedV2(only(signatures)) }
    }
    default:
      throw malformed("its kind is not known")
  }
}

interface Body<T extends CborValue> {
  readonly [name: string]: CborValue
  readonly apiVersion: string
  readonly kind: string
  readonly spec: T
}

function bodyShape<T extends CborValue>(spec: Shape<T>): Shape<Body<T>> {
  return record({ apiVersion: textUpTo(50), kind: textUpTo(50), spec })
}

function specOf<T extends CborValue>({ kindVersion, canonicalizedBody }: LogEntry, shape: Shape<Body<T>>): T {
  const { kind, apiVersion, spec } = decodeJson(shape, canonicalizedBody, MAX_BODY_BYTES, "log-entry")
  if (kind !== kindVersion.kind || apiVersion !== kindVersion.version) throw malformed("its body is of another kind")
  return spec
}

function fromHashV1(
  over: LoggedSignature["over"],
  { algorithm, value }: Shaped<typeof hashShapeV1>,
): Pick<LoggedSignature, "over" | "hash" | "digest"> {
  return { over, hash: HASHES[algorithm], digest: fromHex(value) }
}

function signedV1(signature: Uint8Array, pem: Uint8Array): Pick<LoggedSignature, "signature" | "verifier"> {
  return { signature, verifier: fromPem(pem) }
}

function signedV2({
  content: signature,
  verifier: { x509Certificate, publicKey },
}: Shaped<typeof signatureShapeV2>): Pick<LoggedSignature, "signature" | "verifier"> {
  if (x509Certificate && !publicKey)
    return { signature, verifier: { kind: "certificate", der: x509Certificate.rawBytes } }
  if (publicKey && !x509Certificate) return { signature, verifier: { kind: "key", der: publicKey.rawBytes } }
  throw malformed("it must name either a certificate or a key")
}

const PEM = /^\s*-----BEGIN (CERTIFICATE|PUBLIC KEY)-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END \1-----\s*$/

function fromPem(pem: Uint8Array): Verifier {
  const [, label, lines] = PEM.exec(decodeText(pem)) ?? []
  if (label === undefined || lines === undefined) throw malformed("its certificate or key is not PEM")
  const der = decodeBase64(lines.replaceAll(/[\r\n]/g, ""))
  return { kind: label === "CERTIFICATE" ? "certificate" : "key", der }
}

function decodeText(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes)
  } catch (cause) {
    throw malformed("it holds text that is not UTF-8", { cause })
  }
}

function decodeBase64(value: string): Uint8Array {
  try {
    return base64(value, "")
  } catch (cause) {
    throw malformed("it holds text that is not base64", { cause })
  }
}

function only<T>([item]: readonly T[]): T {
  if (item === undefined) throw malformed("it must have one signature")
  return item
}

function malformed(message: string, options?: ErrorOptions): ReleaseError {
  return new ReleaseError("log-entry", message, options)
}
