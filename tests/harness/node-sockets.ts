// A client's sockets to the service, with the way to it in the test's hand.

import { WebSocket } from "ws"
import type { SocketLike } from "../../src/delivery/connection.ts"
import {
  decodeFromService,
  decodeRequest,
  encodeMessage,
  type Push,
  type Reply,
  type Request,
} from "../../src/delivery/messages.ts"

const NOBODY_LISTENS = "ws://127.0.0.1:1"

export class NodeSockets {
  /** Types of everything that was asked of the service. */
  readonly asked: string[] = []
  /** What the client gets in place of a message of the service; null: nothing. */
  received: (message: Reply | Push) => Reply | Push | null = (message) => message
  /** What the service gets in place of a request of the client; null: nothing. */
  sent: (request: Request) => Request | null = (request) => request
  readonly #open = new Set<WebSocket>()
  #deliver: (message: Reply | Push) => void = () => undefined
  #log = 0
  #service: "reachable" | "unreachable" = "reachable"

  /** Ends every socket without a word; new ones find nobody until `regain`. */
  lose(): void {
    this.#service = "unreachable"
    for (const socket of this.#open) socket.terminate()
  }

  regain(): void {
    this.#service = "reachable"
  }

  /** The service says this to the client, as the next entry of its log, on the socket that spoke last. */
  push(make: (log: number) => Push): void {
    this.#deliver(make(this.#log + 1))
  }

  open(address: string): SocketLike {
    // As in a browser: each message is a task of its own, so an answer's promise runs before the push behind it.
    const socket = new WebSocket(this.#service === "reachable" ? address : NOBODY_LISTENS, {
      allowSynchronousEvents: false,
    })
    this.#open.add(socket)
    socket.once("close", () => this.#open.delete(socket))
    return {
      get binaryType() {
        return socket.binaryType
      },
      set binaryType(type) {
        socket.binaryType = type
      },
      get readyState() {
        return socket.readyState
      },
      send: (bytes) => {
        const request = decodeRequest(bytes)
        this.asked.push(request.type)
        const sent = this.sent(request)
        if (sent) socket.send(encodeMessage(sent))
      },
      close: (code) => socket.close(code),
      addEventListener: (
        ...[type, listener]:
          | [type: "open" | "close" | "error", listener: () => void]
          | [type: "message", listener: (event: { readonly data: unknown }) => void]
      ) => {
        if (type !== "message") return socket.addEventListener(type, listener)
        const deliver = (message: Reply | Push): void => {
          this.#deliver = deliver
          if ("log" in message) this.#log = message.log
          listener({ data: encodeMessage(message).buffer })
        }
        socket.addEventListener(type, ({ data }) => {
          if (!(data instanceof ArrayBuffer)) throw new TypeError("expected binary messages")
          const received = this.received(decodeFromService(new Uint8Array(data)))
          if (received) deliver(received)
        })
      },
    }
  }
}
