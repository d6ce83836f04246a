// Keys that cannot be read out, as they are kept: the CryptoKey itself, and sealed beside it
//
//   {publicKey, createdAt}      canonical CBOR
//
// since a public key is a name: whoever was in a meeting with it would know it again in a copy of the files.

import { encodeCbor } from "../bytes/cbor.ts"
import { bytes, record, uint } from "../bytes/shape.ts"
import type { ClearKey, KeptKey, SigningKey } from "./database.ts"
import type { Keyring, Place } from "./keyring.ts"

const shape = record({ publicKey: bytes(32), createdAt: uint() })

export interface DatedKey extends SigningKey {
  /** Milliseconds of the epoch of time. */
  readonly createdAt: number
}

export async function sealKey(
  keyring: Keyring,
  place: Place,
  { privateKey, publicKey, createdAt }: DatedKey,
): Promise<KeptKey> {
  return { privateKey, sealed: await keyring.seal(place, encodeCbor({ publicKey, createdAt })) }
}

/** Also as earlier versions kept it. Throws VaultError "unreadable". */
export async function openKey(keyring: Keyring, place: Place, entry: KeptKey | ClearKey): Promise<DatedKey> {
  if (!isKept(entry)) return { createdAt: 0, ...entry }
  const { privateKey, sealed } = entry
  return { privateKey, ...(await keyring.openAs(shape, place, sealed)) }
}

export function isKept(entry: KeptKey | ClearKey): entry is KeptKey {
  return "sealed" in entry
}
