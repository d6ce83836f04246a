// What a commit's author says of the state after it, read from the MLS message itself.

import { RELEASE_SUITE, type SuiteName } from "../../src/mls/suite.ts"

/** RFC 9420 §6: after version, wire format, group id of 32 bytes and epoch. */
const SENDER_TYPE_AT = 45
const MEMBER = 1

/**
 * What `applied` shows, whether or not the commit is followed: as many bytes as the suite's hash has. A member's stand
 * before the membership tag, both after their lengths; a newcomer's are the last ones.
 */
export function confirmationTagOf(commit: Uint8Array, suite: SuiteName): Uint8Array {
  // A length from 64 on takes two bytes (RFC 9420 §2.1.2).
  const [hashBytes, lengthBytes] = suite === RELEASE_SUITE ? [64, 2] : [32, 1]
  const end = commit.length - (commit[SENDER_TYPE_AT] === MEMBER ? lengthBytes + hashBytes : 0)
  return commit.subarray(end - hashBytes, end)
}
