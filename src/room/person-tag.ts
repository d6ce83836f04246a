// How the SFU knows a person: 16 bytes of SHA-256(room name ‖ identity key) in hexadecimal, then "." and 64 random bits
// that differ at each join. The SFU can map neither meeting nor person from it; members can, since they know the keys.

import { concat, sha256, toHex, utf8 } from "../bytes/bytes.ts"

const TAG_BYTES = 16

/** The part of a LiveKit identity that stays the same for one person in one room: 32 hexadecimal digits. */
export async function personTag(roomName: string, identityKey: Uint8Array): Promise<string> {
  return toHex((await sha256(concat(utf8(roomName), identityKey))).subarray(0, TAG_BYTES))
}

/** The tag within a LiveKit identity, or null when it is not one of ours. */
export function tagOf(liveKitIdentity: string): string | null {
  return /^([0-9a-f]{32})\.[0-9a-f]{16}$/.exec(liveKitIdentity)?.[1] ?? null
}
