// The engine's handle on its MLS worker: the methods of GroupSession, each answered by a message.

import { MlsError } from "./errors.ts"
import type { LinkSecrets } from "./link-keys.ts"
import type { ContextChange, Removal } from "./session-options.ts"
import type { Refusal } from "./succession.ts"
import {
  type Answer,
  type Argument,
  errorOf,
  type Method,
  type Port,
  type WorkerContextSigning,
  type WorkerResponse,
  type WorkerSessionOptions,
} from "./worker-protocol.ts"

interface Waiting {
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: Error) => void
}

/**
 * Calls reject with the PolicyError or MlsError of the worker; with MlsError `worker-failed` once the worker broke or
 * `abortSignal` ended. Whoever made the worker terminates it.
 */
export class MlsWorker {
  readonly #port: Port
  readonly #waiting = new Map<number, Waiting>()
  #failure: MlsError | null = null
  #lastId = 0

  constructor(port: Port, abortSignal: AbortSignal) {
    this.#port = port
    const fail = (event: Event): void => this.#fail(event.type)
    const listener = (event: Event): void => {
      if (event instanceof MessageEvent) this.#handleResponse(event.data)
    }
    port.addEventListener("message", listener, { signal: abortSignal })
    port.addEventListener("messageerror", fail, { signal: abortSignal })
    port.addEventListener("error", fail, { signal: abortSignal })
    abortSignal.addEventListener("abort", fail, { once: true })
  }

  found(options: WorkerSessionOptions): Promise<Answer<"found">> {
    return this.#call("found", options)
  }

  join(groupInfo: Uint8Array, options: Omit<Argument<"join">, "groupInfo">): Promise<Answer<"join">> {
    return this.#call("join", { ...options, groupInfo })
  }

  epochState(): Promise<Answer<"epochState">> {
    return this.#call("epochState", null)
  }

  removeMembers(removals: readonly Removal[]): Promise<Answer<"removeMembers">> {
    return this.#call("removeMembers", removals)
  }

  heal(): Promise<Answer<"heal">> {
    return this.#call("heal", null)
  }

  changeContext(change: ContextChange, signing: WorkerContextSigning): Promise<Answer<"changeContext">> {
    return this.#call("changeContext", { change, signing })
  }

  addLink(secrets: LinkSecrets): Promise<Answer<"addLink">> {
    return this.#call("addLink", secrets)
  }

  finalize(epoch: bigint): Promise<Answer<"finalize">> {
    return this.#call("finalize", epoch)
  }

  discard(): Promise<Answer<"discard">> {
    return this.#call("discard", null)
  }

  receive(commit: Uint8Array): Promise<Answer<"receive">> {
    return this.#call("receive", commit)
  }

  restore(): Promise<Answer<"restore">> {
    return this.#call("restore", null)
  }

  foundSuccessor(refusal: Refusal): Promise<Answer<"foundSuccessor">> {
    return this.#call("foundSuccessor", refusal)
  }

  joinSuccessor(into: Argument<"joinSuccessor">): Promise<Answer<"joinSuccessor">> {
    return this.#call("joinSuccessor", into)
  }

  exportGroupInfo(): Promise<Answer<"exportGroupInfo">> {
    return this.#call("exportGroupInfo", null)
  }

  exportSecret(label: string, context: Uint8Array, length: number): Promise<Answer<"exportSecret">> {
    return this.#call("exportSecret", { label, context, length })
  }

  issueTicket(identityKey: Uint8Array): Promise<Answer<"issueTicket">> {
    return this.#call("issueTicket", identityKey)
  }

  signLeave(): Promise<Answer<"signLeave">> {
    return this.#call("signLeave", null)
  }

  close(): Promise<Answer<"close">> {
    return this.#call("close", null)
  }

  #call<M extends Method>(method: M, argument: Argument<M>): Promise<Answer<M>> {
    const failure = this.#failure
    if (failure) return Promise.reject(failure)
    const id = ++this.#lastId
    return new Promise<Answer<M>>((resolve, reject) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the worker answers each method with its own type
      this.#waiting.set(id, { resolve: (answer) => resolve(answer as Answer<M>), reject })
      this.#port.postMessage({ id, method, argument })
    })
  }

  #handleResponse(response: WorkerResponse): void {
    const waiting = this.#waiting.get(response.id)
    this.#waiting.delete(response.id)
    if (response.outcome === "answer") waiting?.resolve(response.answer)
    else waiting?.reject(errorOf(response.fault))
  }

  #fail(reason: string): void {
    this.#failure = new MlsError("worker-failed", `the worker ended: ${reason}`)
    for (const { reject } of this.#waiting.values()) reject(this.#failure)
    this.#waiting.clear()
  }
}
