// The identity of a leaf's basic credential (RFC 9420 §5.3).
//
//   identity = canonical CBOR {identityKey, sealed, certificate, signature}
//
//   identityKey   32 bytes, Ed25519: the person in this meeting
//   sealed        348 bytes: the profile, closed to the service (profile.ts)
//   certificate   64 bytes: the host key's signature that this identity is a host; or null
//   signature     64 bytes: the identity key's, which binds leaf key and group to all of the above

import { fromHex, sha256 } from "../bytes/bytes.ts"
import { encodeCbor } from "../bytes/cbor.ts"
import { bytes, decodeShape, nullable, record, type Shaped } from "../bytes/shape.ts"
import { isSigned, type Sign, signStatement } from "../bytes/statement.ts"
import { PolicyError } from "./errors.ts"
import { SEALED_PROFILE_BYTES } from "./profile.ts"

const SHA256_OF_NOTHING = fromHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")

const credentialShape = record({
  identityKey: bytes(32),
  sealed: bytes(SEALED_PROFILE_BYTES),
  certificate: nullable(bytes(64)),
  signature: bytes(64),
})

export type MeetingCredential = Shaped<typeof credentialShape>

/** The person behind a leaf; the key stays with whoever holds `sign`. */
export interface Identity {
  readonly publicKey: Uint8Array
  readonly sign: Sign
}

/** Where a credential stands; `origin` is the group id that the host's certificate names. */
interface CredentialPlace {
  readonly groupId: Uint8Array
  readonly origin: Uint8Array
  readonly leafKey: Uint8Array
  readonly hostKey: Uint8Array
}

/** Makes the credential of one leaf key in one group. */
export async function createCredential(options: {
  readonly identity: Identity
  readonly groupId: Uint8Array
  readonly leafKey: Uint8Array
  readonly sealed: Uint8Array
  readonly certificate: Uint8Array | null
}): Promise<MeetingCredential> {
  const { identity, groupId, leafKey, sealed, certificate } = options
  const unsigned = { identityKey: identity.publicKey, sealed, certificate }
  const statement = await credentialStatement(groupId, leafKey, unsigned)
  return { ...unsigned, signature: await signStatement(identity.sign, "credential", statement) }
}

export function encodeCredential(credential: MeetingCredential): Uint8Array<ArrayBuffer> {
  return encodeCbor(credential)
}

/** Throws PolicyError `credential-malformed`. */
export function decodeCredential(identity: Uint8Array): MeetingCredential {
  try {
    return decodeShape(credentialShape, identity)
  } catch (error) {
    throw new PolicyError("credential-malformed", "the credential cannot be read", { cause: error })
  }
}

/** Checks the identity key's signature and, if there is one, the host certificate; throws PolicyError. */
export async function verifyCredential(credential: MeetingCredential, where: CredentialPlace): Promise<void> {
  const { identityKey, certificate } = credential
  if (!(await isCredentialSigned(credential, where))) {
    throw new PolicyError("credential-forged", "the credential's signature does not verify")
  }
  const host = { groupId: where.origin, identityKey }
  if (certificate && !(await isSigned(where.hostKey, certificate, "host", host))) {
    throw new PolicyError("certificate-forged", "the host certificate does not verify")
  }
}

/** Whether the identity key signed the credential for this leaf key in this group. */
export async function isCredentialSigned(
  credential: MeetingCredential,
  { groupId, leafKey }: { readonly groupId: Uint8Array; readonly leafKey: Uint8Array },
): Promise<boolean> {
  const statement = await credentialStatement(groupId, leafKey, credential)
  return isSigned(credential.identityKey, credential.signature, "credential", statement)
}

async function credentialStatement(
  groupId: Uint8Array,
  leafKey: Uint8Array,
  credential: Omit<MeetingCredential, "signature">,
) {
  const { identityKey, sealed, certificate } = credential
  const digests = {
    sealed: await sha256(sealed),
    certificate: certificate ? await sha256(certificate) : SHA256_OF_NOTHING,
  }
  return { groupId, leafKey, identityKey, ...digests }
}
