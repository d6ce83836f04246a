// What the spans of calls come to, and the bar they are held against. Pure.

import type { EngineStatistics } from "../../src/meeting/engine-handle.ts"
import { type Figure, figure, percentile } from "../measure/figures.ts"
import type { CpuByKind } from "../measure/process-tree.ts"

/** A browser at one moment. */
export interface Moment {
  readonly atMs: number
  readonly cpu: CpuByKind
  /** Null in the peer's call. */
  readonly statistics: EngineStatistics | null
}

/** One person's browser over one span of a call. */
export interface Span {
  readonly from: Moment
  readonly to: Moment
}

export interface Spans {
  readonly own: readonly Span[]
  readonly peer: readonly Span[]
}

const BAR = 1

export function callFigures({ own, peer }: Spans, packageBytes: number): readonly Figure[] {
  const [ours, theirs] = [own.map(cores), peer.map(cores)]
  const ratio = percentile(ours, 50) / percentile(theirs, 50)
  return [
    figure({ what: "Wardroom, a person", unit: "cores", samples: ours }),
    figure({ what: "peer with LiveKit's encryption, a person", unit: "cores", samples: theirs }),
    figure({ what: "p50 to the peer's", unit: "×", samples: [ratio], bar: { of: "p50", atMost: BAR } }),
    ...byKind("Wardroom", own),
    ...byKind("peer", peer),
    ...frames("sealed", own, ({ sent }) => sent.map(({ context, sealed }) => [context, sealed])),
    ...frames("opened", own, ({ received }) => received.map(({ context, opened }) => [context, opened])),
    figure({ what: "frames refused since the join", unit: "frames", samples: own.map(refused) }),
    figure({ what: "package", unit: "kB", samples: [packageBytes / 1000] }),
  ]
}

function cores(span: Span): number {
  return Array.from(kindsOf([span]), (kind) => coresOf(span, kind)).reduce((sum, used) => sum + used, 0)
}

function byKind(name: string, spans: readonly Span[]): readonly Figure[] {
  return Array.from(kindsOf(spans), (kind) =>
    figure({ what: `${name}: ${kind}`, unit: "cores", samples: spans.map((span) => coresOf(span, kind)) }),
  )
}

function kindsOf(spans: readonly Span[]): ReadonlySet<string> {
  return new Set(spans.flatMap(({ to }) => [...to.cpu.keys()]))
}

function coresOf({ from, to }: Span, kind: string): number {
  // A process that ended in between took its time with it.
  const cpuSeconds = (to.cpu.get(kind) ?? 0) - (from.cpu.get(kind) ?? 0)
  return Math.max(0, cpuSeconds) / secondsOf({ from, to })
}

function secondsOf({ from, to }: Span): number {
  return (to.atMs - from.atMs) / 1000
}

function frames(
  what: "sealed" | "opened",
  spans: readonly Span[],
  count: (statistics: EngineStatistics) => readonly (readonly [context: string, frames: number])[],
): readonly Figure[] {
  const sums = ({ statistics }: Moment) => new Map(statistics ? count(statistics) : [])
  const contexts = new Set(spans.flatMap(({ to }) => [...sums(to).keys()]))
  return Array.from(contexts, (context) => {
    const rate = (span: Span): number =>
      ((sums(span.to).get(context) ?? 0) - (sums(span.from).get(context) ?? 0)) / secondsOf(span)
    return figure({ what: `${what}: ${context}`, unit: "frames a second", samples: spans.map(rate) })
  })
}

function refused({ to: { statistics } }: Span): number {
  const counts = statistics?.received.flatMap((track) => Object.values(track.refused)) ?? []
  return counts.reduce((sum, count) => sum + count, 0)
}
