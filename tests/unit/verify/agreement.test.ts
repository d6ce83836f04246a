// The extension's verifier and the outside tool's share no code: on whatever is done to a good bundle, they agree.

import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { PROJECT_FOLDER } from "../../../scripts/toolchain/machine.ts"
import { readCases } from "../../../scripts/verify/cases.ts"
import { verdictOnBundle } from "../../../scripts/verify/sigstore/verify-bundle.ts"
import { runCase } from "../../../src/release/conformance.ts"
import { readRebuilds } from "../../../src/release/rebuild-files.ts"
import { readNamedCase } from "../../harness/release/conformance-cases.ts"

const VECTORS = join(PROJECT_FOLDER, "tests/vectors/sigstore")
const cases = await readCases(
  join(VECTORS, "bundle-verify"),
  await readFile(join(VECTORS, "trusted_root.public-good.json")),
)
const isSlow = process.env["SLOW"] !== undefined
const WRAPPED = "rekor2-timestamp-with-embedded-cert"
const SAMPLE = ["happy-path-v0.1", "rekor2-timestamp-with-embedded-cert"]
const good = cases.filter(({ name, isToVerify }) => isToVerify && (isSlow || SAMPLE.includes(name)))

test.each(good)(
  "on $name with anything changed, added or left out",
  async (own) => {
    const theirs = await readNamedCase(own.name)
    const bundle: unknown = JSON.parse(own.bundle.toString())
    const disagreements: string[] = []
    let compared = 0
    for (const { path, json } of changes(bundle)) {
      const bytes = Buffer.from(JSON.stringify(json))
      const tool = verdictOnBundle(own.policy, own.trustRoot, bytes, own.artifact)
      const extension = await runCase({ ...theirs, bundle: bytes })
      compared++
      if (tool.outcome !== extension.outcome) disagreements.push(`${path}: ${tool.kind} and ${extension.kind}`)
    }
    expect(compared).toBeGreaterThan(100)
    expect(disagreements).toEqual([])
  },
  isSlow ? 600_000 : 60_000,
)

test("base64 may hold line breaks, and nothing else that is no base64", async () => {
  const [own, theirs] = [good.find(({ name }) => name === WRAPPED), await readNamedCase(WRAPPED)]
  const outcomesWith = async (mark: string): Promise<readonly unknown[]> => {
    const wrapped = Buffer.from(own?.bundle ?? "")
      .toString()
      .replaceAll(/("signedTimestamp":\s*".{76})/g, `$1${mark}`)
    expect(wrapped).toContain(mark)
    const bundle = Buffer.from(wrapped)
    const extension = await runCase({ ...theirs, bundle })
    return [own && verdictOnBundle(own.policy, own.trustRoot, bundle, own.artifact), extension]
  }
  for (const mark of ["\\n", "\\r\\n"]) {
    expect(await outcomesWith(mark)).toEqual([1, 2].map(() => expect.objectContaining({ outcome: "verified" })))
  }
  for (const mark of [" ", "\\t", "=", "\\u0000"]) {
    expect(await outcomesWith(mark)).toEqual([1, 2].map(() => expect.objectContaining({ kind: "bundle" })))
  }
})

test("a file of rebuilds that cannot be read holds none for the extension either", () => {
  const deep = "[".repeat(100_000) + "]".repeat(100_000)
  for (const text of ["", "{", "{}", deep]) expect(readRebuilds(Buffer.from(text))).toEqual([])
  expect(readRebuilds(Buffer.from("[{}]"))).toHaveLength(1)
})

interface Changed {
  readonly path: string
  readonly json: unknown
}

/** The document with one thing done to it: a value replaced, a bit flipped, a member or element more or less. */
function* changes(json: unknown, path = ""): Generator<Changed> {
  for (const other of [null, "", "AA==", ...(typeof json === "string" ? textChanges(json) : [1, {}])])
    yield { path, json: other }
  if (Array.isArray(json)) {
    if (json.length > 0) yield* [json.slice(1), [...json, json[0]]].map((other) => ({ path, json: other }))
    for (const [i, value] of json.entries()) {
      for (const inner of changes(value, `${path}.${i}`)) yield { path: inner.path, json: json.with(i, inner.json) }
    }
  } else if (typeof json === "object" && json !== null) {
    yield { path, json: { ...json, more: 1 } }
    for (const [key, value] of Object.entries(json)) {
      const rest = Object.entries(json).filter(([name]) => name !== key)
      yield { path: `${path}.${key}`, json: Object.fromEntries(rest) }
      for (const inner of changes(value, `${path}.${key}`))
        yield { path: inner.path, json: { ...json, [key]: inner.json } }
    }
  }
}

function textChanges(text: string): readonly string[] {
  const bytes = Buffer.from(text, "base64")
  if (bytes.length < 12 || bytes.toString("base64") !== text) return [`${text}1`, ` ${text}`, text.toUpperCase()]
  return [9, bytes.length >> 1, bytes.length - 1].map((at) => {
    const flipped = Buffer.from(bytes)
    flipped[at] = (flipped[at] ?? 0) ^ 1
    return flipped.toString("base64")
  })
}
