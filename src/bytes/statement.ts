// What we sign. Every signature of ours, by any key, is Ed25519 over
//
//   "Wardroom 1 " ‖ purpose ‖ 0x00 ‖ canonical CBOR of the purpose's fields
//
// built here and nowhere else. Signing a bare nonce or digest was rejected: whoever may ask for such a signature
// can have any other statement signed.

import { type CborValue, encodeCbor } from "./cbor.ts"
import { concat, unshared, utf8 } from "./bytes.ts"
import { bytes, record, type Shape, type Shaped, text, uint, uint64 } from "./shape.ts"

const KEY = bytes(32)
const DIGEST = bytes(32)
const GROUP = bytes(32)
const NONCE = bytes(32)
const HOST = text(/^[^/\s]{1,255}$/)
const MEETING = text(/^[0-9A-Za-z]{10}$/)

/** Every purpose and the fields it binds, as docs/protocol.md lists them. */
const PURPOSES = {
  create: record({ host: HOST, meeting: MEETING, nonce: NONCE, digest: DIGEST }),
  change: record({ host: HOST, meeting: MEETING, nonce: NONCE, digest: DIGEST }),
  session: record({ host: HOST, meeting: MEETING, nonce: NONCE, m1: bytes(64) }),
  resume: record({ host: HOST, groupId: GROUP, nonce: NONCE }),
  ask: record({ host: HOST, meeting: MEETING, nonce: NONCE, sealedName: DIGEST }),
  settings: record({ meeting: MEETING, digest: DIGEST }),
  credential: record({ groupId: GROUP, leafKey: KEY, identityKey: KEY, sealed: DIGEST, certificate: DIGEST }),
  lasting: record({ meeting: MEETING, identityKey: KEY }),
  host: record({ groupId: GROUP, identityKey: KEY }),
  "co-host": record({ groupId: GROUP, identityKey: KEY }),
  ticket: record({ groupId: GROUP, generation: uint(), identityKey: KEY }),
  context: record({ groupId: GROUP, generation: uint(), fields: DIGEST }),
  leave: record({ groupId: GROUP, leafKey: KEY }),
  gone: record({ groupId: GROUP, epoch: uint64, identityKey: KEY, leafKey: KEY }),
  data: record({
    groupId: GROUP,
    epoch: uint64,
    leafKey: KEY,
    kind: text(/^[a-z-]{1,32}$/),
    counter: uint64,
    body: DIGEST,
  }),
} satisfies Record<string, Shape<CborValue>>

export type Purpose = keyof typeof PURPOSES
export type Statement<P extends Purpose> = Shaped<(typeof PURPOSES)[P]>

/** Signs bytes with a key that never leaves its holder. */
export type Sign = (message: Uint8Array) => Promise<Uint8Array>

/** The bytes that are signed; throws ShapeError when a field has another type or length than its purpose says. */
export function encodeStatement<P extends Purpose>(forPurpose: P, fields: Statement<P>): Uint8Array<ArrayBuffer> {
  const checked = PURPOSES[forPurpose](fields, forPurpose)
  return concat(utf8(`Wardroom 1 ${forPurpose}\0`), encodeCbor(checked))
}

/** A 64-byte Ed25519 signature over the statement. */
export async function signStatement<P extends Purpose>(
  sign: Sign,
  forPurpose: P,
  fields: Statement<P>,
): Promise<Uint8Array> {
  return sign(encodeStatement(forPurpose, fields))
}

/** Whether `signature` is the key's over exactly this statement; false, never throwing, for malformed keys. */
export async function isSigned<P extends Purpose>(
  publicKey: Uint8Array,
  signature: Uint8Array,
  forPurpose: P,
  fields: Statement<P>,
): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey("raw", unshared(publicKey), "Ed25519", false, ["verify"])
    const message = encodeStatement(forPurpose, fields)
    return await crypto.subtle.verify("Ed25519", key, unshared(signature), message)
  } catch {
    return false // a key or field that cannot be read signs nothing
  }
}

/** `Sign` with a WebCrypto private key, which may be non-extractable. */
export function signWith(privateKey: CryptoKey): Sign {
  return async (message) => new Uint8Array(await crypto.subtle.sign("Ed25519", privateKey, unshared(message)))
}
