// The release desk of a page that is nobody's engine: with a worker of its own, and the listing that only pages have.

import browser from "webextension-polyfill"
import { listInstalledPackage } from "../../src/release/package-listing.ts"
import type { ReleaseDesk } from "../../src/release/release-desk.ts"
import { installationOf } from "../../src/release/status.ts"
import { openReleaseDesk } from "./open-desk.ts"

/** Lives as long as the page. */
export async function openPageDesk(): Promise<ReleaseDesk> {
  return openReleaseDesk({
    startWorker,
    listPackage: () => listInstalledPackage(chrome.runtime),
    installation: installationOf(await browser.management.getSelf()),
    version: browser.runtime.getManifest().version,
    abortSignal: new AbortController().signal, // the page's
  })
}

function startWorker(abortSignal: AbortSignal): Worker {
  const worker = new Worker(new URL("./release.worker.ts", import.meta.url), { type: "module" })
  abortSignal.addEventListener("abort", () => worker.terminate(), { once: true })
  return worker
}
