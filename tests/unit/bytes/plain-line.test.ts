import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { plainLine } from "../../../src/bytes/plain-line.ts"

describe("a plain line", () => {
  it.each([
    ["Ana", "Ana"],
    ["José Ñandú", "José Ñandú"],
    ["Ольга", "Ольга"],
    ["بن", "بن"],
    ["王小明", "王小明"],
    ["Zoë 🦊", "Zoë 🦊"],
    ["👩‍💻 Eva", "👩‍💻 Eva"],
    ["❤️", "❤️"],
    ["क्‍ष", "क्‍ष"],
    ["می‌خواهم", "می‌خواهم"],
  ])("leaves %j as it is", (text, shown) => {
    expect(plainLine(text)).toBe(shown)
  })

  it.each([
    ["a turn to the left", "Ana\u{202E}neB", "AnaneB"],
    ["isolates", "\u{2066}Ana\u{2069}", "Ana"],
    ["a mark of direction", "Ana\u{200F}", "Ana"],
    ["controls", "A\u{0000}n\u{001B}[31ma\u{007F}", "An[31ma"],
    ["line ends", "Ana\r\n(host)\u{2028}!", "Ana (host) !"],
    ["spaces of every kind", "  Ana \u{00A0}\u{3000}\u{2003}B. ", "Ana B."],
    ["characters of no width", "A\u{200B}n\u{2060}a\u{FEFF}", "Ana"],
    ["joiners between letters that do not join", "A\u{200D}n\u{200C}a", "Ana"],
    ["fillers", "A\u{3164}n\u{115F}\u{FFA0}a\u{2800}", "Ana"],
    ["a soft hyphen", "A\u{00AD}na", "Ana"],
    ["tags", "Ana\u{E0041}\u{E007F}", "Ana"],
    ["private characters", "Ana\u{E000}", "Ana"],
    ["half a surrogate pair", "Ana\u{D83D}", "Ana"],
    ["an emoji style of a letter", "A\u{FE0F}na", "Ana"],
    ["piled marks", "A\u{0316}\u{0317}\u{0318}\u{0319}\u{031A}na", "A\u{0316}\u{0317}\u{0318}na"],
    ["another form of the same letters", "Jose\u{0301}", "José"],
    ["what keeps a letter from its mark", "Jose\u{200B}\u{0301}", "José"],
  ])("has not %s", (_what, text, shown) => {
    expect(plainLine(text)).toBe(shown)
  })

  it("is empty where nothing can be seen", () => {
    expect(plainLine(" \u{200B}\u{202E}\u{3164}\n")).toBe("")
  })

  it("of whatever text has nothing unseen, and is the plain line of itself", () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.string({ unit: "binary" }),
        fc.constantFrom(...Array.from("A\u{301}\u{200B}\u{200D}\u{202E} \n🦊")),
      ),
    })
    fc.assert(
      fc.property(text, (written) => {
        const line = plainLine(written)
        expect(plainLine(line)).toBe(line)
        expect(line).not.toMatch(/[\p{Cc}\p{Co}\p{Cs}\p{Bidi_Control}\u{200B}]/u)
      }),
    )
  })
})
