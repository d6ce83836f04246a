// What the service asks of the SFU: tokens for it, and that it lets go of somebody.

import { RoomServiceClient, WebhookReceiver } from "livekit-server-sdk"
import type { SfuKeys } from "./keys.ts"
import type { Log } from "./log.ts"
import { grantRoom, prefixOf, type RoomGrant } from "./tokens.ts"

/** A session's begin or end at the SFU. */
export interface SfuEvent {
  readonly kind: "joined" | "left"
  readonly room: string
  readonly identity: string
}

export class Sfu {
  /** Where clients connect: ws or wss. */
  readonly address: string
  readonly #keys: SfuKeys
  readonly #rooms: RoomServiceClient
  readonly #webhooks: WebhookReceiver
  readonly #log: Log

  constructor(address: string, keys: SfuKeys, log: Log) {
    this.address = address
    this.#keys = keys
    this.#log = log
    this.#rooms = new RoomServiceClient(address.replace(/^ws/, "http"), keys.apiKey, keys.apiSecret)
    this.#webhooks = new WebhookReceiver(keys.apiKey, keys.apiSecret)
  }

  grant(room: string, identityKey: Uint8Array): Promise<RoomGrant> {
    return grantRoom(this.#keys, room, identityKey)
  }

  /** Reads a webhook call: null when it is about nothing of ours; throws when the SFU did not sign it. */
  async readWebhook(body: string, authorization: string | undefined): Promise<SfuEvent | null> {
    const { event, room, participant } = await this.#webhooks.receive(body, authorization)
    if (!event.startsWith("participant_") || !room || !participant) return null
    const kind = event === "participant_joined" ? "joined" : "left"
    return { kind, room: room.name, identity: participant.identity }
  }

  /** The identities of all sessions in a room; none, and a line in the log, when the SFU does not say. */
  async listSessions(room: string): Promise<readonly string[]> {
    try {
      const participants = await this.#rooms.listParticipants(room)
      return participants.map(({ identity }) => identity)
    } catch (error) {
      this.#logFailure(error)
      return []
    }
  }

  /** Ends a person's sessions in a room, but for the one that counts. Failure is logged: content does not depend on it. */
  async removeSessions(room: string, prefix: string, except: string | null): Promise<void> {
    try {
      const participants = await this.#rooms.listParticipants(room)
      const old = participants.filter(({ identity }) => prefixOf(identity) === prefix && identity !== except)
      await Promise.all(old.map(({ identity }) => this.#rooms.removeParticipant(room, identity)))
    } catch (error) {
      this.#logFailure(error)
    }
  }

  #logFailure(error: unknown): void {
    this.#log({ event: "failure", where: "sfu", kind: error instanceof Error ? error.name : "unknown" })
  }
}
