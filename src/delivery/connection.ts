// One socket to the delivery service: numbers requests, gives each its answers, hands pushes on, and ends with a fault.

import { decodeFromService, encodeMessage, type Push, type Reply, type Request } from "./messages.ts"
import { DeliveryError } from "./errors.ts"

/** What is used of a WebSocket. */
export interface SocketLike {
  binaryType: string
  readonly readyState: number
  send(data: Uint8Array<ArrayBuffer>): void
  close(code?: number): void
  addEventListener(type: "open" | "close" | "error", listener: () => void): void
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void
}

export interface ConnectionOptions {
  /**
   * Every push and answer, before it is handed on and in the order of the socket; promises would tell of an answer after
   * the push behind it. Throwing DeliveryError here ends the connection with it.
   */
  readonly onMessage: (message: Reply | Push) => void
  /** What is pushed; throwing DeliveryError here ends the connection with it. */
  readonly onPush: (push: Push) => void
  /** Once, when nothing further comes. */
  readonly onEnd: (error: DeliveryError) => void
  readonly abortSignal: AbortSignal
}

/** A request without its number, which the connection gives. */
export type Unnumbered<R> = R extends { readonly request: number } ? Omit<R, "request"> : R
export type NumberedRequest = Extract<Request, { readonly request: number }>
export type NumberlessRequest = Exclude<Request, { readonly request: number }>

/** WebSocket's `readyState` (WHATWG, "WebSocket interface"): above this it is closing or closed. */
export const OPEN = 1
const ALIVE_MS = 5000
const MAX_SILENT_PERIODS = 3
/** Answers that are followed by another one to the same request. */
const INTERIM: readonly string[] = ["queued", "admitted", "provisional"]

interface Waiting {
  readonly resolve: (reply: Reply) => void
  readonly reject: (error: DeliveryError) => void
  readonly onInterim: (reply: Reply) => void
}

export class Connection {
  readonly #socket: SocketLike
  readonly #options: ConnectionOptions
  readonly #waiting = new Map<number, Waiting>()
  readonly #opened = Promise.withResolvers<void>()
  readonly #aliveTimer: ReturnType<typeof setInterval>
  #lastRequest = 0
  #silentPeriods = 0
  #ended: DeliveryError | null = null

  constructor(socket: SocketLike, options: ConnectionOptions) {
    this.#socket = socket
    this.#options = options
    socket.binaryType = "arraybuffer"
    socket.addEventListener("open", () => this.#opened.resolve())
    socket.addEventListener("message", ({ data }) => this.#handleMessage(data))
    socket.addEventListener("error", () => this.#end(new DeliveryError("closed", "the socket failed")))
    socket.addEventListener("close", () => this.#end(new DeliveryError("closed", "the socket ended")))
    this.#aliveTimer = setInterval(() => this.#showLife(), ALIVE_MS)
    this.#opened.promise.catch(() => {}) // whoever requests gets it
    if (socket.readyState === OPEN) this.#opened.resolve()
    const { abortSignal } = options
    if (abortSignal.aborted) this.close()
    abortSignal.addEventListener("abort", () => this.close(), { once: true })
  }

  /** Sends a request and gives its last answer; an `error` answer throws DeliveryError with the service's fault. */
  async request(message: Unnumbered<NumberedRequest>, onInterim: (reply: Reply) => void = () => {}): Promise<Reply> {
    await this.#opened.promise
    if (this.#ended) throw this.#ended
    const request = ++this.#lastRequest
    const { promise, resolve, reject } = Promise.withResolvers<Reply>()
    this.#waiting.set(request, { resolve, reject, onInterim })
    this.#socket.send(encodeMessage({ ...message, request }))
    return promise
  }

  /** Sends what has no answer; nothing before the socket is open, and nothing after the end, which `onEnd` has told. */
  send(message: NumberlessRequest): void {
    if (!this.#ended && this.#socket.readyState === OPEN) this.#socket.send(encodeMessage(message))
  }

  close(): void {
    this.#end(new DeliveryError("aborted", "we ended the connection"))
  }

  #handleMessage(data: unknown): void {
    this.#silentPeriods = 0
    if (this.#ended) return
    try {
      if (!(data instanceof ArrayBuffer)) throw new DeliveryError("unreadable", "a message must be binary")
      const message = decodeFromService(new Uint8Array(data))
      this.#options.onMessage(message)
      if ("answers" in message) this.#handleReply(message)
      else this.#options.onPush(message)
    } catch (error) {
      const known = error instanceof DeliveryError
      this.#end(
        known ? error : new DeliveryError("unreadable", "the service sent no message of ours", { cause: error }),
      )
    }
  }

  #handleReply(reply: Reply): void {
    if (reply.type === "error" && reply.answers === null) {
      throw new DeliveryError(reply.fault, "the service ended the conversation")
    }
    if (reply.answers === null) throw new DeliveryError("unreadable", "an answer without a number")
    const waiting = this.#waiting.get(reply.answers)
    if (!waiting) throw new DeliveryError("unreadable", "an answer to nothing")
    if (INTERIM.includes(reply.type)) return waiting.onInterim(reply)
    this.#waiting.delete(reply.answers)
    if (reply.type === "error") waiting.reject(new DeliveryError(reply.fault, "the service refused a request"))
    else waiting.resolve(reply)
  }

  #showLife(): void {
    if (this.#socket.readyState !== OPEN) return
    if (++this.#silentPeriods > MAX_SILENT_PERIODS) {
      return this.#end(new DeliveryError("silent", "the service gave no sign of life"))
    }
    this.request({ type: "alive" }).catch(() => {}) // its failure is the connection's end, which onEnd tells
  }

  #end(error: DeliveryError): void {
    if (this.#ended) return
    this.#ended = error
    clearInterval(this.#aliveTimer)
    this.#opened.reject(error)
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
    this.#socket.close(1000)
    this.#options.onEnd(error)
  }
}
