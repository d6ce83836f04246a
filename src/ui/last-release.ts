import { ReleaseStore } from "../release/release-store.ts"
import type { ReleaseStatus } from "../release/status.ts"

/** What the last check of the package of this version said, by whichever page; null: there was none. */
export async function lastRelease(version: string): Promise<ReleaseStatus | null> {
  const store = await ReleaseStore.open()
  try {
    return await store.status(version)
  } finally {
    store.close()
  }
}
