import { expect, test } from "vitest"
import { readProjectFile } from "../house/source.ts"

const workflow = await readProjectFile(".github/workflows/release.yml")

test("every action of the release workflow is pinned by a commit's hash, with its version beside it", () => {
  const uses = workflow.split("\n").filter((line) => /\buses:/.test(line))
  expect(uses.length).toBeGreaterThan(0)
  expect(uses.filter((line) => !/uses: actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([])
})

test("only the job that signs may write or has an identity, and it compares before it signs", () => {
  const [head = "", build = "", sign = ""] = workflow.split(/^ {2}(?:build|sign):$/m)
  expect(head).toMatch(/^permissions: \{\}$/m)
  expect(build).not.toMatch(/write/)
  expect(sign).toMatch(/^ {6}id-token: write/m)
  const steps = [
    "npm ci --ignore-scripts",
    "npm run release --",
    "sha256sum --check",
    "npm run release:sign",
    'wardroom-verify.mjs" "',
    "gh release create",
  ]
  const places = steps.map((step) => sign.indexOf(step))
  expect(places.every((place) => place > 0)).toBe(true)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
})

test("what a tag is called never becomes part of a script", () => {
  const scripts = workflow
    .split("\n")
    .filter((line) => line.includes("${{") && !/^\s+(?:[A-Z_]+|digest|group): /.test(line))
  expect(scripts).toEqual([])
})
