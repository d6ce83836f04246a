import { describe, expect, it } from "vitest"
import { looksOf, normalName } from "../../../src/people/names.ts"
import { mixesScripts } from "../../../src/people/scripts.ts"

function looksLike(one: string, other: string): boolean {
  const looks = new Set<string>(looksOf(other))
  return looksOf(one).some((look) => looks.has(look))
}

describe("names", () => {
  it.each([
    ["Ana", "ANA"],
    ["Ana  Maria", "ana maria"],
    ["Ａｎａ", "Ana"],
    ["José", "José"],
  ])("%j and %j are one name", (one, other) => {
    expect(normalName(one)).toBe(normalName(other))
  })

  it.each([
    ["Ana", "Anna"],
    ["Jose", "José"],
    ["Ben 1", "Ben 2"],
  ])("%j and %j are two names", (one, other) => {
    expect(normalName(one)).not.toBe(normalName(other))
  })
})

describe("names that look alike", () => {
  it.each([
    ["Ana", "Аna", "a Cyrillic А"],
    ["Ana", "аnа", "small Cyrillic letters"],
    ["Ben", "Βen", "a Greek Β"],
    ["Paypal", "РауРаl", "a word of Cyrillic letters"],
    ["Ian", "lan", "a small L for an I"],
    ["Bill", "Bi11", "ones"],
    ["Bob", "B0b", "a zero"],
    ["Bob", "B௦b", "a Tamil zero"],
    ["Ana", "𝐀𝐧𝐚", "letters of a style"],
    ["Ana", "Aꓠa", "a Lisu letter"],
    ["Marnie", "Mamie", "m for rn"],
    ["Lisa", "ꓡisa", "a Lisu L"],
    ["Ana", "A\u{200B}na", "a space of no width"],
    ["Cora", "Ꮯora", "a Cherokee letter"],
  ])("%j and %j: %s", (one, other) => {
    expect(looksLike(one, other)).toBe(true)
    expect(looksLike(other, one)).toBe(true)
  })

  it.each([
    ["Ana", "Eva"],
    ["Ben", "Ken"],
    ["Ольга", "Olga"],
    ["王小明", "王小红"],
    ["Jose", "José"],
    ["Marie", "Mario"],
  ])("%j and %j do not", (one, other) => {
    expect(looksLike(one, other)).toBe(false)
  })
})

describe("a name of mixed scripts", () => {
  it.each(["Аna", "Βen", "Gооgle", "Beп", "Aꓠa", "한Kim", "𐌀na", "𐌀𐌍𐌀"])("is %s", (name) => {
    expect(mixesScripts(name)).toBe(true)
  })

  it.each([
    "Ana",
    "Ольга",
    "Ольга Smith",
    "Ana (Аня)",
    "山田はなこ",
    "スミス花子",
    "김철수",
    "بن سلمان",
    "नेहा",
    "Νίκος",
    "O’Neil-Łukasz",
    "Anna3",
    "𝐀𝐧𝐚",
    "🦊",
    "ᏣᎳᎩ",
    "Zoë 2",
  ])("is not %s", (name) => {
    expect(mixesScripts(name)).toBe(false)
  })
})
