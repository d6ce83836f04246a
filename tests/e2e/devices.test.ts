// Who has no camera, no microphone, or may not use them, joins all the same and is told what is missing.

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { openExtensionPage } from "../harness/browser.ts"
import { EXTENSION_ID } from "../harness/extension-id.ts"
import { type MeetingPlace, openMeetingPlace } from "../harness/meeting-place.ts"
import type { Person } from "../harness/person.ts"
import { readTiles, watchTiles } from "../harness/tile-watch.ts"

const WITHIN = { timeout: 60_000, interval: 200 }
const ENOUGH_FRAMES = 5
const FAKE_DEVICES = "--use-fake-device-for-media-stream"
const FAKE_PROMPT = "--use-fake-ui-for-media-stream"

type Setting = "allow" | "deny"

interface Case {
  readonly name: string
  readonly args: readonly string[]
  /** What the person once answered to the browser's prompt. */
  readonly answered?: { readonly microphone: Setting; readonly camera: Setting }
  /** What Chromium always fakes, and is taken away beneath the engine instead. */
  readonly unplugged?: "microphone"
  readonly says: readonly string[]
  /** What the others see of this person. */
  readonly microphone: "Microphone on" | "Microphone muted"
  readonly camera: "picture" | "avatar"
}

const CAMERA_DENIED = "The browser does not let this extension use the camera."
const MICROPHONE_DENIED = "The browser does not let this extension use the microphone."
const NO_CAMERA = "No camera was found."
const NO_MICROPHONE = "No microphone was found."
const EVERYTHING = [CAMERA_DENIED, MICROPHONE_DENIED, NO_CAMERA, NO_MICROPHONE]

const CASES: readonly Case[] = [
  {
    name: "everything",
    args: [FAKE_DEVICES],
    answered: { microphone: "allow", camera: "allow" },
    says: [],
    microphone: "Microphone on",
    camera: "picture",
  },
  {
    name: "a denied camera",
    args: [FAKE_DEVICES],
    answered: { microphone: "allow", camera: "deny" },
    says: [CAMERA_DENIED],
    microphone: "Microphone on",
    camera: "avatar",
  },
  {
    name: "a denied microphone",
    args: [FAKE_DEVICES],
    answered: { microphone: "deny", camera: "allow" },
    says: [MICROPHONE_DENIED],
    microphone: "Microphone muted",
    camera: "picture",
  },
  {
    name: "no camera",
    args: [`${FAKE_DEVICES}=device-count=0`, FAKE_PROMPT],
    says: [NO_CAMERA],
    microphone: "Microphone on",
    camera: "avatar",
  },
  {
    name: "no microphone",
    args: [FAKE_DEVICES, FAKE_PROMPT],
    unplugged: "microphone",
    says: [NO_MICROPHONE],
    microphone: "Microphone muted",
    camera: "picture",
  },
  {
    name: "no device at all",
    args: [],
    says: [NO_CAMERA, NO_MICROPHONE],
    microphone: "Microphone muted",
    camera: "avatar",
  },
]

let folder: string
let place: MeetingPlace
let ana: Person
let link: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wardroom-devices-"))
  place = await openMeetingPlace()
  ana = await place.person("Ana", "red")
  const made = await ana.makeMeeting(place.origin)
  await made.host.page.close()
  link = made.link
  await ana.openLink(link)
  await ana.join()
  await watchTiles(ana.page)
})

afterAll(async () => {
  await place[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

test.each(CASES)("somebody with $name is told so, joins, sees, and is seen as far as possible", async (described) => {
  const name = `Somebody with ${described.name}`
  const profile = await mkdtemp(join(folder, "profile-"))
  if (described.answered) await answerPrompts(profile, described.answered)
  await using ben = await place.person(name, described.camera === "picture" ? "green" : null, {
    profile,
    devices: "real",
    args: described.args,
  })
  if (described.unplugged) await unplugMicrophone(ben)
  await ben.openLink(link)

  for (const sentence of described.says) await ben.page.getByText(sentence).waitFor()
  if (described.microphone === "Microphone on" && described.camera === "picture") {
    await ben.page.getByText("Microphone and camera are on.").waitFor()
  }
  for (const sentence of EVERYTHING.filter((other) => !described.says.includes(other))) {
    expect(await ben.page.getByText(sentence).count(), sentence).toBe(0)
  }

  await ben.join()
  await watchTiles(ben.page)
  await Promise.all([ana.sees([name]), ben.sees(["Ana"])])
  await vi.waitFor(async () => {
    expect((await readTiles(ben.page)).tiles["Ana"]?.colours.red ?? 0).toBeGreaterThan(ENOUGH_FRAMES)
  }, WITHIN)
  const tile = ana.page.locator(`[data-testid="tile"][data-name="${name}"]`)
  await tile.getByText(described.microphone).waitFor({ state: "attached" })
  if (described.camera === "picture") {
    await vi.waitFor(async () => {
      expect((await readTiles(ana.page)).tiles[name]?.colours.green ?? 0).toBeGreaterThan(ENOUGH_FRAMES)
    }, WITHIN)
  } else {
    expect(await tile.locator("video").count()).toBe(0)
  }
  await ben.leave()
  await ana.sees([])
})

/** Has the engine made, and its document find no microphone from then on. */
async function unplugMicrophone({ context }: Person): Promise<void> {
  const page = await openExtensionPage(context, "meeting.html")
  await page.getByText("No meeting is open here").waitFor()
  await page.evaluate(() => {
    const engine = chrome.extension.getViews().find((view) => view.wardroomEngine !== undefined)
    const devices = engine?.navigator.mediaDevices
    if (!devices) throw new Error("there is no engine")
    const capture = devices.getUserMedia.bind(devices)
    const { DOMException } = engine as unknown as typeof globalThis // each window has its own
    devices.getUserMedia = async (constraints) => {
      if (constraints?.audio) throw new DOMException("Requested device not found", "NotFoundError")
      return capture(constraints)
    }
  })
}

/** Writes into a new profile what its owner answered to the prompts for our extension. */
async function answerPrompts(profile: string, { microphone, camera }: NonNullable<Case["answered"]>): Promise<void> {
  const exceptions = { media_stream_mic: exception(microphone), media_stream_camera: exception(camera) }
  await mkdir(join(profile, "Default"), { recursive: true })
  await writeFile(
    join(profile, "Default", "Preferences"),
    JSON.stringify({ profile: { content_settings: { exceptions } } }),
  )
}

function exception(setting: Setting): object {
  return { [`chrome-extension://${EXTENSION_ID}/,*`]: { setting: setting === "allow" ? 1 : 2 } }
}
