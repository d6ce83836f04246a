// What a log keeps of a signature (Rekor's entry kinds), held against the bundle.

import { createPublicKey, type KeyObject, X509Certificate } from "node:crypto"
import { JsonReader } from "../json.ts"
import { demand } from "../verdict.ts"
import { type Bundle, type LogEntry, preAuthEncoding } from "./bundle.ts"
import { bytesOfPem, sha256 } from "./signature.ts"

/** What an entry says was signed, by what, with which signature. */
interface Logged {
  readonly digest: Buffer
  readonly signature: Buffer
  /** A certificate's DER, or a public key's. */
  readonly verifier: Buffer
}

/** Refuses (log-entry) an entry that is of another signature, certificate or content than the bundle. */
export function demandSameEntry(entry: LogEntry, bundle: Bundle, artifact: Uint8Array): void {
  const { kind, version } = entry
  const body = JsonReader.parse(entry.body, "log entry", "log-entry")
  const isNamed = body.get("kind").string() === kind && body.get("apiVersion").string() === version
  demand(isNamed, "log-entry", "the logged entry is of another kind than the bundle says")
  const logged = readEntry(entry)
  const { content, signer } = bundle
  const expected = digestLoggedFor(`${kind} ${version}`, content, artifact)
  demand(logged.digest.equals(expected), "log-entry", "the logged entry is of another content")
  demand(logged.signature.equals(content.signature), "log-entry", "the logged entry is of another signature")
  const isOwn = signer.type === "key" || logged.verifier.equals(signer.leaf)
  demand(isOwn, "log-entry", "the logged entry is of another certificate")
}

/** Refuses (log-entry) an entry of another public key; a bundle holds none, so this follows the signature's check. */
export function demandLoggedKey(entry: LogEntry, key: KeyObject): void {
  const { verifier } = readEntry(entry)
  const isOwn = publicKeyOf(verifier)?.equals(key) === true
  demand(isOwn, "log-entry", "the logged entry is of another key")
}

/** The key in DER, bare or in a certificate; null for neither. */
function publicKeyOf(der: Buffer): KeyObject | null {
  for (const read of [
    () => createPublicKey({ key: der, format: "der", type: "spki" }),
    () => new X509Certificate(der).publicKey,
  ]) {
    try {
      return read()
    } catch {
      // The next reading; none left is null.
    }
  }
  return null
}

function readEntry({ kind, version, body }: LogEntry): Logged {
  return readLogged(`${kind} ${version}`, JsonReader.parse(body, "log entry", "log-entry").get("spec"))
}

function readLogged(kind: string, spec: JsonReader): Logged {
  switch (kind) {
    case "hashedrekord 0.0.1": {
      const hash = spec.get("data").get("hash")
      const signature = spec.get("signature")
      return {
        digest: sha256Hex(hash.get("algorithm"), hash.get("value")),
        signature: signature.get("content").base64(),
        verifier: pem(signature.get("publicKey").get("content").base64()),
      }
    }
    case "hashedrekord 0.0.2": {
      const record = spec.get("hashedRekordV002")
      const signature = record.get("signature")
      return {
        digest: sha256Bytes(record.get("data")),
        signature: signature.get("content").base64(),
        verifier: verifierOf(signature.get("verifier")),
      }
    }
    case "dsse 0.0.1": {
      const hash = spec.get("payloadHash")
      const signature = single(spec.get("signatures"))
      return {
        digest: sha256Hex(hash.get("algorithm"), hash.get("value")),
        signature: signature.get("signature").base64(),
        verifier: pem(signature.get("verifier").base64()),
      }
    }
    case "dsse 0.0.2": {
      const record = spec.get("dsseV002")
      const signature = single(record.get("signatures"))
      return {
        digest: sha256Bytes(record.get("payloadHash")),
        signature: signature.get("content").base64(),
        verifier: verifierOf(signature.get("verifier")),
      }
    }
    case "intoto 0.0.2": {
      const hash = spec.get("content").get("payloadHash")
      const signature = single(spec.get("content").get("envelope").get("signatures"))
      const twice = signature.get("sig").base64().toString("latin1") // base64 in base64: Rekor kept the JSON field's text
      return {
        digest: sha256Hex(hash.get("algorithm"), hash.get("value")),
        signature: Buffer.from(twice, "base64"),
        verifier: pem(signature.get("publicKey").base64()),
      }
    }
    default:
      return spec.refuse("an entry kind of this list: hashedrekord, dsse, intoto")
  }
}

/** hashedrekord keeps the digest of what the signature is over, dsse and intoto that of the payload. */
function digestLoggedFor(kind: string, content: Bundle["content"], artifact: Uint8Array): Buffer {
  const isHashedRecord = kind.startsWith("hashedrekord")
  if (content.type === "message") {
    demand(isHashedRecord, "log-entry", "a signature over a file is logged as a hashedrekord")
    return sha256(artifact)
  }
  return sha256(isHashedRecord ? preAuthEncoding(content.payloadType, content.payload) : content.payload)
}

function sha256Hex(algorithm: JsonReader, value: JsonReader): Buffer {
  algorithm.matching(/^sha256$/, "sha256")
  return Buffer.from(value.matching(/^[0-9a-f]{64}$/, "64 hex digits"), "hex")
}

function sha256Bytes(hash: JsonReader): Buffer {
  hash.get("algorithm").matching(/^SHA2_256$/, "SHA2_256")
  return hash.get("digest").base64()
}

function verifierOf(verifier: JsonReader): Buffer {
  const holder = verifier.optional("x509Certificate") ?? verifier.get("publicKey")
  return holder.get("rawBytes").base64()
}

function pem(text: Buffer): Buffer {
  return bytesOfPem(text.toString("latin1"))
}

function single(list: JsonReader): JsonReader {
  const [first, ...others] = list.list()
  return first === undefined || others.length > 0 ? list.refuse("one signature") : first
}
