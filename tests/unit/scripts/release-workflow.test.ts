import { expect, test } from "vitest"
import { readProjectFile } from "../house/source.ts"

const workflow = await readProjectFile(".github/workflows/release.yml")

test("every action of the release workflow is pinned by a commit's hash, with its version beside it", () => {
  const uses = workflow.split("\n").filter((line) => /\buses:/.test(line))
  expect(uses.length).toBeGreaterThan(0)
  expect(uses.filter((line) => !/uses: actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([])
})

test("the job that signs cannot write, the one that may write runs no code of ours, and it compares before it signs", () => {
  const [head = "", build = "", sign = "", draft = ""] = workflow.split(/^ {2}(?:build|sign|draft):$/m)
  expect(head).toMatch(/^permissions: \{\}$/m)
  expect(build).not.toMatch(/write/)
  expect(sign.match(/\w[\w-]*: write/g)).toEqual(["id-token: write"])
  expect(draft.match(/\w[\w-]*: write/g)).toEqual(["contents: write"])
  expect(draft).not.toMatch(/npm|node|checkout/)
  const steps = [
    "npm ci --ignore-scripts",
    "npm run release --",
    "sha256sum --check",
    "npm run release:sign",
    'wardroom-verify.mjs" "',
    "upload-artifact",
  ]
  const places = steps.map((step) => sign.indexOf(step))
  expect(places.every((place) => place > 0)).toBe(true)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(draft.indexOf("sha256sum --check")).toBeLessThan(draft.indexOf("gh release create"))
})

test("what a tag is called never becomes part of a script", () => {
  const scripts = workflow
    .split("\n")
    .filter((line) => line.includes("${{") && !/^\s+(?:[A-Z_]+|digest|group|sums|path): /.test(line))
  expect(scripts).toEqual([])
})
