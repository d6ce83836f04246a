// When two names are one name to whoever reads them. Pure.
//
// Skeletons are those of UTS #39 §4, made of the compatibility decomposition, so that letters of other styles need no
// entry in the table; and letter case is dropped besides, since people do not tell "ana" from "Ana".

import { PROTOTYPES } from "./confusables.ts"

const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu

/** A name as it is compared: other letter case, width or spacing makes no other name. */
export function normalName(name: string): string {
  return name.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, " ").trim()
}

/** What a name looks like as it stands, in small and in capital letters: who shares one of the three looks like it. */
export function looksOf(name: string): readonly [string, string, string] {
  return [
    `as it is ${skeleton(name)}`,
    `small ${skeleton(name.toLowerCase())}`,
    `capital ${skeleton(name.toUpperCase())}`,
  ]
}

function skeleton(text: string): string {
  const decomposed = text.normalize("NFKD").replaceAll(IGNORABLE, "")
  const mapped = Array.from(decomposed, (character) => PROTOTYPES.get(character) ?? character).join("")
  return mapped.normalize("NFKD").replaceAll(/\s+/g, " ").trim()
}
