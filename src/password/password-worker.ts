// The engine's side of the password worker: its calls as methods.

import { type CallPort, Calls } from "../bytes/calls.ts"
import { PasswordError } from "./errors.ts"
import type { FileSecret } from "./file-key.ts"
import type { NewMeetingOptions, OpenedMeeting, PreparedMeeting, RecordChange } from "./link-session.ts"
import type { LinkKeys } from "./link-keys.ts"
import type { LinkSecret } from "./meeting-keys.ts"
import type { PairwiseCode } from "./pairwise-code.ts"
import type { SecurityCode } from "./security-code.ts"
import type { PasswordCalls, WorkerFault } from "./worker-protocol.ts"

/** A handle on one worker (or MessagePort); it ends with `abortSignal`. All methods reject with PasswordError. */
export class PasswordWorker {
  readonly #calls: Calls<PasswordCalls, WorkerFault>

  constructor(port: CallPort, abortSignal: AbortSignal) {
    this.#calls = new Calls(port, { toError, ended, abortSignal })
  }

  prepareMeeting(options: NewMeetingOptions): Promise<PreparedMeeting> {
    return this.#calls.call("prepareMeeting", options)
  }

  /** Begins a link; its keys are derived while the service is asked. */
  async openLink(link: LinkSecret): Promise<void> {
    await this.#calls.call("openLink", link)
  }

  /** {A, M1} for the service's challenge. */
  prove(challenge: PasswordCalls["prove"]["takes"]): Promise<PasswordCalls["prove"]["gives"]> {
    return this.#calls.call("prove", challenge)
  }

  /** Checks M2, then opens and checks the record. */
  openRecord(answer: PasswordCalls["openRecord"]["takes"]): Promise<OpenedMeeting> {
    return this.#calls.call("openRecord", answer)
  }

  /** The record that was opened last, with other settings: signed and sealed anew. */
  changeRecord(change: RecordChange): Promise<Uint8Array> {
    return this.#calls.call("changeRecord", change)
  }

  /** The key of a file that a person keeps. */
  fileKey(secret: FileSecret): Promise<CryptoKey> {
    return this.#calls.call("fileKey", secret)
  }

  linkKeys(link: LinkSecret): Promise<LinkKeys> {
    return this.#calls.call("linkKeys", link)
  }

  /** The former link's name key, sealed under the next one's. */
  passNameKey(links: PasswordCalls["passNameKey"]["takes"]): Promise<Uint8Array> {
    return this.#calls.call("passNameKey", links)
  }

  securityCode(hostKey: Uint8Array, identityKeys: readonly Uint8Array[]): Promise<SecurityCode> {
    return this.#calls.call("securityCode", { hostKey, identityKeys })
  }

  pairwiseCode(pair: PasswordCalls["pairwiseCode"]["takes"]): Promise<PairwiseCode> {
    return this.#calls.call("pairwiseCode", pair)
  }
}

function toError({ fault, message }: WorkerFault): PasswordError {
  return new PasswordError(fault, message)
}

function ended(): PasswordError {
  return new PasswordError("worker-failed", "the password worker ended")
}
