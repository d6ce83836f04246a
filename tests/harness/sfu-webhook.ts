// What the SFU tells the service of its sessions, as LiveKit does: a call signed with the key that both hold.

import { createHash } from "node:crypto"
import { AccessToken } from "livekit-server-sdk"
import { SFU_KEYS } from "./service.ts"

export interface SessionEvent {
  readonly event: "participant_joined" | "participant_left"
  readonly room: string
  /** LiveKit's identity of the participant. */
  readonly identity: string
}

/** Calls the service at this origin; the status of its answer. */
export async function callWebhook(
  origin: string,
  { event, room, identity }: SessionEvent,
  secret: string = SFU_KEYS.apiSecret,
): Promise<number> {
  const body = JSON.stringify({ event, room: { name: room }, participant: { identity } })
  const token = new AccessToken(SFU_KEYS.apiKey, secret)
  token.sha256 = createHash("sha256").update(body).digest("base64")
  const headers = { authorization: await token.toJwt(), "content-type": "application/webhook+json" }
  return (await fetch(`${origin}/webhook`, { method: "POST", body, headers })).status
}
