// The next link, for the members of the epoch in which the link changes and nobody else: whoever was removed before has
// none of that epoch's secrets, and whoever comes later has the new link already.
//
//   key      = MLS-Exporter("Wardroom rotation", "", 32) of the epoch that the commit changes
//   rotation = box(key, next link, AAD), see src/bytes/sealed-box.ts
//   AAD      = "Wardroom rotation" ‖ 0x00 ‖ canonical CBOR {groupId, epoch}

import type { ClientState } from "ts-mls/clientState.js"
import { concat, unshared, utf8 } from "../bytes/bytes.ts"
import { encodeCbor } from "../bytes/cbor.ts"
import { openBox, sealBox } from "../bytes/sealed-box.ts"
import { exportSecret } from "./epoch-state.ts"
import type { MlsSuite } from "./suite.ts"

const LABEL = "Wardroom rotation"
const KEY_BYTES = 32

/** Seals the next link in the epoch of `state`. */
export async function sealRotation(state: ClientState, suite: MlsSuite, link: Uint8Array): Promise<Uint8Array> {
  return sealBox(await keyOf(state, suite), link, aadOf(state))
}

/** The next link; null where a host's client sealed something else. */
export async function openRotation(
  state: ClientState,
  suite: MlsSuite,
  rotation: Uint8Array,
): Promise<Uint8Array | null> {
  const key = await keyOf(state, suite)
  try {
    return await openBox(key, rotation, aadOf(state))
  } catch {
    return null // the commit is a host's all the same, and cannot be undone by some members' refusal
  }
}

async function keyOf(state: ClientState, suite: MlsSuite): Promise<CryptoKey> {
  const request = { label: LABEL, context: new Uint8Array(), length: KEY_BYTES }
  const secret = unshared(await exportSecret(state, request, suite))
  const key = await crypto.subtle.importKey("raw", secret, "AES-GCM", false, ["encrypt", "decrypt"])
  secret.fill(0)
  return key
}

function aadOf({ groupContext: { groupId, epoch } }: ClientState): Uint8Array {
  return concat(utf8("Wardroom rotation\0"), encodeCbor({ groupId, epoch }))
}
