// How long an event loop keeps others waiting, as Node samples it.

import { monitorEventLoopDelay } from "node:perf_hooks"
import type { LoopDelay } from "./protocol.ts"

/** Node counts the time from one sample to the next, this included. */
const SAMPLE_MS = 10

type Delays = ReturnType<typeof monitorEventLoopDelay>

/** Watches from the first question on: it wakes an idle process, whose cost others measure. */
export class LoopWatch {
  #delays: Delays | null = null

  /** Of the time since the last question. */
  take(): LoopDelay {
    this.#delays ??= watch()
    const [p50, p99, max] = [this.#delays.percentile(50), this.#delays.percentile(99), this.#delays.max].map(waitMs)
    this.#delays.reset()
    return { p50: p50 ?? 0, p99: p99 ?? 0, max: max ?? 0 }
  }
}

function watch(): Delays {
  const delays = monitorEventLoopDelay({ resolution: SAMPLE_MS })
  delays.enable()
  return delays
}

function waitMs(sampledNs: number): number {
  return Math.max(0, sampledNs / 1e6 - SAMPLE_MS)
}
