import { signal } from "@preact/signals"
import { render } from "preact"
import browser from "webextension-polyfill"
import { waitingUpdate } from "../../src/links/updates.ts"
import { listInstalledPackage } from "../../src/release/package-listing.ts"
import type { ReleaseDesk } from "../../src/release/release-desk.ts"
import { installationOf } from "../../src/release/status.ts"
import { AboutClient } from "../../src/ui/about-client.ts"
import { AboutPage } from "../../src/ui/pages/about-page.tsx"
import { openReleaseDesk } from "../release/open-desk.ts"

const { version } = browser.runtime.getManifest()
const now = () => Date.now()
const client = new AboutClient({ desk: openDesk(), now })
const waiting = signal<string | null>(null)

async function openDesk(): Promise<ReleaseDesk> {
  const worker = new Worker(new URL("../release/release.worker.ts", import.meta.url), { type: "module" })
  const installation = installationOf(await browser.management.getSelf())
  return openReleaseDesk({
    worker,
    listPackage: () => listInstalledPackage(chrome.runtime),
    installation,
    version,
    abortSignal: new AbortController().signal, // the page's
  })
}

async function readWaiting(): Promise<void> {
  waiting.value = await waitingUpdate(browser.storage.session)
}

function About() {
  return <AboutPage client={client} version={version} waiting={waiting.value} now={now} />
}

const page = document.getElementById("page")
if (page) render(<About />, page)
void client.check()
void readWaiting()
