// The self-test: cases of Sigstore's conformance suite that come with the package, each with what must be said of it. It
// shows that this browser runs the verifier as its authors did, not that the package is honest.

import { utf8 } from "../bytes/bytes.ts"
import { list, nullable, oneOf, record, type Shape, text, textUpTo } from "../bytes/shape.ts"
import type { ConformanceCase } from "./conformance.ts"
import { ReleaseError } from "./errors.ts"
import { base64, decodeJson, mapOf } from "./json.ts"
import type { ReleaseWorker } from "./release-worker.ts"

const MAX_FILE_BYTES = 2 ** 21
const MAX_CASES = 500
const digest = text(/^[0-9a-f]{64}$/)

const byIdentityShape = record({ kind: oneOf("identity"), issuer: textUpTo(500), subject: textUpTo(500) })
const byKeyShape = record({ kind: oneOf("key"), publicKey: base64 })

const signerShape: Shape<ConformanceCase["signer"]> = (value, path) => {
  const isKey = typeof value === "object" && value !== null && "publicKey" in value
  return isKey ? byKeyShape(value, path) : byIdentityShape(value, path)
}

const selfTestShape = record({
  /** All that the cases are made of, by SHA-256: many have a file in common. */
  files: mapOf(/^[0-9a-f]{64}$/, textUpTo(2 ** 20)),
  cases: list(
    record({
      name: textUpTo(200),
      bundle: digest,
      trustRoot: digest,
      artifact: digest,
      signer: signerShape,
      /** The fault by which it must be refused; null: it must be verified. */
      expected: nullable(textUpTo(50)),
    }),
    MAX_CASES,
  ),
})

export interface SelfTestCase extends ConformanceCase {
  readonly name: string
  readonly expected: string | null
}

export interface SelfTestProgress {
  readonly done: number
  readonly total: number
}

export interface SelfTest {
  readonly total: number
  /** `expected` and `got` are faults; null stands for "verified". */
  readonly failures: readonly { readonly name: string; readonly expected: string | null; readonly got: string | null }[]
  readonly ms: number
}

/** Reads self-test.json; throws ReleaseError `worker-failed`: without it there is no test. */
export function readSelfTest(bytes: Uint8Array): readonly SelfTestCase[] {
  const { files, cases } = decodeJson(selfTestShape, bytes, MAX_FILE_BYTES, "worker-failed")
  const fileOf = (sha256: string): Uint8Array => {
    const content = Object.hasOwn(files, sha256) ? files[sha256] : undefined
    if (content === undefined) throw new ReleaseError("worker-failed", `a case names a file that is not there`)
    return utf8(content)
  }
  return cases.map(({ name, bundle, trustRoot, artifact, signer, expected }) => ({
    name,
    bundle: fileOf(bundle),
    trustRoot: fileOf(trustRoot),
    artifact: fileOf(artifact),
    signer,
    expected,
  }))
}

export interface SelfTestRun {
  readonly worker: Pick<ReleaseWorker, "runCase">
  readonly onProgress: (progress: SelfTestProgress) => void
  /** Milliseconds. */
  readonly now: () => number
  /** Ends the run before its next case; what was not run is missing from `total`. */
  readonly abortSignal: AbortSignal
}

/** Runs the cases one after the other, so that each is seen to be done. */
export async function runSelfTest(
  cases: readonly SelfTestCase[],
  { worker, onProgress, now, abortSignal }: SelfTestRun,
): Promise<SelfTest> {
  const start = now()
  const failures: SelfTest["failures"][number][] = []
  let done = 0
  for (const { name, expected, ...conformanceCase } of cases) {
    if (abortSignal.aborted) break
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as said above
    const { outcome, kind } = await worker.runCase(conformanceCase)
    const got = outcome === "refused" ? (kind ?? "no verdict") : null
    if (got !== expected) failures.push({ name, expected, got })
    onProgress({ done: ++done, total: cases.length })
  }
  return { total: done, failures, ms: now() - start }
}
