// A socket that sends whatever bytes it is given, and reads what comes back.

import { once } from "node:events"
import { WebSocket } from "ws"
import { encodeCbor, type CborValue } from "../../src/bytes/cbor.ts"
import { decodeFromService, type Push, type Reply } from "../../src/delivery/messages.ts"

export class RawSocket {
  readonly socket: WebSocket
  readonly closed: Promise<number>
  readonly #received: (Reply | Push)[] = []
  #notify: () => void = () => {}

  private constructor(socket: WebSocket) {
    this.socket = socket
    this.closed = new Promise((resolve) => socket.once("close", resolve))
    socket.on("error", () => {}) // its close code tells
    socket.on("message", (data) => {
      if (data instanceof Buffer) this.#received.push(decodeFromService(data))
      this.#notify()
    })
  }

  static async open(host: string): Promise<RawSocket> {
    const raw = new RawSocket(new WebSocket(`ws://${host}/ws`))
    await once(raw.socket, "open")
    return raw
  }

  send(value: CborValue): this {
    return this.sendBytes(encodeCbor(value))
  }

  sendBytes(bytes: Uint8Array): this {
    this.socket.send(bytes)
    return this
  }

  /** The next message from the service. */
  async read(): Promise<Reply | Push> {
    for (;;) {
      const message = this.#received.shift()
      if (message) return message
      await new Promise<void>((resolve) => (this.#notify = resolve))
    }
  }

  close(): void {
    this.socket.terminate()
  }
}
