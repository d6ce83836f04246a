// Tokens for the peer's rooms, made with the keys that service and SFU of this run share.

import { loadSfuKeys } from "../../server/keys.ts"
import { grantRoom } from "../../server/tokens.ts"
import { randomBytes } from "../../src/bytes/bytes.ts"

/** A function that makes a token for one more person in a room. */
export async function peerTokens(dataFolder: string): Promise<(room: string) => Promise<string>> {
  const keys = await loadSfuKeys(dataFolder)
  return async (room) => (await grantRoom(keys, room, randomBytes(32))).roomToken
}
