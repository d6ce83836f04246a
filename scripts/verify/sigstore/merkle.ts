// Inclusion in a log's Merkle tree (RFC 9162 §2.1).

import type { InclusionProof } from "./bundle.ts"
import { sha256 } from "./signature.ts"

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** RFC 9162 §2.1.3.2, step by step: whether an entry's body is the leaf that the proof says. */
export function isIncluded(body: Uint8Array, proof: InclusionProof): boolean {
  if (proof.leafIndex >= proof.treeSize) return false
  let fn = proof.leafIndex
  let sn = proof.treeSize - 1n
  let r = sha256(LEAF, body)
  for (const p of proof.hashes) {
    if (sn === 0n) return false
    if (isOdd(fn) || fn === sn) {
      r = sha256(NODE, p, r)
      while (!isOdd(fn) && fn !== 0n) {
        fn >>= 1n
        sn >>= 1n
      }
    } else {
      r = sha256(NODE, r, p)
    }
    fn >>= 1n
    sn >>= 1n
  }
  return sn === 0n && r.equals(proof.rootHash)
}

function isOdd(value: bigint): boolean {
  return (value & 1n) === 1n
}
