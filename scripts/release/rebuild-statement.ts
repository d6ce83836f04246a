// "This commit gives this release": an in-toto statement that whoever rebuilt signs.

import { REBUILD_PREDICATE } from "../verify/package/count-rebuilders.ts"
import { type Release, RELEASE_FILE } from "../verify/package/release-file.ts"
import { ReleaseError } from "./errors.ts"

/** The statement's bytes, once the rebuild gave the same ones; throws ReleaseError "not-reproduced" if it does not. */
export async function rebuildStatement(
  { digest, commit }: Pick<Release, "digest" | "commit">,
  rebuild: () => Promise<boolean>,
): Promise<Buffer> {
  if (!(await rebuild())) {
    throw new ReleaseError("not-reproduced", `commit ${commit} gives other bytes than release ${digest}`)
  }
  return Buffer.from(
    JSON.stringify({
      _type: "https://in-toto.io/Statement/v1",
      subject: [{ name: RELEASE_FILE, digest: { sha256: digest } }],
      predicateType: REBUILD_PREDICATE,
      predicate: { commit, reproduced: true },
    }),
  )
}
