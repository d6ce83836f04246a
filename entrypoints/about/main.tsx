import { signal } from "@preact/signals"
import { render } from "preact"
import browser from "webextension-polyfill"
import { waitingUpdate } from "../../src/links/updates.ts"
import { AboutClient } from "../../src/ui/about-client.ts"
import { AboutPage } from "../../src/ui/pages/about-page.tsx"
import { openPageDesk } from "../release/page-desk.ts"

const { version } = browser.runtime.getManifest()
const now = () => Date.now()
const client = new AboutClient({ desk: openPageDesk(), now })
const waiting = signal<string | null>(null)

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
