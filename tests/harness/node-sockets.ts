// A client's sockets to the service, with the way to it in the test's hand.

import { WebSocket } from "ws"
import type { SocketLike } from "../../src/delivery/connection.ts"
import { decodeRequest } from "../../src/delivery/messages.ts"

const NOBODY_LISTENS = "ws://127.0.0.1:1"

export class NodeSockets {
  /** Types of everything that was asked of the service. */
  readonly asked: string[] = []
  readonly #open = new Set<WebSocket>()
  #service: "reachable" | "unreachable" = "reachable"

  /** Ends every socket without a word; new ones find nobody until `regain`. */
  lose(): void {
    this.#service = "unreachable"
    for (const socket of this.#open) socket.terminate()
  }

  regain(): void {
    this.#service = "reachable"
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
        this.asked.push(decodeRequest(bytes).type)
        socket.send(bytes)
      },
      close: (code) => socket.close(code),
      addEventListener: socket.addEventListener.bind(socket),
    }
  }
}
