// Numbered calls over a port: what a page asks of its worker, and what the worker answers. Both ends are ours and ship
// together, so the types are the check. Values cross as structured clones, errors as what the caller's `toError` takes.

/** By the name of each call: what it takes and what it gives. */
type CallTypes<C> = { readonly [N in keyof C]: { readonly takes: unknown; readonly gives: unknown } }

export type CallRequest<C extends CallTypes<C>> = {
  readonly [N in keyof C]: { readonly id: number; readonly call: N; readonly takes: C[N]["takes"] }
}[keyof C]

type CallResponse<C extends CallTypes<C>, F> =
  | { readonly id: number; readonly gives: C[keyof C]["gives"] }
  | { readonly id: number; readonly fault: F }

/** The part of MessagePort, Worker and a worker's global scope that the two ends use. */
export interface CallPort {
  postMessage(message: unknown): void
  addEventListener(type: "message", listener: (event: MessageEvent) => void, options?: AddEventListenerOptions): void
  addEventListener(type: "messageerror" | "error", listener: () => void, options?: AddEventListenerOptions): void
}

export interface CallOptions<F> {
  /** The error of a fault that the worker answered with. */
  readonly toError: (fault: F) => Error
  /** The error of calls that are not answered any more. */
  readonly ended: () => Error
  readonly abortSignal: AbortSignal
}

interface Waiting {
  readonly resolve: (gives: never) => void
  readonly reject: (error: Error) => void
}

/** The page's end. Once the worker died, or `abortSignal` ended it, all that is open rejects, and all that comes later. */
export class Calls<C extends CallTypes<C>, F> {
  readonly #port: CallPort
  readonly #options: CallOptions<F>
  readonly #waiting = new Map<number, Waiting>()
  #hasEnded = false
  #lastId = 0

  constructor(port: CallPort, options: CallOptions<F>) {
    this.#port = port
    this.#options = options
    const { abortSignal } = options
    port.addEventListener("message", (event: MessageEvent<CallResponse<C, F>>) => this.#settle(event.data), {
      signal: abortSignal,
    })
    for (const failure of ["messageerror", "error"] as const) {
      port.addEventListener(failure, () => this.#end(), { signal: abortSignal })
    }
    abortSignal.addEventListener("abort", () => this.#end(), { once: true })
    if (abortSignal.aborted) this.#end()
  }

  get hasEnded(): boolean {
    return this.#hasEnded
  }

  call<N extends keyof C>(call: N, takes: C[N]["takes"]): Promise<C[N]["gives"]> {
    if (this.#hasEnded) return Promise.reject(this.#options.ended())
    const id = ++this.#lastId
    const { promise, resolve, reject } = Promise.withResolvers<C[N]["gives"]>()
    this.#waiting.set(id, { resolve, reject })
    this.#port.postMessage({ id, call, takes })
    return promise
  }

  #settle(response: CallResponse<C, F>): void {
    const waiting = this.#waiting.get(response.id)
    this.#waiting.delete(response.id)
    if ("fault" in response) waiting?.reject(this.#options.toError(response.fault))
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our worker answers each call with what its type says
    else waiting?.resolve(response.gives as never)
  }

  #end(): void {
    this.#hasEnded = true
    for (const { reject } of this.#waiting.values()) reject(this.#options.ended())
    this.#waiting.clear()
  }
}

export interface CallServer<C extends CallTypes<C>, F> {
  readonly answer: (request: CallRequest<C>) => Promise<C[keyof C]["gives"]>
  /** What crosses of whatever `answer` threw. */
  readonly toFault: (error: unknown) => F
  readonly abortSignal: AbortSignal
}

/** The worker's end: answers what arrives at `port`, each as soon as it can, until `abortSignal` ends it. */
export function serveCalls<C extends CallTypes<C>, F>(
  port: CallPort,
  { answer, toFault, abortSignal }: CallServer<C, F>,
): void {
  const respond = async (request: CallRequest<C>): Promise<CallResponse<C, F>> => {
    try {
      return { id: request.id, gives: await answer(request) }
    } catch (error) {
      return { id: request.id, fault: toFault(error) }
    }
  }
  port.addEventListener(
    "message",
    (event: MessageEvent<CallRequest<C>>) => void respond(event.data).then((response) => port.postMessage(response)),
    { signal: abortSignal },
  )
}
