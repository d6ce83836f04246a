import { describe, expect, test } from "vitest"
import { PICTURE_NAMES } from "../../harness/gallery/picture-names.ts"
import { STATE_NAMES } from "../../harness/gallery/state-names.ts"
import { readProjectFile } from "./source.ts"

interface Row {
  readonly item: string
  readonly test: string
  readonly picture: string
}

const FILE = "docs/features.md"

describe(FILE, () => {
  test("has no empty cell", async () => {
    const rows = await readRows()
    expect(rows.length).toBeGreaterThan(10)
    expect(rows.filter((row) => Object.values(row).includes(""))).toEqual([])
  })

  test("names tests that are there, by their titles", async () => {
    const missing = await Promise.all(
      (await readRows()).map(async ({ item, test: named }) => ((await isThere(named)) ? [] : [`${item}: ${named}`])),
    )
    expect(missing.flat()).toEqual([])
  })

  test("names pictures that the gallery draws", async () => {
    const drawn = new Set<string>(PICTURE_NAMES)
    const missing = (await readRows()).filter(({ picture }) => !drawn.has(picture.replaceAll("`", "")))
    expect(missing.map(({ item, picture }) => `${item}: ${picture}`)).toEqual([])
  })
})

test("every picture beside those of the states is drawn by a test", async () => {
  const drawing = await Promise.all(
    ["ui-states", "ui-host-states"].map((name) => readProjectFile(`tests/e2e/${name}.test.ts`)),
  )
  const isDrawn = (name: string) => drawing.some((text) => text.includes(`expectSound("${name}")`))
  const panels = PICTURE_NAMES.slice(STATE_NAMES.length)
  expect(panels.length).toBeGreaterThan(20)
  expect(panels.filter((name) => !isDrawn(name))).toEqual([])
})

test("a title that is nowhere is found missing", async () => {
  expect(await isThere("`tests/unit/house/features.test.ts`: has no empty cell")).toBe(true)
  expect(await isThere("`tests/unit/house/features.test.ts`: has no full cell")).toBe(false)
  expect(await isThere("`tests/unit/house/none.test.ts`: has no empty cell")).toBe(false)
  expect(await isThere("has no empty cell")).toBe(false)
})

/** Rows of every table: | item | test | picture |, without heads and rules. */
async function readRows(): Promise<readonly Row[]> {
  const tables = (await readProjectFile(FILE)).split(/\n{2,}/).filter((block) => block.startsWith("|"))
  return tables.flatMap((table) =>
    table
      .trim()
      .split("\n")
      .slice(2)
      .map((line) => {
        const [, item = "", named = "", picture = ""] = line.split("|").map((cell) => cell.trim())
        return { item, test: named, picture }
      }),
  )
}

/** Whether the file of "`path`: title" has a test of that title. */
async function isThere(named: string): Promise<boolean> {
  const [, path, title] = /^`([^`]+)`: (.+)$/.exec(named) ?? []
  if (path === undefined || title === undefined) return false
  const text = await readProjectFile(path).catch(() => "")
  return ['"', "`"].some((quote) => new RegExp(`\\(\\s*${quote}${RegExp.escape(title)}${quote}`).test(text))
}
