/// <reference types="wxt/vite-builder-env" />

import browser from "webextension-polyfill"
import { defineBackground } from "wxt/utils/define-background"
import { randomBytes } from "../../src/bytes/bytes.ts"
import { interceptMeetingLinks } from "../../src/links/background.ts"
import { engineDocument, isEngineThere } from "./engine-document.ts"

export default defineBackground(() => {
  interceptMeetingLinks(browser, {
    family: import.meta.env.FIREFOX ? "firefox" : "chromium",
    random: randomBytes,
    now: () => Date.now(),
    createEngine: engineDocument(chrome.offscreen),
    isEngineThere: () => isEngineThere(chrome.runtime),
  })
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === "install") void greet()
  })
})

/** Whoever loads an unpacked build knows what it is. */
async function greet(): Promise<void> {
  const { installType } = await browser.management.getSelf()
  if (installType !== "development") await browser.tabs.create({ url: browser.runtime.getURL("welcome.html") })
}
