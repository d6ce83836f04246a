// A heartbeat says which epoch a member has installed, and that it is the same one: data message of kind "heartbeat",
// canonical CBOR {epoch, authenticator}. On installing an epoch it is the acknowledgement that senders wait for.

import { isEqual } from "../bytes/bytes.ts"
import { encodeCbor } from "../bytes/cbor.ts"
import { bytesUpTo, decodeShape, record, uint64 } from "../bytes/shape.ts"
import type { EpochState } from "../mls/epoch-state.ts"

export const HEARTBEAT = "heartbeat"

const shape = record({ epoch: uint64, authenticator: bytesUpTo(64) })

export function encodeHeartbeat({ epoch, authenticator }: EpochState): Uint8Array<ArrayBuffer> {
  return encodeCbor({ epoch, authenticator })
}

/**
 * Which epoch the sender of a heartbeat is in, and whether it is ours: `same`, `other` where epoch numbers differ,
 * `forked` where one number means two states. Throws CborError or ShapeError.
 */
export function readHeartbeat(
  body: Uint8Array,
  own: EpochState,
): { epoch: bigint; state: "same" | "other" | "forked" } {
  const { epoch, authenticator } = decodeShape(shape, body)
  if (epoch !== own.epoch) return { epoch, state: "other" }
  return { epoch, state: isEqual(authenticator, own.authenticator) ? "same" : "forked" }
}
