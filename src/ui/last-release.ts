import { type ReadonlySignal, type Signal, signal } from "@preact/signals"
import { ReleaseStore } from "../release/release-store.ts"
import type { ReleaseStatus } from "../release/status.ts"

/** What the last check of this version said, by whichever page; null until that is read, and where there was none. */
export function lastRelease(version: string): ReadonlySignal<ReleaseStatus | null> {
  const last = signal<ReleaseStatus | null>(null)
  void readInto(last, version)
  return last
}

async function readInto(last: Signal<ReleaseStatus | null>, version: string): Promise<void> {
  const store = new ReleaseStore()
  try {
    last.value = await store.status(version)
  } finally {
    store.close()
  }
}
