// The frame worker without the worker: commands in, answers and events out, streams attached. Runs in plain Node.

import { toHex } from "../bytes/bytes.ts"
import { type Clock, systemClock } from "./clock.ts"
import { type OpenedDataMessage, sealDataMessage } from "./data-message.ts"
import { DataOpener } from "./data-opener.ts"
import { EpochLag } from "./epoch-lag.ts"
import { Epochs } from "./epochs.ts"
import { FrameError } from "./errors.ts"
import type { TrackContext } from "./kid.ts"
import { Opener } from "./opener.ts"
import { Sealer } from "./sealer.ts"
import { TrackReport } from "./track-report.ts"
import { type FrameStreams, openStream, sealStream } from "./transform.ts"
import type { Answer, Command, ReceiveOptions, SendOptions, TransformOptions, WorkerEvent } from "./worker-protocol.ts"

const REPORT_MS = 250
/** What the data messages of everybody are reported as. */
const DATA = "data"

export class FrameCore {
  readonly #clock: Clock
  readonly #emit: (event: WorkerEvent) => void
  readonly #epochs: Epochs
  readonly #lag: EpochLag
  readonly #dataOpener: DataOpener
  readonly #reports = new Map<string, TrackReport>()
  readonly #openers = new Map<string, { readonly opener: Opener; readonly ending: AbortController }>()
  readonly #identified = new Map<string, Uint8Array>()
  readonly #reporting = new Set<string>()
  /** By `mediaName`. */
  #stopped: ReadonlySet<string> = new Set()
  #trailer = new Uint8Array(0)
  #epochWork: Promise<void> = Promise.resolve()

  constructor(emit: (event: WorkerEvent) => void, clock: Clock = systemClock) {
    this.#clock = clock
    this.#emit = emit
    this.#epochs = new Epochs(clock)
    this.#lag = new EpochLag(() => emit({ type: "behind" }))
    this.#dataOpener = new DataOpener({ epochs: this.#epochs, lag: this.#lag, clock })
  }

  /** Carries out one command; never rejects. Commands about epochs take effect in the order in which they are given. */
  async handle(command: Command): Promise<Answer> {
    try {
      return await this.#carryOut(command)
    } catch (error) {
      if (error instanceof FrameError) return { type: "failed", fault: error.fault, message: error.message }
      return { type: "failed", fault: null, message: error instanceof Error ? error.message : "unknown error" }
    }
  }

  /** Seals or opens a stream until it closes; a second one of the same track id ends the first. */
  async attach(streams: FrameStreams, options: TransformOptions): Promise<void> {
    await (options.direction === "send" ? this.#seal(streams, options) : this.#open(streams, options))
  }

  async #carryOut(command: Command): Promise<Answer> {
    switch (command.type) {
      case "install":
      case "switch":
      case "retire":
      case "halt":
        await this.#inOrder(() => this.#changeEpochs(command))
        return { type: "done" }
      case "trailer":
        this.#trailer = new Uint8Array(command.trailer)
        return { type: "done" }
      case "identify":
        this.#identified.set(command.track, command.identityKey)
        this.#openers.get(command.track)?.opener.identify(command.identityKey)
        return { type: "done" }
      case "forget":
        this.#forget(command.track)
        return { type: "done" }
      case "stop":
        this.#stopped = new Set(command.media.map(({ identityKey, context }) => mediaName(toHex(identityKey), context)))
        return { type: "done" }
      case "seal-data":
        await this.#epochWork
        return {
          type: "packet",
          packet: await sealDataMessage(this.#epochs.dataEpoch(command.message.kind), command.message),
        }
      case "open-data":
        return { type: "message", message: await this.#openData(command) }
      case "statistics":
        return { type: "statistics", tracks: Array.from(this.#reports.values(), (report) => report.statistics()) }
      default:
        return command satisfies never
    }
  }

  async #openData({ packet, from }: Extract<Command, { type: "open-data" }>): Promise<OpenedDataMessage> {
    await this.#epochWork
    const report = this.#report("receive", DATA)
    try {
      const message = await this.#dataOpener.open(new Uint8Array(packet), from && toHex(from))
      report.handlePassed()
      return message
    } catch (error) {
      report.handleDropped(error)
      throw error
    }
  }

  async #changeEpochs(command: Extract<Command, { type: "install" | "switch" | "retire" | "halt" }>): Promise<void> {
    if (command.type === "switch") this.#epochs.switchTo(command.epoch)
    else if (command.type === "retire") this.#epochs.retire(command.epoch)
    else if (command.type === "halt") this.#epochs.halt()
    else {
      await this.#epochs.install(command.keys)
      this.#lag.handleInstalled()
    }
  }

  async #inOrder(work: () => Promise<void>): Promise<void> {
    const done = this.#epochWork.then(work)
    this.#epochWork = done.catch(() => undefined) // the caller learns of it; those behind go on
    await done
  }

  #seal(streams: FrameStreams, { context, codec }: SendOptions): Promise<void> {
    return sealStream(streams, new Sealer(this.#epochs, context), codec, this.#report("send", context))
  }

  async #open(streams: FrameStreams, options: ReceiveOptions): Promise<void> {
    const { trackId, codec } = options
    this.#openers.get(trackId)?.ending.abort()
    const ending = new AbortController()
    const environment = {
      epochs: this.#epochs,
      lag: this.#lag,
      clock: this.#clock,
      trailer: () => this.#trailer,
      isStopped: (identity: string) => this.#stopped.has(mediaName(identity, options.context)),
    }
    const report = this.#report("receive", trackId)
    // The browser may hand the stream over after the word whose it is.
    const identityKey = options.identityKey ?? this.#identified.get(trackId) ?? null
    const opener = new Opener({ identityKey, context: options.context }, environment)
    this.#openers.set(trackId, { opener, ending })
    try {
      await openStream(streams, opener, { codec, clock: this.#clock, report, abortSignal: ending.signal })
    } finally {
      if (this.#openers.get(trackId)?.ending === ending) this.#openers.delete(trackId)
    }
  }

  #report(direction: "send" | "receive", track: string): TrackReport {
    const name = `${direction} ${track}`
    const known = this.#reports.get(name)
    if (known) return known
    const report = new TrackReport(direction, track, {
      onFirst: (type) => this.#emit({ type: "first", direction, track, isDelta: type === "delta" }),
      onFault: () => this.#reportSoon(name, report),
    })
    this.#reports.set(name, report)
    return report
  }

  #forget(track: string): void {
    this.#openers.get(track)?.ending.abort()
    this.#identified.delete(track)
    this.#reports.delete(`receive ${track}`)
  }

  #reportSoon(name: string, report: TrackReport): void {
    if (this.#reporting.has(name)) return
    this.#reporting.add(name)
    this.#clock.after(REPORT_MS, () => {
      this.#reporting.delete(name)
      const { direction, track, faults } = report.statistics()
      this.#emit({ type: "faults", direction, track, faults })
    })
  }
}

function mediaName(identity: string, context: TrackContext): string {
  return `${context} ${identity}`
}
