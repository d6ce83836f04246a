// Between the SFU and the service: reads what the SFU tells, and passes it on as it came.

import { once } from "node:events"
import { createServer, type IncomingMessage, type Server } from "node:http"
import { buffer } from "node:stream/consumers"

export class WebhookTap implements AsyncDisposable {
  /** Bodies of all calls so far, JSON as LiveKit writes it. */
  readonly bodies: string[] = []
  readonly #server: Server
  readonly #target: string

  private constructor(target: string) {
    this.#target = target
    this.#server = createServer((request, response) => {
      this.#passOn(request).then(
        (status) => response.writeHead(status).end(),
        () => response.writeHead(502).end(),
      )
    })
  }

  /** `target`: the address of the service's webhook, which may come to be later. */
  static async open(target: string): Promise<WebhookTap> {
    const tap = new WebhookTap(target)
    tap.#server.listen(0, "127.0.0.1")
    await once(tap.#server, "listening")
    return tap
  }

  get url(): string {
    const address = this.#server.address()
    if (typeof address !== "object" || address === null) throw new TypeError("not listening")
    return `http://127.0.0.1:${address.port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, "close")
  }

  async #passOn(request: IncomingMessage): Promise<number> {
    const body = await buffer(request)
    this.bodies.push(body.toString())
    const { authorization = "", "content-type": type = "" } = request.headers
    const headers = { authorization, "content-type": type }
    return (await fetch(this.#target, { method: "POST", body: Uint8Array.from(body), headers })).status
  }
}
