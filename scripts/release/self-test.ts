// self-test.json: the conformance cases of tests/vectors, with the handwritten kinds by which they must be refused, as
// one file of the package (src/release/self-test.ts reads it).

import { type NamedCase, readCases, readExpectedKinds } from "../../tests/harness/release/conformance-cases.ts"
import { canonicalJson } from "../verify/json.ts"
import { sha256Hex } from "./release-json.ts"

/** The file's text, the same one for the same cases. */
export async function encodeSelfTest(): Promise<string> {
  const [cases, kinds] = await Promise.all([readCases(), readExpectedKinds()])
  const files: Record<string, string> = {}
  const keep = (bytes: Uint8Array): string => {
    const digest = sha256Hex(Buffer.from(bytes))
    files[digest] = toText(bytes)
    return digest
  }
  const encode = ({ name, isGood, bundle, trustRoot, artifact, signer }: NamedCase): unknown => {
    const expected = isGood ? null : kinds[name]
    if (expected === undefined) throw new RangeError(`${name} must have an expected kind`)
    const [bundleDigest, trustRootDigest, artifactDigest] = [keep(bundle), keep(trustRoot), keep(artifact)]
    return {
      name,
      bundle: bundleDigest,
      trustRoot: trustRootDigest,
      artifact: artifactDigest,
      signer: signer.kind === "key" ? { kind: "key", publicKey: toBase64(signer.publicKey) } : signer,
      expected,
    }
  }
  const encoded = cases.map(encode)
  return canonicalJson({ cases: encoded, files })
}

// Whatever is no text would not come back as the same bytes.
function toText(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString("utf8")
  if (!Buffer.from(text, "utf8").equals(bytes)) throw new RangeError("a case's file must be UTF-8")
  return text
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64")
}
