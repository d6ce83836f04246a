// What a browser in the room costs and loses while it is watched.

import type { Person } from "../../tests/harness/person.ts"
import { readStatistics } from "../call/calls.ts"
import { browserCpu } from "../measure/process-tree.ts"
import type { BrowserMember } from "./room.ts"

/** A browser at one moment. */
export interface Moment {
  readonly atMs: number
  /** CPU seconds of all its processes so far. */
  readonly cpuSeconds: number
  /** Frames of sound that came and did not open, so far. */
  readonly soundRefused: number
}

export async function look({ person, profile }: BrowserMember): Promise<Moment> {
  const [cpu, { received }] = await Promise.all([browserCpu(profile), readStatistics(person.page)])
  const refused = received
    .filter(({ context }) => context === "microphone")
    .flatMap(({ refused }) => Object.values(refused))
  return {
    atMs: performance.now(),
    cpuSeconds: [...cpu.values()].reduce(add, 0),
    soundRefused: refused.reduce(add, 0),
  }
}

/** Cores that a browser used between two moments. */
export function cores(from: Moment, to: Moment): number {
  return (to.cpuSeconds - from.cpuSeconds) / ((to.atMs - from.atMs) / 1000)
}

/** What the page's and the engine's JavaScript holds after a collection, in MB. */
export async function heapMb({ context, page }: Person): Promise<number> {
  const session = await context.newCDPSession(page)
  try {
    await session.send("HeapProfiler.collectGarbage")
    const { usedSize } = await session.send("Runtime.getHeapUsage")
    return usedSize / 1e6
  } finally {
    await session.detach()
  }
}

/** How much `values` grow from one to the next by least squares. */
export function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2
  const mean = values.reduce(add, 0) / values.length
  const above = values.map((value, at) => (at - middle) * (value - mean)).reduce(add, 0)
  const below = values.map((_, at) => (at - middle) ** 2).reduce(add, 0)
  return above / below
}

function add(a: number, b: number): number {
  return a + b
}
