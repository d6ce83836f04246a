import { signal } from "@preact/signals"
import { render } from "preact"
import browser from "webextension-polyfill"
import { askBackground } from "../../src/links/background-messages.ts"
import { MyMeetings } from "../../src/meetings/my-meetings.ts"
import { PasswordWorker } from "../../src/password/password-worker.ts"
import type { ReleaseStatus } from "../../src/release/status.ts"
import { isEngineBusy } from "../../src/ui/engine-view.ts"
import { MeetingsDesk } from "../../src/ui/meetings-desk.ts"
import { MyMeetingsPage } from "../../src/ui/pages/my-meetings-page.tsx"
import { keepProfile, offeredServers } from "../../src/ui/profile.ts"
import { saveFile } from "../../src/ui/save-file.ts"
import { Vault } from "../../src/vault/vault.ts"
import { isEngineThere } from "../background/engine-document.ts"
import { openPageDesk } from "../release/page-desk.ts"
import { keptThings } from "./kept-things.ts"

const profile = keepProfile(localStorage)
const release = signal<ReleaseStatus>({ state: "checking" })
const servers = signal<readonly string[]>([])
const releaseDesk = openPageDesk()

/** Checks anew each time: nothing is asked of a service on the word of an earlier check. */
async function mayMeet(): Promise<boolean> {
  const desk = await releaseDesk
  const status = await desk.check()
  release.value = status
  return status.mayMeet
}

function startPasswords(abortSignal: AbortSignal): PasswordWorker {
  const worker = new Worker(new URL("../offscreen/password.worker.ts", import.meta.url), { type: "module" })
  abortSignal.addEventListener("abort", () => worker.terminate(), { once: true })
  return new PasswordWorker(worker, abortSignal)
}

async function listServers(): Promise<void> {
  const known = await askBackground(browser.runtime, "servers", {})
  servers.value = offeredServers(
    known.map(({ origin }) => origin),
    profile.server(),
  )
}

const vault = await Vault.open()
const desk = new MeetingsDesk({
  myMeetings: new MyMeetings({
    vault,
    wallClock: () => Date.now(),
    mayMeet,
    openSocket: (address) => new WebSocket(address),
    startPasswords,
  }),
  saveFile,
  openLink: (link) => void askBackground(browser.runtime, "open-link", { link }),
  isInMeeting: () => isEngineBusy(browser.extension.getViews()),
  things: keptThings(browser),
  endEngine: async () => {
    if (await isEngineThere(chrome.runtime)) await chrome.offscreen.closeDocument()
  },
})

function Meetings() {
  return (
    <MyMeetingsPage
      list={desk.list.value}
      release={release.value}
      servers={servers.value}
      actions={desk}
      onAgain={() => location.reload()}
    />
  )
}

const page = document.getElementById("page")
if (page) render(<Meetings />, page)
void mayMeet()
void listServers()
void desk.refresh()
