// The next link, for the members of the epoch in which the link changes and nobody else: whoever was removed before has
// none of that epoch's secrets, and whoever comes later has the new link already.
//
//   key      = MLS-Exporter("Wardroom rotation", "", 32) of the epoch that the commit changes
//   rotation = nonce (12) ‖ AES-256-GCM(key, nonce, next link, AAD)
//   AAD      = "Wardroom rotation" ‖ 0x00 ‖ canonical CBOR {groupId, epoch}

import type { ClientState } from "ts-mls/clientState.js"
import { concat, randomBytes, unshared, utf8 } from "../bytes/bytes.ts"
import { encodeCbor } from "../bytes/cbor.ts"
import { exportSecret } from "./epoch-state.ts"
import type { MlsSuite } from "./suite.ts"

const LABEL = "Wardroom rotation"
const KEY_BYTES = 32
const NONCE_BYTES = 12

/** Seals the next link in the epoch of `state`. */
export async function sealRotation(state: ClientState, suite: MlsSuite, link: Uint8Array): Promise<Uint8Array> {
  const nonce = randomBytes(NONCE_BYTES)
  const sealed = await crypto.subtle.encrypt(parameters(nonce, state), await keyOf(state, suite), unshared(link))
  return concat(nonce, new Uint8Array(sealed))
}

/** The next link; null where a host's client sealed something else. */
export async function openRotation(
  state: ClientState,
  suite: MlsSuite,
  rotation: Uint8Array,
): Promise<Uint8Array | null> {
  const nonce = unshared(rotation.subarray(0, NONCE_BYTES))
  const ciphertext = unshared(rotation.subarray(NONCE_BYTES))
  const key = await keyOf(state, suite)
  try {
    return new Uint8Array(await crypto.subtle.decrypt(parameters(nonce, state), key, ciphertext))
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

function parameters(iv: Uint8Array<ArrayBuffer>, { groupContext: { groupId, epoch } }: ClientState): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: concat(utf8("Wardroom rotation\0"), encodeCbor({ groupId, epoch })) }
}
