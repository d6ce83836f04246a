// Where sockets come in: the address, the host name and the number are checked before anything is spent on one.

import type { IncomingMessage } from "node:http"
import type { Duplex } from "node:stream"
import { WebSocketServer } from "ws"
import { MAX_MESSAGE_BYTES, SOCKET_PATH } from "../src/delivery/messages.ts"
import type { Service } from "./conversation.ts"
import { HoldLimit, type Limits, RateLimit } from "./limits.ts"
import { ServedSocket } from "./socket.ts"
import { Unsent } from "./unsent.ts"

/** Whether the last address in X-Forwarded-For is the client's, because a proxy of ours put it there. */
export type Proxy = "none" | "forwarded-for"

/** Room for a message's last bytes, so that one slightly too large is refused by name rather than by a broken socket. */
const SLACK_BYTES = 64 * 1024

/** Takes sockets in and knows all that are open. */
export class SocketDoor {
  readonly #service: Service
  readonly #proxy: Proxy
  readonly #limits: Limits
  readonly #perAddress: HoldLimit
  readonly #unsent: Unsent
  readonly #open = new Set<ServedSocket>()
  readonly #webSockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES + SLACK_BYTES })
  #hosts: readonly string[] = []
  #emptied: (() => void) | null = null

  constructor(service: Service, limits: Limits, proxy: Proxy) {
    this.#service = service
    this.#proxy = proxy
    this.#limits = limits
    this.#perAddress = new HoldLimit(limits.socketsPerAddress)
    this.#unsent = new Unsent(limits)
  }

  listenAs(hosts: readonly string[]): void {
    this.#hosts = hosts
  }

  open(request: IncomingMessage, duplex: Duplex, head: Buffer): void {
    const host = request.headers.host ?? ""
    const address = this.#addressOf(request)
    if (request.url !== SOCKET_PATH) return refuseUpgrade(duplex, "404 Not Found")
    // Statements name the host; one that is not ours must not be signed to us.
    if (!this.#hosts.includes(host)) return refuseUpgrade(duplex, "421 Misdirected Request")
    if (!this.#perAddress.tryHold(address)) {
      this.#service.log({ event: "limited", limit: "sockets" })
      return refuseUpgrade(duplex, "429 Too Many Requests")
    }
    duplex.once("close", () => this.#perAddress.release(address))
    this.#webSockets.handleUpgrade(request, duplex, head, (socket) => {
      const messages = new RateLimit(this.#limits.messagesPerSocket, this.#service.clock)
      const onClose = () => this.#handleClose(served)
      const served = new ServedSocket(socket, this.#service, { host, address, messages, unsent: this.#unsent, onClose })
      this.#open.add(served)
      this.#service.log({ event: "socket-opened", sockets: this.#open.size })
    })
  }

  /** Tells every socket and waits a second for their goodbyes. */
  async close(): Promise<void> {
    this.#hosts = []
    if (this.#open.size === 0) return
    const emptied = new Promise<void>((resolve) => (this.#emptied = resolve))
    for (const socket of this.#open) socket.end("shutting-down")
    const timer = setTimeout(() => {
      for (const socket of this.#open) socket.terminate()
    }, 1000)
    await emptied
    clearTimeout(timer)
  }

  #handleClose(socket: ServedSocket): void {
    this.#open.delete(socket)
    this.#service.log({ event: "socket-closed", sockets: this.#open.size })
    if (this.#open.size === 0) this.#emptied?.()
  }

  #addressOf(request: IncomingMessage): string {
    const direct = request.socket.remoteAddress ?? ""
    if (this.#proxy !== "forwarded-for") return direct
    const forwarded = request.headers["x-forwarded-for"]
    const list = Array.isArray(forwarded) ? forwarded.join(",") : (forwarded ?? "")
    return list.split(",").at(-1)?.trim() || direct
  }
}

function refuseUpgrade(duplex: Duplex, status: string): void {
  duplex.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
