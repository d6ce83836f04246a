import { describe, expect, it } from "vitest"
import { en } from "../../../src/ui/strings/en.ts"

/** Every sentence of a tree of strings, functions called with words. */
function sentences(value: unknown): readonly string[] {
  if (typeof value === "string") return [value]
  if (typeof value === "function") return sentences(Reflect.apply(value, undefined, ["Ben", "Ana"]))
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(sentences)
  return []
}

describe("what people read", () => {
  it("says of each meeting fault what happened, whether anything is lost and what to do", () => {
    for (const words of Object.values(en.faults)) {
      expect(words.title).toMatch(/^[A-Z].*[^.]$/)
      expect(words.lost).toMatch(/^[A-Z].*\.$/)
      expect(words.advice).toMatch(/^[A-Z].*\.$/)
    }
    expect(Object.keys(en.faults)).toHaveLength(14)
  })

  it("says of each link fault what is wrong with the link", () => {
    for (const words of Object.values(en.linkFaults)) expect(words).toMatch(/^(It|The) .*\.$/)
    expect(Object.keys(en.linkFaults)).toHaveLength(6)
  })

  it("names the person in each notice that is about one", () => {
    for (const kind of ["joined", "left", "lost", "media-refused", "commit-refused", "parted"] as const)
      expect(en.notices[kind]("Ben")).toContain("Ben")
  })

  it("says that nothing is sent where nothing is, which is not so while only the connection is away", () => {
    expect(en.meeting.connection["out-of-step"]).toMatch(/nothing of yours is sent/)
    expect(en.meeting.connection.moving).toMatch(/nothing of yours is sent/)
    expect(en.meeting.connection.reconnecting).not.toMatch(/nothing of yours is sent/)
  })

  it("never shows a term of the inside outside the details", () => {
    const { security, ...plain } = en
    expect(sentences(security.epochWord)).toContain("epoch")
    for (const sentence of sentences(plain))
      expect(sentence).not.toMatch(/\b(epoch|commit|SFrame|MLS|undefined|null)\b/)
  })
})
