import { describe, expect, it } from "vitest"
import { en } from "../../../src/ui/strings/en.ts"

/** Every sentence of a tree of strings, functions called with words. */
function sentences(value: unknown): readonly string[] {
  if (typeof value === "string") return [value]
  if (typeof value === "function") return sentences(Reflect.apply(value, undefined, ["Ben", "Ana", "Chidi"]))
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
    expect(Object.keys(en.faults)).toHaveLength(19)
  })

  it("says of each fault of the own meetings what happened, in words of its own", () => {
    const words = Object.values(en.meetings.faults)
    for (const sentences of words) expect(sentences).toMatch(/^[A-Z].*[.]$/)
    expect(new Set(words).size).toBe(words.length)
    expect(words).toHaveLength(14)
  })

  it("says of each link fault what is wrong with the link", () => {
    for (const words of Object.values(en.linkFaults)) expect(words).toMatch(/^(It|The) .*\.$/)
    expect(Object.keys(en.linkFaults)).toHaveLength(6)
  })

  it("says of each fault of a release why, what is wrong and what to do, each in words of its own", () => {
    const faults = Object.values(en.release.faults)
    for (const { why, title, what, advice } of faults) {
      expect(why).toMatch(/^[a-z].{6,}[^.]$/)
      expect(title).toMatch(/^[A-Z].*[^.]$/)
      expect(what).toMatch(/^[A-Z].*\.$/)
      expect(advice).toMatch(/^[A-Z].*\.$/)
    }
    expect(faults).toHaveLength(28)
    for (const part of ["why", "title", "what"] as const)
      expect(new Set(faults.map((words) => words[part])).size).toBe(faults.length)
  })

  it("gives the limits of self-checking in three sentences", () => {
    expect(en.about.limits.sentences).toHaveLength(3)
    for (const sentence of en.about.limits.sentences) expect(sentence).toMatch(/^[A-Z][^.!?]*\.$/)
  })

  it("names the person in each notice that is about one", () => {
    for (const kind of ["joined", "left", "commit-refused", "parted", "code-differs"] as const)
      expect(en.notices[kind]("Ben")).toContain("Ben")
  })

  it("names in each notice of an order the host who gave it", () => {
    const quiet = new Set(["joined", "left", "commit-refused", "parted", "moved", "in-step"])
    for (const kind of ["device-lost", "authority-rests", "authority-back", "hand-raised", "code-differs"])
      quiet.add(kind)
    const orders = Object.entries(en.notices).filter(([kind]) => !quiet.has(kind))
    expect(orders.length).toBeGreaterThan(15)
    for (const [, words] of orders) expect(words("Ben", "Ana")).toContain("Ana")
  })

  it("says that nothing is sent where nothing is, which is not so while only the connection is away", () => {
    expect(en.meeting.connection["out-of-step"]).toMatch(/nothing of yours is sent/)
    expect(en.meeting.connection.moving).toMatch(/nothing of yours is sent/)
    expect(en.meeting.connection.reconnecting).not.toMatch(/nothing of yours is sent/)
  })

  it("never shows a term of the inside outside the details", () => {
    const { security, about, ...others } = en
    const { commit, ...facts } = about.facts
    expect(sentences([security.epochWord, commit])).toEqual(["epoch", "Source commit"])
    const plain = { ...others, about: { ...about, facts } }
    for (const sentence of sentences(plain))
      expect(sentence).not.toMatch(/\b(epoch|commit|SFrame|MLS|undefined|null)\b/)
  })
})
