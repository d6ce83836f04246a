// What a path secret yields for its node (RFC 9420 §7.4).

import { deriveSecret } from "ts-mls/crypto/kdf.js"
import type { MlsSuite } from "./suite.ts"

export interface NodeKeys {
  readonly publicKey: Uint8Array
  readonly privateKey: Uint8Array
}

/** The key pair of a node's path secret (RFC 9420 §7.4). */
export async function deriveKeys(pathSecret: Uint8Array, { hpke, kdf }: MlsSuite): Promise<NodeKeys> {
  const nodeSecret = await deriveSecret(pathSecret, "node", kdf)
  const { publicKey, privateKey } = await hpke.deriveKeyPair(nodeSecret)
  nodeSecret.fill(0)
  return { publicKey: await hpke.exportPublicKey(publicKey), privateKey: await hpke.exportPrivateKey(privateKey) }
}
