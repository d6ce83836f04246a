import type { ReadonlySignal } from "@preact/signals"
import { signal } from "@preact/signals"
import { render } from "preact"
import browser from "webextension-polyfill"
import { askBackground } from "../../src/links/background-messages.ts"
import { lastRelease } from "../../src/ui/last-release.ts"
import { newMeetingPage } from "../../src/ui/arrival.ts"
import type { EngineState } from "../../src/ui/engine-view.ts"
import { findEngine } from "../../src/ui/find-engine.ts"
import { PopupPage } from "../../src/ui/pages/popup-page.tsx"
import { keepProfile, offeredServers } from "../../src/ui/profile.ts"
import { holdViewLock } from "../../src/ui/view-lock.ts"
import { Vault } from "../../src/vault/vault.ts"

const profile = keepProfile(localStorage)
const abortSignal = new AbortController().signal
const viewLock = holdViewLock(navigator.locks, abortSignal)
const engine = findEngine(
  { kind: "popup", viewLock, windows: () => browser.extension.getViews(), createEngine: null },
  abortSignal,
)
const servers = signal<readonly string[]>([])
const interrupted = signal<string | null>(null)
const release = lastRelease(browser.runtime.getManifest().version)

async function listServers(): Promise<void> {
  const known = await askBackground(browser.runtime, "servers", {})
  servers.value = offeredServers(
    known.map(({ origin }) => origin),
    profile.server(),
  )
}

/** What the vault still holds although no engine runs was left by a browser that stopped. */
async function findInterrupted(): Promise<void> {
  const vault = await Vault.open()
  interrupted.value = await vault.runningLink()
  vault.close()
}

async function openTab(path: string): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL(path) })
  window.close()
}

async function returnTo(link: string): Promise<void> {
  if ((await askBackground(browser.runtime, "focus-meeting", { link })) === "not-open") await openTab("meeting.html")
  else window.close()
}

async function openLink(link: string): Promise<"opened" | "not-a-link"> {
  if ((await askBackground(browser.runtime, "open-link", { link })) === "not-a-link") return "not-a-link"
  window.close()
  return "opened"
}

function Popup({ state, origins }: { state: ReadonlySignal<EngineState>; origins: ReadonlySignal<readonly string[]> }) {
  return (
    <PopupPage
      engine={state.value}
      lastRelease={release.value}
      servers={origins.value}
      interrupted={interrupted.value}
      onReturn={(link) => void returnTo(link)}
      onNewMeeting={(server) => {
        profile.rememberServer(server)
        void openTab(newMeetingPage(server))
      }}
      onOpenLink={openLink}
    />
  )
}

const page = document.getElementById("page")
if (page) render(<Popup state={engine} origins={servers} />, page)
void listServers()
void findInterrupted()
