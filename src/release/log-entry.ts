// What a log has taken must be this very signature, by this very key, over this very content. An entry of another
// signature by the same signer would prove that something was logged, not that this was.

import { isEqual } from "../bytes/bytes.ts"
import type { LogEntry, SignedContent } from "./bundle.ts"
import { ReleaseError } from "./errors.ts"
import { crypto, dsse, toBuffer, type X509Certificate } from "./library.ts"
import { decodeLoggedSignature, type Hash, type LoggedSignature } from "./logged-signature.ts"

/** Checks that the entries are of the bundle's signature and content; throws ReleaseError `log-entry`. */
export function verifyLoggedContent(entries: readonly LogEntry[], content: SignedContent): void {
  const bodies = new Set(entries.map(({ canonicalizedBody }) => canonicalizedBody.join()))
  if (bodies.size < entries.length) throw refused("an entry is there twice")
  for (const entry of entries) {
    const logged = decodeLoggedSignature(entry)
    if (!isEqual(logged.signature, content.signature)) throw refused("the entry is of another signature")
    const digest = digestOf(content, logged)
    if (!digest || !isEqual(logged.digest, digest)) throw refused("the entry is of other content")
  }
}

/** Checks that the entries name the certificate or its key; throws ReleaseError `log-entry`. */
export function verifyLoggedCertificate(entries: readonly LogEntry[], leaf: X509Certificate): void {
  for (const { verifier } of entries.map(decodeLoggedSignature)) {
    const der = verifier.kind === "certificate" ? leaf.root.toDER() : leaf.publicKey
    if (!isEqual(verifier.der, der)) throw refused("the entry is of another certificate")
  }
}

/** Checks that the entries name the key (SubjectPublicKeyInfo, DER); throws ReleaseError `log-entry`. */
export function verifyLoggedKey(entries: readonly LogEntry[], publicKey: Uint8Array): void {
  for (const { verifier } of entries.map(decodeLoggedSignature)) {
    if (verifier.kind !== "key" || !isEqual(verifier.der, publicKey)) throw refused("the entry is of another key")
  }
}

/** The bytes that a signature is over. */
export function signedBytes(content: SignedContent, artifact: Uint8Array): Uint8Array {
  return content.kind === "message" ? artifact : preAuthEncoding(content)
}

/** The digest of `bytes`, at once. */
export function digest(hash: Hash, bytes: Uint8Array): Uint8Array {
  return crypto.digest(HASH_NAMES[hash], toBuffer(bytes))
}

const HASH_NAMES = { SHA2_256: "sha256", SHA2_384: "sha384", SHA2_512: "sha512" } as const

// Null where the entry is of a kind that such content cannot have.
function digestOf(content: SignedContent, { hash, over }: LoggedSignature): Uint8Array | null {
  if (content.kind === "message") return over === "signed" && hash === content.algorithm ? content.digest : null
  return digest(hash, over === "signed" ? preAuthEncoding(content) : content.payload)
}

function preAuthEncoding({ payloadType, payload }: SignedContent & { readonly kind: "envelope" }): Uint8Array {
  return dsse.preAuthEncoding(payloadType, toBuffer(payload))
}

function refused(message: string): ReleaseError {
  return new ReleaseError("log-entry", message)
}
