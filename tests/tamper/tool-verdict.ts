import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { PROJECT_FOLDER } from "../../scripts/toolchain/machine.ts"
import { checkPackage } from "../../scripts/verify/package/check-package.ts"
import { readPolicy } from "../../scripts/verify/package/policy.ts"
import { decodeRelease } from "../../scripts/verify/package/release-file.ts"
import type { Change } from "./changes.ts"
import { RELEASE } from "./lab.ts"

/** What the outside tool says: a kind, or null for a whole package. */
export async function toolVerdict(change: Pick<Change, "files" | "seen" | "isPublished">): Promise<string | null> {
  const [policy, trustRoot] = await Promise.all(["release-policy.json", "trust-root.json"].map(readPublic))
  const before = change.seen?.get(RELEASE)
  const terms = {
    policy: readPolicy(policy ?? Buffer.of()),
    trustRoot: trustRoot ?? Buffer.of(),
    isLocal: change.isPublished !== true,
    known: { previous: before === undefined ? null : decodeRelease(before), previousSignature: null, newer: null },
    attestations: [],
    now: new Date(),
  }
  return checkPackage(change.files, terms).kind
}

function readPublic(name: string): Promise<Buffer> {
  return readFile(join(PROJECT_FOLDER, "public", name))
}
