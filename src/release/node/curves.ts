// The curves of @noble, made ready for a handful of signatures.

import { ed25519 as ed25519Curve } from "@noble/curves/ed25519.js"
import { p256 as p256Curve, p384 as p384Curve, p521 as p521Curve } from "@noble/curves/nist.js"

// @noble's own table of multiples of the base point takes 8 bits at a time, and longer to make (P-256: 70 ms, P-384:
// 150 ms) than all signatures under a release to verify; a table of 2 bits is there in a tenth of that.
const WINDOW_BITS = 2

interface Curve {
  readonly Point: { readonly BASE: { precompute(windowBits: number): unknown } }
}

export const p256 = withSmallTable(p256Curve)
export const p384 = withSmallTable(p384Curve)
export const p521 = withSmallTable(p521Curve)
export const ed25519 = withSmallTable(ed25519Curve)

function withSmallTable<T extends Curve>(curve: T): T {
  curve.Point.BASE.precompute(WINDOW_BITS)
  return curve
}
