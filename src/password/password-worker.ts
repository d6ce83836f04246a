// The engine's side of the password worker: its calls as methods.

import { PasswordError } from "./errors.ts"
import type { FileSecret } from "./file-key.ts"
import type { NewMeetingOptions, OpenedMeeting, PreparedMeeting, RecordChange } from "./link-session.ts"
import type { LinkSecret } from "./meeting-keys.ts"
import type { PairwiseCode } from "./pairwise-code.ts"
import type { SecurityCode } from "./security-code.ts"
import type { CallName, PasswordCalls, PasswordResponse, Port } from "./worker-protocol.ts"

interface Waiting {
  readonly resolve: (gives: never) => void
  readonly reject: (error: PasswordError) => void
}

/** A handle on one worker (or MessagePort); it ends with `abortSignal`. All methods throw PasswordError. */
export class PasswordWorker {
  readonly #port: Port
  readonly #waiting = new Map<number, Waiting>()
  readonly #abortSignal: AbortSignal
  #lastId = 0

  constructor(port: Port, abortSignal: AbortSignal) {
    this.#port = port
    this.#abortSignal = abortSignal
    port.addEventListener("message", (event: MessageEvent<PasswordResponse>) => this.#settle(event.data), {
      signal: abortSignal,
    })
    abortSignal.addEventListener("abort", () => this.handleFailure(), { once: true })
  }

  prepareMeeting(options: NewMeetingOptions): Promise<PreparedMeeting> {
    return this.#call("prepareMeeting", options)
  }

  /** Begins a link; its keys are derived while the service is asked. */
  async openLink(link: LinkSecret): Promise<void> {
    await this.#call("openLink", link)
  }

  /** {A, M1} for the service's challenge. */
  prove(challenge: PasswordCalls["prove"]["takes"]): Promise<PasswordCalls["prove"]["gives"]> {
    return this.#call("prove", challenge)
  }

  /** Checks M2, then opens and checks the record. */
  openRecord(answer: PasswordCalls["openRecord"]["takes"]): Promise<OpenedMeeting> {
    return this.#call("openRecord", answer)
  }

  /** The record that was opened last, with other settings: signed and sealed anew. */
  changeRecord(change: RecordChange): Promise<Uint8Array> {
    return this.#call("changeRecord", change)
  }

  /** The key of a file that a person keeps. */
  fileKey(secret: FileSecret): Promise<CryptoKey> {
    return this.#call("fileKey", secret)
  }

  securityCode(hostKey: Uint8Array, identityKeys: readonly Uint8Array[]): Promise<SecurityCode> {
    return this.#call("securityCode", { hostKey, identityKeys })
  }

  pairwiseCode(pair: PasswordCalls["pairwiseCode"]["takes"]): Promise<PairwiseCode> {
    return this.#call("pairwiseCode", pair)
  }

  /** The worker died or was ended: every open call fails with `worker-failed`. */
  handleFailure(): void {
    for (const { reject } of this.#waiting.values()) reject(failure())
    this.#waiting.clear()
  }

  #call<N extends CallName>(call: N, takes: PasswordCalls[N]["takes"]): Promise<PasswordCalls[N]["gives"]> {
    if (this.#abortSignal.aborted) return Promise.reject(failure())
    const id = ++this.#lastId
    const { promise, resolve, reject } = Promise.withResolvers<PasswordCalls[N]["gives"]>()
    this.#waiting.set(id, { resolve, reject })
    this.#port.postMessage({ id, call, takes })
    return promise
  }

  #settle(response: PasswordResponse): void {
    const waiting = this.#waiting.get(response.id)
    this.#waiting.delete(response.id)
    if ("fault" in response) waiting?.reject(new PasswordError(response.fault, response.message))
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our worker answers each call with what PasswordCalls says
    else waiting?.resolve(response.gives as never)
  }
}

function failure(): PasswordError {
  return new PasswordError("worker-failed", "the password worker ended")
}
