// What the host key's statements `create` and `change` name by digest: SHA-256 of canonical CBOR, which says what is done.

import { sha256 } from "../bytes/bytes.ts"
import { encodeCbor } from "../bytes/cbor.ts"

/** What the service keeps of a meeting. */
export interface KeptMeeting {
  /** 16 bytes. */
  readonly salt: Uint8Array
  /** 256 bytes. */
  readonly verifier: Uint8Array
  /** Ed25519, 32 bytes. */
  readonly hostKey: Uint8Array
  readonly sealedRecord: Uint8Array
}

/** {salt, verifier, hostKey, sealedRecord} */
export async function createDigest({ salt, verifier, hostKey, sealedRecord }: KeptMeeting) {
  return sha256(encodeCbor({ salt, verifier, hostKey, sealedRecord }))
}

export type Change =
  | { readonly change: "settings"; readonly sealedRecord: Uint8Array }
  | { readonly change: "rotate"; readonly meeting: string; readonly kept: KeptMeeting }
  | { readonly change: "delete" }

/** {change: "settings", sealedRecord} | {change: "rotate", meeting, kept: {…}} | {change: "delete"} */
export async function changeDigest(change: Change) {
  if (change.change !== "rotate") return sha256(encodeCbor({ ...change }))
  const { salt, verifier, hostKey, sealedRecord } = change.kept
  const kept = { salt, verifier, hostKey, sealedRecord }
  return sha256(encodeCbor({ change: change.change, meeting: change.meeting, kept }))
}
