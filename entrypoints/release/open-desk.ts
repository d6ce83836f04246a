// The release desk of a page, over a worker that the page started.

import { ReleaseDesk } from "../../src/release/release-desk.ts"
import { ReleaseStore } from "../../src/release/release-store.ts"
import { ReleaseWorker } from "../../src/release/release-worker.ts"
import type { Installation } from "../../src/release/status.ts"

export interface OpenDeskOptions {
  readonly worker: Worker
  readonly listPackage: () => Promise<readonly string[] | null>
  readonly installation: Installation
  /** The package's. */
  readonly version: string
  /** Ends the worker. */
  readonly abortSignal: AbortSignal
}

export async function openReleaseDesk({ worker, abortSignal, ...options }: OpenDeskOptions): Promise<ReleaseDesk> {
  const root = chrome.runtime.getURL("")
  return new ReleaseDesk({
    worker: new ReleaseWorker(worker, abortSignal),
    store: await ReleaseStore.open(),
    root,
    readFile: async (path) => new Uint8Array(await (await fetch(new URL(path, root))).arrayBuffer()),
    now: () => Date.now(),
    ...options,
  })
}
