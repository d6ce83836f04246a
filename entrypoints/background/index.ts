/// <reference types="wxt/vite-builder-env" />

import browser from "webextension-polyfill"
import { defineBackground } from "wxt/utils/define-background"
import { randomBytes } from "../../src/bytes/bytes.ts"
import { interceptMeetingLinks } from "../../src/links/background.ts"
import { type Installation, installationOf } from "../../src/release/status.ts"
import { engineDocument, isEngineThere } from "./engine-document.ts"

export default defineBackground(() => {
  const createEngine = engineDocument(chrome.offscreen, readInstallation)
  interceptMeetingLinks(browser, {
    family: import.meta.env.FIREFOX ? "firefox" : "chromium",
    random: randomBytes,
    now: () => Date.now(),
    createEngine,
    isEngineThere: () => isEngineThere(chrome.runtime),
  })
  // The engine's document checks the release whenever it begins, keeps what came of it, and ends by itself: at the
  // browser's start and after an update this is known before anybody wants to meet.
  const check = (): void => void createEngine(null).catch(() => undefined)
  browser.runtime.onStartup.addListener(check)
  browser.runtime.onInstalled.addListener(({ reason }) => {
    check()
    if (reason === "install") void greet()
  })
})

async function readInstallation(): Promise<Installation> {
  return installationOf(await browser.management.getSelf())
}

/** Whoever loads an unpacked build knows what it is. */
async function greet(): Promise<void> {
  if ((await readInstallation()) === "packed")
    await browser.tabs.create({ url: browser.runtime.getURL("welcome.html") })
}
