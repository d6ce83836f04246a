// Who signed a group info, read from the MLS message itself (RFC 9420 §12.4.3.1):
//
//   … ‖ signer (4) ‖ signature <V>: 0x40 0x40 ‖ 64 bytes

import { fromBigEndian } from "../src/bytes/bytes.ts"

const SIGNER_BYTES = 4
const SIGNATURE_BYTES = 2 + 64

/** The leaf index of the signer of a group info that `readGroupInfo` or `verifyGroupInfo` has taken. */
export function readSigner(groupInfo: Uint8Array): number {
  const end = groupInfo.length - SIGNATURE_BYTES
  return Number(fromBigEndian(groupInfo.subarray(end - SIGNER_BYTES, end)))
}
