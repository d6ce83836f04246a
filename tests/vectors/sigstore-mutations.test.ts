// Every good case with one thing changed or left out: refused by a kind, never by an accident, but for the few parts that
// no signature covers.

import { describe, expect, it } from "vitest"
import { runCase } from "../../src/release/conformance.ts"
import { type NamedCase, readCases } from "../harness/release/conformance-cases.ts"

type Json = { [name: string]: unknown }
type Path = readonly string[]

/** Where a change may go unnoticed: it tells nothing that is shown or believed. */
const UNSIGNED = [
  "publicKey.hint", // says which key to look for; ours is given
  "signatures.0.keyid", // the same
  "inclusionProof.checkpoint.envelope", // the lines of witnesses, which are not checked yet
]

/** What may be left out: another witness of the time is there, or protobuf takes its absence for its first value. */
const OPTIONAL = [
  ...UNSIGNED,
  "hashes",
  "inclusionProof.logIndex", // zero, in a log of one entry
  "inclusionPromise",
  "verificationMaterial.timestampVerificationData",
  "rfc3161Timestamps",
  "rfc3161Timestamps.0",
]

/** One of each shape: versions of bundle and log, message and envelope, certificate and key, both kinds of time. */
const SHAPES = [
  "happy-path-v0.1",
  "intoto-with-custom-trust-root",
  "managed-key-happy-path",
  "rekor2-dsse-happy-path",
  "rekor2-timestamp-with-embedded-cert",
]

const isSlow = process.env["SLOW"] === "1"
const good = (await readCases()).filter(({ name, isGood }) => isGood && (isSlow || SHAPES.includes(name)))

describe.each(good)("$name", { timeout: 60_000 }, (conformanceCase) => {
  const bundle: Json = JSON.parse(Buffer.from(conformanceCase.bundle).toString("utf8"))

  it("is refused with any value changed", async () => {
    for (const path of pathsOf(bundle).filter((path) => typeof valueAt(bundle, path) === "string")) {
      for (const value of changedValues(String(valueAt(bundle, path)))) {
        await expectRefusal(conformanceCase, withValue(bundle, path, value), path, UNSIGNED)
      }
    }
  })

  it("is refused with any part left out", async () => {
    for (const path of pathsOf(bundle)) {
      await expectRefusal(conformanceCase, withValue(bundle, path, undefined), path, OPTIONAL)
    }
  })
})

async function expectRefusal(
  conformanceCase: NamedCase,
  bundle: Json,
  path: Path,
  exempt: readonly string[],
): Promise<void> {
  const { outcome, kind } = await runCase({ ...conformanceCase, bundle: Buffer.from(JSON.stringify(bundle)) })
  const name = path.join(".")
  if (outcome === "verified") expect(exempt.filter((part) => name.endsWith(part)), name).not.toEqual([])
  else expect(kind, name).not.toBeNull()
}

/** A bit of the first and of the last byte of base64, a character of other text, and nothing at all. */
function changedValues(value: string): readonly string[] {
  if (!/^[A-Za-z0-9+/]{12,}={0,2}$/.test(value)) return [`${value}1`, `x${value.slice(1)}`, ""]
  const bytes = Buffer.from(value, "base64")
  const flips = [0, bytes.length - 1].map((place) => bytes.with(place, (bytes[place] ?? 0) ^ 1))
  return [...flips.map((flipped) => Buffer.from(flipped).toString("base64")), ""]
}

/** All paths of an object, to its branches and leaves. */
function pathsOf(value: unknown): readonly Path[] {
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([name, child]) => [[name], ...pathsOf(child).map((rest) => [name, ...rest])])
}

function valueAt(value: unknown, [name, ...rest]: Path): unknown {
  return name === undefined ? value : valueAt((value as Json)[name], rest)
}

/** A copy with the value at a path replaced; undefined leaves it out. */
function withValue(bundle: Json, path: Path, value: unknown): Json {
  const copy = structuredClone(bundle)
  const parent = valueAt(copy, path.slice(0, -1)) as Json
  const name = path.at(-1) ?? ""
  if (value !== undefined) parent[name] = value
  else if (Array.isArray(parent)) parent.splice(Number(name), 1)
  else delete parent[name]
  return copy
}
