// A background over a fake browser, as the tests of links drive it.

import { beforeEach } from "vitest"
import {
  askBackground,
  type BackgroundMessage,
  type MessageKind,
  type Redemption,
} from "../../../src/links/background-messages.ts"
import { interceptMeetingLinks } from "../../../src/links/background.ts"
import { fakeBrowser, settled } from "./fake-browser.ts"

export const LINK = "https://meet.example/join/id-AbCdEf0123#pwd-0123456789abcdefghijKL"
export const OTHER = "https://meet.example/join/id-Other00000#pwd-0123456789abcdefghijKL"
export const TAB = 7
export const PAGE = /^chrome-extension:\/\/wardroom\/meeting\.html\?t=([0-9a-f]{32})$/

export let fake: ReturnType<typeof fakeBrowser>
export const world: { now: number; engine: "there" | "not there"; service: string | null } = {
  now: 0,
  engine: "not there",
  service: null,
}

beforeEach(() => {
  fake = fakeBrowser()
  world.now = 1_000_000
  world.engine = "not there"
  world.service = null
  let drawn = 0
  interceptMeetingLinks(fake.browser, {
    family: "chromium",
    random: (length) => new Uint8Array(length).fill(++drawn),
    now: () => world.now,
    createEngine: async (service) => {
      world.engine = "there"
      world.service = service
    },
    isEngineThere: async () => world.engine === "there",
  })
  fake.tabs.set(TAB, "https://mail.example/")
})

export const at = (url: string, tabId = TAB) => ({ tabId, frameId: 0, url })
export const ticketOf = (tabId: number): string => PAGE.exec(fake.tabs.get(tabId) ?? "")?.[1] ?? ""

export async function ask<K extends MessageKind>(tabId: number, kind: K, fields: Omit<BackgroundMessage<K>, "kind">) {
  return askBackground({ sendMessage: (message) => fake.send(message, fake.ourTab(tabId)) }, kind, fields)
}

export async function redeem(tabId = TAB): Promise<Redemption | null> {
  return ask(tabId, "redeem", { ticket: ticketOf(tabId) })
}

export async function open(url: string, tabId = TAB): Promise<void> {
  fake.tabs.set(tabId, fake.tabs.get(tabId) ?? "https://mail.example/")
  fake.events.onBeforeNavigate.fire(at(url, tabId))
  await settled()
}
