// The name a person goes by, cut to what a sealed profile holds.

import { utf8 } from "../bytes/bytes.ts"
import { MAX_NAME_BYTES } from "../mls/profile.ts"

/** The longest beginning of the text, in whole characters as people see them, that a profile holds. */
export function fitName(text: string): string {
  let fitted = ""
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (utf8(fitted + segment).length > MAX_NAME_BYTES) return fitted
    fitted += segment
  }
  return fitted
}
