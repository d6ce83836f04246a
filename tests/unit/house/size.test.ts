import { expect, test } from "vitest"
import { readSources } from "./source.ts"

const MAX_LINES = 300
const FOLDERS = ["src", "entrypoints", "server", "scripts", "tests", "bench"]

test(`no file has more than ${MAX_LINES} lines`, async () => {
  const sources = await readSources(...FOLDERS)
  const long = sources.filter(({ text }) => text.split("\n").length > MAX_LINES + 1)
  expect(long.map(({ path, text }) => `${path}: ${text.split("\n").length - 1}`)).toEqual([])
})

test("no folder or file is named after nothing", async () => {
  const paths = (await readSources(...FOLDERS)).map(({ path }) => path)
  expect(paths.filter((path) => /(?:^|\/)(?:utils?|helpers?|services|misc|common)(?:\/|\.tsx?$)/.test(path))).toEqual(
    [],
  )
})

test("files are named in kebab case", async () => {
  const paths = (await readSources(...FOLDERS)).map(({ path }) => path)
  expect(paths.filter((path) => !/^[a-z0-9./-]+$/.test(path))).toEqual([])
})

test("every suppressed lint rule says why", async () => {
  const mark = ["oxlint-disable", "eslint-disable", "@ts-expect-error"]
  const sources = (await readSources(...FOLDERS)).filter(({ path }) => !path.startsWith("tests/unit/house/"))
  const unexplained = sources.flatMap(({ path, text }) =>
    text
      .split("\n")
      .filter((line) => mark.some((word) => line.includes(word)) && !/ -- \S/.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  )
  expect(unexplained).toEqual([])
})
