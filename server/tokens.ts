// Who may enter which room of the SFU. The SFU learns neither meeting nor person from what stands in a token.

import { createHash } from "node:crypto"
import { AccessToken } from "livekit-server-sdk"
import { base62 } from "../src/bytes/base62.ts"
import { randomBytes, toHex } from "../src/bytes/bytes.ts"
import type { SfuKeys } from "./keys.ts"

const ROOM_DIGITS = 22
const PERSON_BYTES = 16
const JOIN_BYTES = 8
const TOKEN_MINUTES = 10

export interface RoomGrant {
  readonly room: string
  readonly roomToken: string
}

/** A room name of 22 random base62 digits, new for each session of a meeting. */
export function newRoomName(): string {
  return base62(randomBytes(32), ROOM_DIGITS)
}

/** The part of a LiveKit identity that stays the same for a person in one room: 32 hexadecimal digits. */
export function personPrefix(room: string, identityKey: Uint8Array): string {
  return toHex(createHash("sha256").update(room).update(identityKey).digest().subarray(0, PERSON_BYTES))
}

/** The prefix in a LiveKit identity, or null when it is none of ours. */
export function prefixOf(liveKitIdentity: string): string | null {
  return /^([0-9a-f]{32})\.[0-9a-f]{16}$/.exec(liveKitIdentity)?.[1] ?? null
}

/** A token for one join; the random part keeps a second join from expelling the first before it is connected. */
export async function grantRoom(keys: SfuKeys, room: string, identityKey: Uint8Array): Promise<RoomGrant> {
  const identity = `${personPrefix(room, identityKey)}.${toHex(randomBytes(JOIN_BYTES))}`
  const token = new AccessToken(keys.apiKey, keys.apiSecret, { identity, ttl: TOKEN_MINUTES * 60 })
  token.addGrant({ roomJoin: true, room, canPublish: true, canSubscribe: true, canPublishData: true })
  return { room, roomToken: await token.toJwt() }
}
