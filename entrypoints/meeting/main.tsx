import { signal } from "@preact/signals"
import { render } from "preact"
import browser from "webextension-polyfill"
import { askBackground } from "../../src/links/background-messages.ts"
import { listInstalledPackage } from "../../src/release/package-listing.ts"
import { readArrival } from "../../src/ui/arrival.ts"
import { findEngine } from "../../src/ui/find-engine.ts"
import { type AskBackground, MeetingTab } from "../../src/ui/meeting-tab.ts"
import { MeetingPage } from "../../src/ui/pages/meeting-page.tsx"
import { askForDevices } from "../../src/ui/permission.ts"
import { keepProfile, offeredServers } from "../../src/ui/profile.ts"
import { en } from "../../src/ui/strings/en.ts"
import { holdViewLock } from "../../src/ui/view-lock.ts"

const abortSignal = new AbortController().signal
const ask: AskBackground = (kind, fields) => askBackground(browser.runtime, kind, fields)
const viewLock = holdViewLock(navigator.locks, abortSignal)
const profile = keepProfile(localStorage)

const tab = new MeetingTab({
  ask,
  watchEngine: () =>
    findEngine(
      {
        kind: "meeting-tab",
        viewLock,
        windows: () => browser.extension.getViews(),
        createEngine: async () => {
          await ask("engine", {})
        },
      },
      abortSignal,
    ),
  listPackage: () => listInstalledPackage(chrome.runtime),
  newMeetingName: en.common.unnamedMeeting,
  now: () => Date.now(),
  abortSignal,
})

const servers = signal<readonly string[]>([])

async function listServers(): Promise<void> {
  const known = await ask("servers", {})
  servers.value = offeredServers(
    known.map(({ origin }) => origin),
    profile.server(),
  )
}

const page = document.getElementById("page")
if (page) {
  render(
    <MeetingPage
      tab={tab.state}
      engine={tab.engine}
      servers={servers}
      profile={profile}
      viewLock={viewLock.name}
      version={browser.runtime.getManifest().version}
      actions={{
        again: () => void tab.again(),
        checkAgain: () => void tab.checkAgain(),
        joinUnknown: (link) => void tab.joinUnknown(link),
        openSite: (url) => void tab.openSite(url),
        bringToFront: (link) => void tab.bringToFront(link),
        switchTo: (link) => void tab.switchTo(link),
        open: (link) => void tab.open(link),
        create: (server) => {
          profile.rememberServer(server)
          void tab.create(server)
        },
      }}
      onAskDevices={() =>
        askForDevices({
          query: async (name) => (await navigator.permissions.query({ name })).state,
          getUserMedia: (constraints) => navigator.mediaDevices.getUserMedia(constraints),
        })
      }
      onOpenLink={async (link) => ((await ask("open-link", { link })) === "not-a-link" ? "not-a-link" : "opened")}
    />,
    page,
  )
}

const arrival = readArrival(location.search)
history.replaceState(null, "", "meeting.html")
void tab.begin(arrival)
void listServers()
