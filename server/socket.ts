// One WebSocket: bytes in, one after the other, to the dispatcher; answers and pushes out; signs of life.

import type { RawData, WebSocket } from "ws"
import { encodeMessage, type Reply } from "../src/delivery/messages.ts"
import { type Conversation, leaveState, type Service } from "./conversation.ts"
import { dispatch } from "./dispatch.ts"
import type { ServiceFault } from "./errors.ts"
import type { RateLimit } from "./limits.ts"
import type { Unsent } from "./unsent.ts"

const PING_MS = 5000
const MAX_MISSED = 2
/** So many messages of a client wait for their turn at most; the rest is left to TCP. One may have 2 MiB. */
export const MAX_UNHEARD = 8
const OPEN = 1
const CLOSE_NORMAL = 1000
const CLOSE_POLICY = 1008
const CLOSE_GOING_AWAY = 1001

export interface SocketOptions {
  readonly host: string
  readonly address: string
  readonly messages: RateLimit
  /** What waits for this socket and all others. */
  readonly unsent: Unsent
  readonly onClose: () => void
}

/** Serves a socket until it closes. */
export class ServedSocket {
  readonly #socket: WebSocket
  readonly #service: Service
  readonly #options: SocketOptions
  readonly #conversation: Conversation
  #turn: Promise<void> = Promise.resolve()
  #missed = 0
  /** Of the client's messages those that wait for their turn. */
  #unheard = 0
  /** Messages that the socket has not taken yet. */
  #waiting = 0
  #hasTaken = false
  #cancelPing: () => void

  constructor(socket: WebSocket, service: Service, options: SocketOptions) {
    this.#socket = socket
    this.#service = service
    this.#options = options
    const peer = {
      get isOpen() {
        return socket.readyState === OPEN
      },
      push: (message: Uint8Array) => this.#sendBytes(message),
      end: (fault: ServiceFault) => this.end(fault),
    }
    this.#conversation = { state: { kind: "new" }, host: options.host, address: options.address, peer }
    socket.on("message", (data, isBinary) => this.#handleMessage(data, isBinary))
    socket.on("pong", () => (this.#missed = 0))
    socket.on("close", () => this.#handleClose())
    socket.on("error", () => socket.terminate()) // ws names it in its close code: 1009 too large, 1002 malformed
    this.#cancelPing = service.clock.after(PING_MS, () => this.#ping())
  }

  /** Says why, then closes. */
  end(fault: ServiceFault): void {
    this.#send({ type: "error", answers: null, fault })
    this.#socket.close(closeCodeOf(fault))
  }

  /** Drops the connection without a closing handshake. */
  terminate(): void {
    this.#socket.terminate()
  }

  /** Too much waits for it. */
  cut(): void {
    this.#service.log({ event: "limited", limit: "unsent" })
    this.terminate()
  }

  #handleMessage(data: RawData, isBinary: boolean): void {
    // Whoever speaks and takes nothing of what waits for it shows no life: that could go on for ever.
    if (this.#waiting === 0 || this.#hasTaken) this.#missed = 0
    if (!isBinary) return this.end("malformed")
    try {
      this.#options.messages.take("socket")
    } catch {
      this.#service.log({ event: "limited", limit: "messages" })
      return this.end("too-many")
    }
    const bytes = bytesOf(data)
    if (++this.#unheard === MAX_UNHEARD) this.#socket.pause()
    this.#turn = this.#turn.then(() => this.#hear(bytes))
  }

  async #hear(bytes: Uint8Array): Promise<void> {
    if (this.#unheard-- === MAX_UNHEARD) this.#socket.resume()
    if (this.#socket.readyState !== OPEN) return
    await dispatch(this.#service, this.#conversation, bytes, (reply) => this.#send(reply))
  }

  #ping(): void {
    if (++this.#missed > MAX_MISSED) return this.#socket.terminate()
    this.#hasTaken = false
    this.#socket.ping()
    this.#cancelPing = this.#service.clock.after(PING_MS, () => this.#ping())
  }

  #handleClose(): void {
    this.#cancelPing()
    this.#options.unsent.forget(this)
    // After the message in hand, which may still move the state.
    this.#turn = this.#turn.then(() => this.#forget())
    this.#options.onClose()
  }

  #forget(): void {
    leaveState(this.#service, this.#conversation)
    this.#conversation.state = { kind: "new" }
  }

  #send(reply: Reply): void {
    this.#sendBytes(encodeMessage(reply))
  }

  #sendBytes(bytes: Uint8Array): void {
    if (this.#socket.readyState !== OPEN) return
    this.#waiting++
    this.#socket.send(bytes, (error) => this.#handleTaken(error ?? null))
    this.#countUnsent()
  }

  #handleTaken(error: Error | null): void {
    this.#waiting--
    if (error || this.#socket.readyState !== OPEN) return
    this.#hasTaken = true
    this.#countUnsent()
  }

  #countUnsent(): void {
    this.#options.unsent.handleWaiting(this, { bytes: this.#socket.bufferedAmount, messages: this.#waiting })
  }
}

function closeCodeOf(fault: ServiceFault): number {
  if (fault === "shutting-down") return CLOSE_GOING_AWAY
  return fault === "replaced" ? CLOSE_NORMAL : CLOSE_POLICY
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}
