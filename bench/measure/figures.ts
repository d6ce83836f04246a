// A figure: what many measurements of one thing come to, and the bar it is held against.

import {
  flag,
  nullable,
  oneOf,
  record,
  type Shape,
  type Shaped,
  ShapeError,
  text,
  uint,
} from "../../src/bytes/shape.ts"

export const line = text(/^[^\n]{1,400}$/)

export const number: Shape<number> = (value, path) => {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new ShapeError("wrong-type", `"${path}" must be a finite number`)
  }
  return value
}

const barShape = record({ of: oneOf("p50", "p95", "max"), atMost: number })
const placeShape = record({ axis: line, value: number })

export const figureShape = record({
  what: line,
  /** "ms", "MB", "×" and the like. */
  unit: line,
  /** How many measurements there are. */
  n: uint(),
  p50: number,
  p95: number,
  min: number,
  max: number,
  at: nullable(placeShape),
  bar: nullable(barShape),
  /** Null without a bar. */
  met: nullable(flag),
})

export type Figure = Shaped<typeof figureShape>
/** Where a figure stands on an axis: figures of one `what` are one line of a plot. */
export type Place = Shaped<typeof placeShape>
/** Which number of a figure its bar is for, and what that may be at most. */
export type Bar = Shaped<typeof barShape>

export interface Measured {
  readonly what: string
  readonly unit: string
  /** One number a measurement; a single one is a figure too. */
  readonly samples: readonly number[]
  readonly at?: Place | null
  readonly bar?: Bar | null
}

/** Sums samples up; throws RangeError where there are none, or one is no finite number. */
export function figure({ what, unit, samples, at = null, bar = null }: Measured): Figure {
  const numbers = {
    p50: percentile(samples, 50),
    p95: percentile(samples, 95),
    min: percentile(samples, 0),
    max: percentile(samples, 100),
  }
  return { what, unit, n: samples.length, ...numbers, at, bar, met: bar && numbers[bar.of] <= bar.atMost }
}

/**
 * The smallest sample that at least `percent` of all samples do not exceed (nearest rank), rounded to four digits.
 *
 * Throws RangeError where there are no samples, or one is no finite number.
 */
export function percentile(samples: readonly number[], percent: number): number {
  const ordered = [...samples].sort((one, other) => one - other)
  const value = ordered[Math.max(0, Math.ceil((percent / 100) * ordered.length) - 1)]
  if (value === undefined || !samples.every(Number.isFinite)) throw new RangeError('"samples" must be finite numbers')
  return Number(value.toPrecision(4))
}
