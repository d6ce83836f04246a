// What `npm run churn` was asked for.

import { FAST_SUITE, RELEASE_SUITE, type SuiteName } from "../../src/mls/suite.ts"

export interface ChurnFlags {
  readonly clients: number
  readonly joins: number
  readonly seed: number
  readonly suite: SuiteName
}

interface Given {
  readonly clients: string
  readonly joins: string
  readonly seed: string
  readonly suite: string
}

/** What is wrong with a flag, where one is wrong. */
export function readChurnFlags(given: Given): ChurnFlags | string {
  const [clients, joins, seed] = [Number(given.clients), Number(given.joins), Number(given.seed)]
  if (!Number.isInteger(clients) || clients < 2) return `"clients" must be at least 2, got ${given.clients}`
  if (!Number.isInteger(joins) || joins < 1) return `"joins" must be at least 1, got ${given.joins}`
  if (!Number.isInteger(seed)) return `"seed" must be a whole number, got ${given.seed}`
  if (given.suite !== "release" && given.suite !== "fast") return `"suite" must be release or fast, got ${given.suite}`
  return { clients, joins, seed, suite: given.suite === "fast" ? FAST_SUITE : RELEASE_SUITE }
}
