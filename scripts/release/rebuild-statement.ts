// "This commit gives this release": an in-toto statement that whoever rebuilt signs.

import { REBUILD_PREDICATE } from "../verify/package/count-rebuilders.ts"
import { type Release, RELEASE_FILE } from "../verify/package/release-file.ts"

/** The statement's bytes; to be signed only after a rebuild that gave the same bytes. */
export function rebuildStatement({ digest, commit }: Pick<Release, "digest" | "commit">): Buffer {
  return Buffer.from(
    JSON.stringify({
      _type: "https://in-toto.io/Statement/v1",
      subject: [{ name: RELEASE_FILE, digest: { sha256: digest } }],
      predicateType: REBUILD_PREDICATE,
      predicate: { commit, reproduced: true },
    }),
  )
}
