// What a commit's author says of the state after it, read from the MLS message itself.

/** RFC 9420 §6: after version, wire format, group id of 32 bytes and epoch. */
const SENDER_TYPE_AT = 45
const MEMBER = 1

/**
 * The 32 bytes that `applied` shows, whether or not the commit is followed. A member's stand before the membership tag,
 * both after their lengths; a newcomer's are the last ones.
 */
export function confirmationTagOf(commit: Uint8Array): Uint8Array {
  return commit[SENDER_TYPE_AT] === MEMBER ? commit.subarray(-65, -33) : commit.subarray(-32)
}
