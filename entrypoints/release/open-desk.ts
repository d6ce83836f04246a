// The release desk of a page, over workers that the page starts.

import { ReleaseDesk } from "../../src/release/release-desk.ts"
import { ReleaseStore } from "../../src/release/release-store.ts"
import { ReleaseWorker } from "../../src/release/release-worker.ts"
import type { Installation } from "../../src/release/status.ts"

export interface OpenDeskOptions {
  /** Starts a release worker, which the signal ends. */
  readonly startWorker: (abortSignal: AbortSignal) => Worker
  readonly listPackage: () => Promise<readonly string[] | null>
  readonly installation: Installation
  /** The package's. */
  readonly version: string
  /** Ends the worker that runs then. */
  readonly abortSignal: AbortSignal
}

export function openReleaseDesk({ startWorker, abortSignal, ...options }: OpenDeskOptions): ReleaseDesk {
  const root = chrome.runtime.getURL("")
  return new ReleaseDesk({
    worker: new ReleaseWorker(startWorker, abortSignal),
    store: new ReleaseStore(),
    root,
    readFile: async (path) => new Uint8Array(await (await fetch(new URL(path, root))).arrayBuffer()),
    now: () => Date.now(),
    ...options,
  })
}
