// The pinned trust root, taken anew: it goes into public/trust-root.json, the day into the policy.

import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { canonicalJson } from "../verify/json.ts"
import { readTrustRoot } from "../verify/sigstore/trust-root.ts"

export interface Refreshed {
  readonly isNew: boolean
  /** YYYY-MM-DD. */
  readonly date: string
}

/**
 * Pins a trust root that its source vouches for, once both verifiers' strict reading takes it (RefusalError
 * "trust-root" otherwise), and says whether it is another one than before.
 */
export async function refreshTrustRoot(trustRoot: Buffer, publicFolder: string, now: Date): Promise<Refreshed> {
  readTrustRoot(trustRoot)
  const [path, policyPath] = [join(publicFolder, "trust-root.json"), join(publicFolder, "release-policy.json")]
  const [pinned, fetched] = [await readFile(path), trustRoot].map((bytes): unknown =>
    JSON.parse(bytes.toString("utf8")),
  )
  const date = now.toISOString().slice(0, 10)
  const policy = await readFile(policyPath, "utf8")
  await writeFile(path, `${JSON.stringify(fetched, null, 2)}\n`)
  await writeFile(policyPath, policy.replace(/("trustRootDate": )".*?"/, `$1"${date}"`))
  return { isNew: canonicalJson(pinned) !== canonicalJson(fetched), date }
}
