// What orders a commit, read from the MLS message itself (RFC 9420 §6), before anything is spent on judging it.
//
//   version (2) ‖ wire format (2) ‖ group id <V> ‖ epoch (8) ‖ …

import { fromBigEndian } from "../src/bytes/bytes.ts"
import { ServiceError } from "./errors.ts"

const GROUP_ID_BYTES = 32
const GROUP_ID_AT = 5
const EPOCH_AT = GROUP_ID_AT + GROUP_ID_BYTES
const HEADER_BYTES = EPOCH_AT + 8
/** mls10, mls_public_message, and a variable-size length of 32 (RFC 9420 §2.1.2). */
const PREFIX = [0, 1, 0, 1, GROUP_ID_BYTES] as const

/** The group and the epoch that a commit was made in; throws ServiceError `malformed`. */
export function readCommitHeader(commit: Uint8Array): { readonly groupId: Uint8Array; readonly epoch: bigint } {
  if (commit.length < HEADER_BYTES || PREFIX.some((byte, index) => commit[index] !== byte)) {
    throw new ServiceError("malformed", "a commit is an MLS public message of a group with 32 bytes of id")
  }
  return {
    groupId: commit.slice(GROUP_ID_AT, EPOCH_AT),
    epoch: fromBigEndian(commit.subarray(EPOCH_AT, HEADER_BYTES)),
  }
}
