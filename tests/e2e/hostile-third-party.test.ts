// No third party learns that a meeting takes place: whoever is contacted in a whole meeting, from the click on the link to
// leaving, is the meeting's service or its SFU.

import { mkdtemp, rm } from "node:fs/promises"
import { networkInterfaces, tmpdir } from "node:os"
import { join } from "node:path"
import type { Page } from "playwright"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { progressOn } from "../../scripts/progress.ts"
import { type Stack, startStack } from "../../scripts/stack.ts"
import { thisMachine } from "../../scripts/toolchain/machine.ts"
import { loadSfuKeys } from "../../server/keys.ts"
import { grantRoom, newRoomName } from "../../server/tokens.ts"
import { randomBytes } from "../../src/bytes/bytes.ts"
import { watchConnections } from "../harness/connections.ts"
import { until } from "../harness/bare-browser.ts"
import { copyExtension, openExtensionPage } from "../harness/browser.ts"
import { EXTENSION_ID } from "../harness/extension-id.ts"
import { startLinkPage } from "../harness/link-page.ts"
import { type LoggedRequest, type NetLog, readNetLog } from "../harness/net-log.ts"
import { NodeMeeting } from "../harness/node-meeting.ts"
import { Person } from "../harness/person.ts"
import { startTapBrowser } from "../harness/tap/browser.ts"

const PATIENCE_MS = 60_000
const EXTENSION_ORIGIN = `chrome-extension://${EXTENSION_ID}`
/** Whom Chromium asks by itself, with or without an extension: accounts and updates. */
const CHROMIUMS_OWN = /\.(?:google|googleapis|gvt1)\.com$/

describe("a whole meeting", { timeout: 4 * PATIENCE_MS }, () => {
  const started = new AsyncDisposableStack()
  let folder: string
  let stack: Stack
  let log: NetLog
  let strangerHost: string
  let mediaAddress: string
  let iceServers: readonly string[][]

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "wardroom-third-"))
    started.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
    const extension = await copyExtension(() => undefined)
    started.defer(() => rm(extension, { recursive: true, force: true, maxRetries: 5 }))
    const progress = progressOn(process.stderr)
    stack = started.use(await startStack({ machine: thisMachine(), progress, dataFolder: folder, port: 0 }))
    const { link } = await NodeMeeting.create(stack.origin)
    const stranger = started.use(await startLinkPage(link))
    strangerHost = new URL(stranger.url).host
    const start = (name: string, ...args: string[]) =>
      Person.start({
        name,
        extension,
        window: "none",
        devices: "test",
        args: ["--use-fake-device-for-media-stream=fps=10", ...args],
      })
    const netLog = join(folder, "net-log.json")
    // Names lead nowhere, so that nothing leaves this machine; the log names whoever was asked for all the same.
    const nowhere = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    const [ana, ben] = await Promise.all([start("Ana", `--log-net-log=${netLog}`, nowhere), start("Ben")])
    started.use(ben)
    await ana.openLink(link)
    await watchConnections(ana.page)
    await ana.join()
    await ben.openLink(link)
    await ben.join()
    await Promise.all([ana.sees(["Ben"]), ben.sees(["Ana"])])
    mediaAddress = await until(() => readMediaAddress(ana.page), "the way of the media", PATIENCE_MS)
    iceServers = await readIceServers(ana.page)
    await ben.leave()
    await ana.sees([])
    await ana.leave()
    // And then somebody whom the log must show.
    const popup = await openExtensionPage(ana.context, "popup.html")
    await popup.evaluate((url) => fetch(url, { mode: "no-cors" }), stranger.url)
    await ana[Symbol.asyncDispose]()
    log = await readNetLog(netLog)
  }, 4 * PATIENCE_MS)
  afterAll(() => started.disposeAsync())

  const service = (): string => new URL(stack.origin).host
  const sfu = (): string => new URL(stack.sfuUrl).host

  it("asks the service and the SFU, and the log would show anybody else", () => {
    const ofExtension = log.requests.filter(({ initiator }) => initiator === EXTENSION_ORIGIN)
    expect(hostsOf(ofExtension)).toEqual(new Set([service(), sfu(), strangerHost]))
  })

  it("makes nobody else ask: besides, there are the page with the link and Chromium's own requests", () => {
    const others = log.requests.filter(({ initiator }) => initiator !== EXTENSION_ORIGIN)
    const unexplained = others.filter(({ host, initiator }) => initiator !== null || !CHROMIUMS_OWN.test(host))
    for (const host of hostsOf(unexplained)) expect([service(), sfu()]).not.toContain(host)
    // One link page for the click; its address and no other.
    expect(hostsOf(unexplained).size).toBe(1)
    expect(log.connections).toEqual(new Set([service(), sfu(), strangerHost, ...hostsOf(unexplained)]))
  })

  it("sends media to the SFU on this machine alone, where the info panel says", () => {
    const port = portOf(mediaAddress)
    const own = new Set(
      Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address)),
    )
    expect([...log.datagrams]).toContain(mediaAddress)
    for (const datagram of log.datagrams) {
      expect(portOf(datagram)).toBe(port)
      expect(own).toContain(datagram.replace(/:\d+$/, "").replaceAll(/[[\]]/g, ""))
    }
  })

  it("gives WebRTC no STUN or TURN server", () => {
    expect(iceServers.length).toBeGreaterThan(0)
    expect(iceServers.flat()).toEqual([])
  })

  it("does so against what the SFU proposes: a plain client takes that", async () => {
    const browser = started.use(await startTapBrowser())
    const tap = await browser.openTap()
    await watchConnections(tap.page)
    const { roomToken } = await grantRoom(await loadSfuKeys(folder), newRoomName(), randomBytes(32))
    await tap.listen({ url: stack.sfuUrl, token: roomToken }, null)
    const proposed = (await readIceServers(tap.page)).flat()
    expect(proposed).toEqual(expect.arrayContaining([expect.stringMatching(/^stun:/)]))
  })
})

/** The addresses of the ICE servers of each connection, as WebRTC has them now. */
async function readIceServers(page: Page): Promise<readonly string[][]> {
  return page.evaluate(() =>
    (window.madeConnections ?? []).map((connection) =>
      (connection.getConfiguration().iceServers ?? []).flatMap(({ urls }) => urls),
    ),
  )
}

/** Where the media really goes, as people are shown it. */
async function readMediaAddress(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const engine = chrome.extension.getViews().find((view) => view.wardroomEngine !== undefined)?.wardroomEngine
    return engine?.snapshot.phase === "meeting" ? engine.snapshot.path.address : null
  })
}

function hostsOf(requests: readonly LoggedRequest[]): ReadonlySet<string> {
  return new Set(requests.map(({ host }) => host))
}

function portOf(address: string): string {
  return /\d+$/.exec(address)?.[0] ?? ""
}
