// The SFU's room service as the delivery service asks it: who is in a room, and to let go of somebody.

import { once } from "node:events"
import { createServer, type Server } from "node:http"
import { json } from "node:stream/consumers"

export class SfuApi {
  /** LiveKit identities with a session. */
  readonly identities = new Set<string>()
  readonly removed: string[] = []
  /** What it was asked: the method, and what for. */
  readonly asked: { readonly type: string }[] = []
  readonly #server: Server
  #removal = Promise.withResolvers<string>()

  private constructor() {
    this.#server = createServer((request, response) => {
      void json(request).then((asked) => response.end(JSON.stringify(this.#answer(request.url ?? "", asked))))
      response.setHeader("content-type", "application/json")
    })
  }

  static async open(): Promise<SfuApi> {
    const api = new SfuApi()
    api.#server.listen(0, "127.0.0.1")
    await once(api.#server, "listening")
    return api
  }

  /** As clients are told to reach it. */
  get address(): string {
    const address = this.#server.address()
    if (typeof address !== "object" || address === null) throw new Error("not listening")
    return `ws://127.0.0.1:${address.port}`
  }

  /** The next one that it is to let go of. */
  removal(): Promise<string> {
    this.#removal = Promise.withResolvers()
    return this.#removal.promise
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, "close")
  }

  #answer(url: string, asked: unknown): object {
    if (typeof asked === "object") this.asked.push({ type: url.slice(url.lastIndexOf("/") + 1), ...asked })
    if (url.endsWith("ListParticipants")) {
      return { participants: [...this.identities].map((identity) => ({ identity, sid: identity })) }
    }
    const identity = typeof asked === "object" && asked !== null && "identity" in asked ? asked.identity : null
    if (url.endsWith("RemoveParticipant") && typeof identity === "string") {
      this.removed.push(identity)
      this.#removal.resolve(identity)
    }
    return {}
  }
}
