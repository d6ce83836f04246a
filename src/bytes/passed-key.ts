// One link's name key for those who hold the next link's: who comes by a new link reads the names of those who came by an
// earlier one.
//
//   passed (60) = box(next name key, former name key (32), AAD), see sealed-box.ts
//   AAD         = "Wardroom former link" ‖ 0x00 ‖ canonical CBOR {former, next}: the two meeting ids

import { concat, utf8 } from "./bytes.ts"
import { encodeCbor } from "./cbor.ts"
import { BOX_OVERHEAD_BYTES, openBox, sealBox } from "./sealed-box.ts"

export const PASSED_KEY_BYTES = 32 + BOX_OVERHEAD_BYTES

/** The two links, by their meeting ids. */
export interface Passing {
  readonly former: string
  readonly next: string
}

/** Seals the former link's name key (32 bytes) under the next one's. */
export function passKey(nextKey: CryptoKey, formerKey: Uint8Array, passing: Passing): Promise<Uint8Array> {
  return sealBox(nextKey, formerKey, aadOf(passing))
}

/** The former link's name key, not extractable; null where it does not open. */
export async function openPassedKey(
  nextKey: CryptoKey,
  passed: Uint8Array,
  passing: Passing,
): Promise<CryptoKey | null> {
  try {
    const raw = await openBox(nextKey, passed, aadOf(passing))
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"])
    raw.fill(0)
    return key
  } catch {
    return null // a host's client that sealed something else: those people have no name here
  }
}

function aadOf({ former, next }: Passing): Uint8Array {
  return concat(utf8("Wardroom former link\0"), encodeCbor({ former, next }))
}
