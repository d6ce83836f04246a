// The pinned trust root, taken anew: it goes into public/trust-root.json, the day into the policy.

import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { canonicalJson } from "../verify/json.ts"
import { readTrustRoot } from "../verify/sigstore/trust-root.ts"
import { ReleaseError } from "./errors.ts"

export interface Refreshed {
  readonly isNew: boolean
  /** YYYY-MM-DD. */
  readonly date: string
}

/**
 * Pins the trust root that `fetch` gets from a source which vouches for it, and says whether it is another one than
 * before. Throws ReleaseError "service-failed" if it cannot be got, RefusalError "trust-root" if the tool would not
 * take it.
 */
export async function refreshTrustRoot(
  fetch: () => Promise<string>,
  publicFolder: string,
  now: Date,
): Promise<Refreshed> {
  const trustRoot = Buffer.from(await fetch().catch(refuse))
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

function refuse(cause: unknown): never {
  throw new ReleaseError("service-failed", "Sigstore's trust root could not be fetched", { cause })
}
