// What comparing a pairwise code came to.

import type { ScanVerdict } from "./pairwise-qr.ts"

/** Scanned from the other's screen, or read aloud and compared by whoever looks at both. */
export type Evidence =
  | { readonly kind: "scanned"; readonly content: string }
  | { readonly kind: "by-eye"; readonly verdict: "match" | "differs" }

/** How somebody stands to you in this meeting, since their code was compared; null until then. */
export interface Verified {
  readonly verdict: "match" | "differs"
  /** Milliseconds of the epoch of time. */
  readonly at: number
  readonly how: Evidence["kind"]
}

/** `gone`: they left meanwhile. */
export type VerifyOutcome = ScanVerdict | "gone"
