// The engine's handle on its frame worker.

import type { DataMessage, OpenedDataMessage } from "./data-message.ts"
import type { EpochKeys } from "./epoch.ts"
import { FrameError } from "./errors.ts"
import type { TrackContext } from "./kid.ts"
import type { TrackStatistics } from "./track-report.ts"
import type {
  Answer,
  Command,
  FromWorker,
  NumberedCommand,
  ReceiveOptions,
  SendOptions,
  StoppedMedia,
  WorkerEvent,
} from "./worker-protocol.ts"

/** A Worker, or a started MessagePort. */
export interface WorkerLike {
  postMessage(message: NumberedCommand): void
  addEventListener(type: "message", listener: (event: MessageEvent<FromWorker>) => void): void
}

interface Pending {
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: Error) => void
}

/**
 * One frame worker. A new worker begins its counters anew, so it must be given an epoch whose base key no other worker
 * ever sealed with: after a crash of the worker, make a commit of one's own first.
 */
export class FrameWorker {
  readonly #worker: WorkerLike
  readonly #pending = new Map<number, Pending>()
  #request = 0
  #isClosed = false

  constructor(worker: WorkerLike, onEvent: (event: WorkerEvent) => void) {
    this.#worker = worker
    worker.addEventListener("message", ({ data }) => {
      if ("event" in data) onEvent(data.event)
      else this.#settle(data.request, data.answer)
    })
  }

  /** Resolves when the epoch's frames open; rejects with FrameError "retired" for keys that were let go before. */
  async installEpoch(keys: EpochKeys): Promise<void> {
    await this.#ask({ type: "install", keys }, "done")
  }

  /** Seals our media under an installed epoch from now on, and lets older ones go after their time; never goes back. */
  async switchTo(epoch: bigint): Promise<void> {
    await this.#ask({ type: "switch", epoch }, "done")
  }

  /** Takes back an epoch that the delivery service restored the group from. */
  async retire(epoch: bigint): Promise<void> {
    await this.#ask({ type: "retire", epoch }, "done")
  }

  /** From now on nothing that people say or show is sealed, until the next `switchTo`. */
  async halt(): Promise<void> {
    await this.#ask({ type: "halt" }, "done")
  }

  /** Says whose a track must be whose transform was made with `identityKey` null. */
  async identify(track: string, identityKey: Uint8Array): Promise<void> {
    await this.#ask({ type: "identify", track, identityKey }, "done")
  }

  /** A track is over: ends its transform and forgets its numbers. */
  async forget(track: string): Promise<void> {
    await this.#ask({ type: "forget", track }, "done")
  }

  /** From now on these media of these people are not opened, and all others are. */
  async setStopped(media: readonly StoppedMedia[]): Promise<void> {
    await this.#ask({ type: "stop", media }, "done")
  }

  /** LiveKit's `setSifTrailer`: only names a drop. */
  async setInjectedTrailer(trailer: Uint8Array): Promise<void> {
    await this.#ask({ type: "trailer", trailer }, "done")
  }

  /** A packet under the newest installed epoch, at most 14,000 bytes; rejects with FrameError "too-large", "no-epoch". */
  async sealData(message: DataMessage): Promise<Uint8Array<ArrayBuffer>> {
    return (await this.#ask({ type: "seal-data", message }, "packet")).packet
  }

  /**
   * Opens a packet, waiting up to 500 ms for its epoch; rejects with FrameError of any receiving fault. `from` is the
   * identity key of whom the SFU says that it is, null for a stranger's.
   */
  async openData(packet: Uint8Array, from: Uint8Array | null): Promise<OpenedDataMessage> {
    return (await this.#ask({ type: "open-data", packet, from }, "message")).message
  }

  async statistics(): Promise<readonly TrackStatistics[]> {
    return (await this.#ask({ type: "statistics" }, "statistics")).tracks
  }

  /** Options for `new RTCRtpScriptTransform(worker, …)` of a sender; `codec` is the negotiated MIME type. */
  sendTransform(options: { readonly context: TrackContext; readonly codec: string }): SendOptions {
    return { direction: "send", ...options }
  }

  /** Options for a receiver's transform: a new one for each subscribed track. */
  receiveTransform(options: Omit<ReceiveOptions, "direction">): ReceiveOptions {
    return { direction: "receive", ...options }
  }

  /** To be called when the worker ended or crashed: what was asked and not answered rejects, and so does all that is asked later. */
  close(): void {
    this.#isClosed = true
    for (const { reject } of this.#pending.values()) reject(endedError())
    this.#pending.clear()
  }

  async #ask<T extends Answer["type"]>(command: Command, expected: T): Promise<Extract<Answer, { type: T }>> {
    if (this.#isClosed) throw endedError()
    const request = this.#request++
    const answer = await new Promise<Answer>((resolve, reject) => {
      this.#pending.set(request, { resolve, reject })
      this.#worker.postMessage({ request, command })
    })
    if (!isOfType(answer, expected)) throw new TypeError(`the frame worker answered ${answer.type}, not ${expected}`)
    return answer
  }

  #settle(request: number, answer: Answer): void {
    const pending = this.#pending.get(request)
    this.#pending.delete(request)
    if (answer.type !== "failed") pending?.resolve(answer)
    else pending?.reject(answer.fault ? new FrameError(answer.fault, answer.message) : new Error(answer.message))
  }
}

function endedError(): Error {
  return new Error("the frame worker has ended")
}

function isOfType<T extends Answer["type"]>(answer: Answer, type: T): answer is Extract<Answer, { type: T }> {
  return answer.type === type
}
