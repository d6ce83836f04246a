// The engine's handle on its MLS worker: the methods of GroupSession, each answered by a message.

import { type CallPort, Calls } from "../bytes/calls.ts"
import type { EpochState } from "./epoch-state.ts"
import { MlsError } from "./errors.ts"
import type { LinkSecrets } from "./link-keys.ts"
import { type SentState, StateReceiver } from "./sent-state.ts"
import type { ContextChange, Received, Removal } from "./session-options.ts"
import type { Refusal } from "./succession.ts"
import {
  errorOf,
  type Founded,
  type Gives,
  type MlsCalls,
  type Takes,
  type WorkerContextSigning,
  type WorkerFault,
  type WorkerSessionOptions,
} from "./worker-protocol.ts"

/**
 * Calls reject with the PolicyError or MlsError of the worker; with MlsError `worker-failed` once the worker broke or
 * `abortSignal` ended. Whoever made the worker terminates it.
 */
export class MlsWorker {
  readonly #calls: Calls<MlsCalls, WorkerFault>
  readonly #states = new StateReceiver()

  constructor(port: CallPort, abortSignal: AbortSignal) {
    this.#calls = new Calls(port, { toError: errorOf, ended, abortSignal })
  }

  async found(options: WorkerSessionOptions): Promise<Founded> {
    return this.#received(await this.#calls.call("found", options))
  }

  join(groupInfo: Uint8Array, options: Omit<Takes<"join">, "groupInfo">): Promise<Gives<"join">> {
    return this.#calls.call("join", { ...options, groupInfo })
  }

  async epochState(): Promise<EpochState> {
    return this.#states.receive(await this.#calls.call("epochState", null))
  }

  removeMembers(removals: readonly Removal[]): Promise<Gives<"removeMembers">> {
    return this.#calls.call("removeMembers", removals)
  }

  heal(): Promise<Gives<"heal">> {
    return this.#calls.call("heal", null)
  }

  changeContext(change: ContextChange, signing: WorkerContextSigning): Promise<Gives<"changeContext">> {
    return this.#calls.call("changeContext", { change, signing })
  }

  addLink(secrets: LinkSecrets): Promise<Gives<"addLink">> {
    return this.#calls.call("addLink", secrets)
  }

  async finalize(epoch: bigint): Promise<EpochState | null> {
    const state = await this.#calls.call("finalize", epoch)
    return state && this.#states.receive(state)
  }

  discard(): Promise<Gives<"discard">> {
    return this.#calls.call("discard", null)
  }

  async receive(commit: Uint8Array): Promise<Received> {
    const received = await this.#calls.call("receive", commit)
    return received.kind === "epoch" ? this.#received(received) : received
  }

  async restore(): Promise<EpochState> {
    return this.#states.receive(await this.#calls.call("restore", null))
  }

  async foundSuccessor(refusal: Refusal): Promise<Founded> {
    return this.#received(await this.#calls.call("foundSuccessor", refusal))
  }

  joinSuccessor(into: Takes<"joinSuccessor">): Promise<Gives<"joinSuccessor">> {
    return this.#calls.call("joinSuccessor", into)
  }

  exportGroupInfo(): Promise<Gives<"exportGroupInfo">> {
    return this.#calls.call("exportGroupInfo", null)
  }

  exportPartialGroupInfo(): Promise<Gives<"exportPartialGroupInfo">> {
    return this.#calls.call("exportPartialGroupInfo", null)
  }

  exportSecret(label: string, context: Uint8Array, length: number): Promise<Gives<"exportSecret">> {
    return this.#calls.call("exportSecret", { label, context, length })
  }

  issueTicket(identityKey: Uint8Array): Promise<Gives<"issueTicket">> {
    return this.#calls.call("issueTicket", identityKey)
  }

  signLeave(): Promise<Gives<"signLeave">> {
    return this.#calls.call("signLeave", null)
  }

  close(): Promise<Gives<"close">> {
    return this.#calls.call("close", null)
  }

  #received<T extends { readonly state: SentState }>(sent: T): Omit<T, "state"> & { readonly state: EpochState } {
    return { ...sent, state: this.#states.receive(sent.state) }
  }
}

function ended(): MlsError {
  return new MlsError("worker-failed", "the worker ended")
}
