// All that a service sees of a meeting: what it is told and what it gives out, on every socket of every client, what the
// SFU tells it and is asked by it.

import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fromHex, toHex, utf8 } from "../../src/bytes/bytes.ts"
import { encodeMessage, type Push, type Reply, type Request } from "../../src/delivery/messages.ts"
import type { NodeSfu } from "./node-sfu.ts"
import { NodeSockets } from "./node-sockets.ts"
import type { TestService } from "./service.ts"
import type { SfuApi } from "./sfu-api.ts"
import { callWebhook, type SessionEvent } from "./sfu-webhook.ts"

export class ServiceView {
  readonly told: Request[] = []
  readonly given: (Reply | Push)[] = []
  readonly heard: SessionEvent[] = []
  readonly #calls: Promise<number>[] = []

  /** A client's way to the service. */
  sockets(): NodeSockets {
    const sockets = new NodeSockets()
    sockets.sent = (request) => {
      this.told.push(request)
      return request
    }
    sockets.received = (message) => {
      this.given.push(message)
      return message
    }
    return sockets
  }

  /** From now on the SFU tells the service who comes and goes, and says so when it is asked. */
  connect(sfu: NodeSfu, api: SfuApi, origin: string): void {
    sfu.onSession = (event) => {
      if (event.event === "participant_joined") api.identities.add(event.identity)
      else api.identities.delete(event.identity)
      this.heard.push(event)
      this.#calls.push(callWebhook(origin, event))
    }
  }

  /** Statuses of the service's answers to the SFU. */
  answers(): Promise<readonly number[]> {
    return Promise.all(this.#calls)
  }

  /** What stands in the tokens for the SFU that were given out: the claims of each. */
  get tokens(): readonly Record<string, unknown>[] {
    return this.given.flatMap((message) => ("roomToken" in message ? [claimsOf(message.roomToken)] : []))
  }

  /** All of it as bytes, tokens read. */
  get bytes(): readonly Uint8Array[] {
    const texts = [...this.heard, ...this.tokens].map((each) => utf8(JSON.stringify(each)))
    return [...this.told, ...this.given].map((message): Uint8Array => encodeMessage(message)).concat(texts)
  }
}

/** All that a service has on its disk. */
export function onDisk({ dataFolder }: TestService): readonly Uint8Array[] {
  return readdirSync(dataFolder).map((file) => readFileSync(join(dataFolder, file)))
}

/**
 * Pieces of 16 bytes in both of two meetings, wherever they stand; what also stands in a meeting of strangers is the
 * protocol's, and tells nothing.
 */
export function linksOf(one: Views, other: Views, strangers: Views): readonly string[] {
  const [inOther, structure] = [new Set(piecesOf(other, 16)), new Set(piecesOf(strangers, 8))]
  return piecesOf(one, 16).filter(
    (piece) => inOther.has(piece) && !piecesOf([fromHex(piece)], 8).some((part) => structure.has(part)),
  )
}

type Views = readonly Uint8Array[]

/** Every run of so many bytes, in hexadecimal. */
function piecesOf(views: Views, bytes: number): readonly string[] {
  return views.flatMap((view) => {
    const hexadecimal = toHex(view)
    return Array.from({ length: Math.max(0, view.length - bytes + 1) }, (_, at) =>
      hexadecimal.slice(2 * at, 2 * (at + bytes)),
    )
  })
}

/** What a token for the SFU (a JWT, RFC 7519) says. */
function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString())
}
