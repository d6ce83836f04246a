// Whether a word is written in one script, as words are (UTS #39 §5.1). Pure.

/** Sets of scripts that one word may be written in: each of UAX #31's tables 5 and 7, and those that are written together. */
const WRITTEN_IN: readonly RegExp[] = [
  ["Han", "Hiragana", "Katakana"],
  ["Han", "Hangul"],
  ["Han", "Bopomofo"],
  ...(
    "Latin Greek Cyrillic Armenian Georgian Hebrew Arabic Syriac Thaana Devanagari Bengali Gurmukhi Gujarati Oriya Tamil " +
    "Telugu Kannada Malayalam Sinhala Thai Lao Tibetan Myanmar Khmer Ethiopic Mongolian Cherokee Canadian_Aboriginal " +
    "Adlam Nko Tifinagh Javanese Balinese Sundanese Cham Lisu Yi Vai Osage Tai_Le New_Tai_Lue Tai_Tham Ol_Chiki Meetei_Mayek"
  )
    .split(" ")
    .map((script) => [script]),
].map(
  (scripts) =>
    new RegExp(`^[${[...scripts, "Common", "Inherited"].map((name) => `\\p{scx=${name}}`).join("")}]*$`, "u"),
)

/** Whether letters of several scripts, or of none that is in use, stand in one word. */
export function mixesScripts(name: string): boolean {
  const words = name.normalize("NFKC").split(/[^\p{L}\p{M}\p{N}]+/u)
  return words.some((word) => !WRITTEN_IN.some((scripts) => scripts.test(word)))
}
