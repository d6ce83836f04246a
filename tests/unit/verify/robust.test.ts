import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { PROJECT_FOLDER } from "../../../scripts/toolchain/machine.ts"
import { type ConformanceCase, readCases } from "../../../scripts/verify/cases.ts"
import { verdictOnBundle } from "../../../scripts/verify/sigstore/verify-bundle.ts"

const VECTORS = join(PROJECT_FOLDER, "tests/vectors/sigstore")
const cases = await readCases(
  join(VECTORS, "bundle-verify"),
  await readFile(join(VECTORS, "trusted_root.public-good.json")),
)
/** All good cases and every byte with SLOW=1, else one case of each log and a sample. */
const isSlow = process.env["SLOW"] !== undefined
const SAMPLE = ["happy-path-v0.1", "rekor2-timestamp-with-embedded-cert"]
const good = cases.filter(({ name, isToVerify }) => isToVerify && (isSlow || SAMPLE.includes(name)))
const step = isSlow ? 1 : 41
const others = isSlow ? [null, 1, -1, 1.5, "", "AA==", true, {}, []] : [null, 1, "AA==", {}]
const timeoutMs = isSlow ? 900_000 : 30_000

test(
  "anything in the place of anything in a bundle or trust root is decided, never fallen over",
  () => {
    let refused = 0
    for (const one of good) {
      for (const bundle of replacements(JSON.parse(one.bundle.toString())))
        refused += isRefused({ ...one, bundle: bytes(bundle) })
      const roots = replacements(JSON.parse(Buffer.from(one.trustRoot).toString()))
      for (const trustRoot of roots) refused += isRefused({ ...one, trustRoot: bytes(trustRoot) })
    }
    expect(refused).toBeGreaterThan(300)
  },
  timeoutMs,
)

test(
  "a bit flipped anywhere in a certificate is refused, and in a timestamp decided",
  () => {
    for (const one of good) {
      const bundle = JSON.parse(one.bundle.toString())
      const { certificate, x509CertificateChain, timestampVerificationData } = bundle.verificationMaterial
      for (const [holder, key] of [
        [certificate ?? x509CertificateChain?.certificates[0], "rawBytes"],
        [timestampVerificationData?.rfc3161Timestamps?.[0], "signedTimestamp"],
      ]) {
        if (holder === undefined) continue
        const whole = Buffer.from(holder[key], "base64")
        for (let i = 0; i < whole.length; i += step) {
          const flipped = Buffer.from(whole)
          flipped[i] = (flipped[i] ?? 0) ^ (1 << (i % 8))
          holder[key] = flipped.toString("base64")
          // Certificates that a timestamp embeds are not asked, so nothing signs them: decided is enough there.
          const refused = isRefused({ ...one, bundle: bytes(bundle) })
          if (key === "rawBytes") expect(refused, `${one.name} ${i}`).toBe(1)
        }
        holder[key] = whole.toString("base64")
      }
    }
  },
  timeoutMs,
)

function isRefused({ policy, trustRoot, bundle, artifact }: ConformanceCase): number {
  return verdictOnBundle(policy, trustRoot, bundle, artifact).outcome === "refused" ? 1 : 0
}

function bytes(json: unknown): Buffer {
  return Buffer.from(JSON.stringify(json))
}

/** The document with one value in it replaced by another type, for every value. */
function* replacements(json: unknown): Generator {
  yield* others
  if (typeof json !== "object" || json === null) return
  for (const [key, value] of Object.entries(json)) {
    for (const other of replacements(value)) {
      if (Array.isArray(json)) yield json.with(Number(key), other)
      else yield { ...json, [key]: other }
    }
  }
}
