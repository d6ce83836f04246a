import { execFile } from "node:child_process"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { expect, onTestFinished, test } from "vitest"
import { zip } from "../../../scripts/release/zip.ts"
import { canonicalJson } from "../../../scripts/verify/json.ts"

const FILES = new Map([
  ["manifest.json", Buffer.from("{}")],
  ["chunks/ä.js", Buffer.from("let a")],
  ["empty", Buffer.of()],
])

test("a zip depends on the files alone, not on their order", () => {
  expect(zip(FILES)).toEqual(zip(new Map(Array.from(FILES).reverse())))
  expect(zip(FILES)).not.toEqual(zip(new Map([...FILES, ["empty", Buffer.of(0)]])))
})

test("another program unpacks the zip", async () => {
  const folder = await mkdtemp(join(tmpdir(), "zip-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, "a.zip"), zip(FILES))
  const script =
    "import json, sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(json.dumps({n: z.read(n).decode() for n in z.namelist()} if z.testzip() is None else None))"
  const { stdout } = await promisify(execFile)("python3", ["-c", script, join(folder, "a.zip")])
  expect(JSON.parse(stdout)).toEqual({ "chunks/ä.js": "let a", empty: "", "manifest.json": "{}" })
})

test("canonical JSON sorts by code point, has no whitespace, and holds no fractions", () => {
  expect(canonicalJson({ b: [1, null, true], "\u{10000}": 1, "￿": 2, a: "é\n" })).toBe(
    '{"a":"é\\n","b":[1,null,true],"￿":2,"\u{10000}":1}',
  )
  expect(() => canonicalJson({ a: 0.5 })).toThrow(RangeError)
})
