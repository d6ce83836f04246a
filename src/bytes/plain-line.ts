// Text that somebody else wrote, as it may stand on one line beside words of ours: without what turns, hides or piles up
// characters. Unicode says which those are (UAX #44); joiners stay where writing needs them (RFC 5892 appendix A, UTS #51).

const MAX_MARKS = 3
const INDIC =
  /[\p{scx=Devanagari}\p{scx=Bengali}\p{scx=Gurmukhi}\p{scx=Gujarati}\p{scx=Oriya}\p{scx=Tamil}\p{scx=Telugu}\p{scx=Kannada}\p{scx=Malayalam}\p{scx=Sinhala}]/u
const JOINING = new RegExp(`[\\p{scx=Arabic}\\p{scx=Syriac}\\p{scx=Mongolian}]|${INDIC.source}`, "u")
const PICTURE = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\u{FE0F}]/u
/** Controls, format characters, private and unassigned ones, lone surrogates, and whatever else is drawn as nothing. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Default_Ignorable_Code_Point}\u{2800}]/u
const JOINERS = new Set(["\u{200C}", "\u{200D}"])
const EMOJI_STYLE = "\u{FE0F}"

/** In normal form C; empty where nothing of it can be seen. */
export function plainLine(text: string): string {
  const spaced = text.normalize("NFC").replaceAll(/[\s\p{Z}]+/gu, " ")
  const characters = Array.from(spaced)
  const seen = characters.filter((character, index) =>
    isShown(character, characters[index - 1] ?? "", characters[index + 1] ?? ""),
  )
  const line = seen
    .join("")
    .normalize("NFC")
    .replaceAll(new RegExp(`(\\p{M}{${MAX_MARKS}})\\p{M}+`, "gu"), "$1")
  return line.replaceAll(/ +/g, " ").trim()
}

function isShown(character: string, before: string, after: string): boolean {
  if (JOINERS.has(character)) return isJoining(before, after)
  if (character === EMOJI_STYLE) return /\p{Emoji}/u.test(before)
  return !UNSEEN.test(character)
}

function isJoining(before: string, after: string): boolean {
  return (PICTURE.test(before) && PICTURE.test(after)) || (JOINING.test(before) && JOINING.test(after))
}
