import { beforeEach, describe, expect, it, vi } from "vitest"
import type { DeviceKind } from "../../../src/devices/devices.ts"
import { OwnMedia } from "../../../src/meeting/own-media.ts"
import type { OwnMedium } from "../../../src/meeting/words/own-part.ts"

class Capture extends EventTarget {
  readonly stop = vi.fn<() => void>()
}

const MICROPHONE = new Capture() as unknown as MediaStreamTrack

function capture(): { readonly track: MediaStreamTrack; readonly stop: Capture["stop"]; end(): void } {
  const made = new Capture()
  return {
    track: made as unknown as MediaStreamTrack,
    stop: made.stop,
    end: () => void made.dispatchEvent(new Event("ended")),
  }
}

let mayShow: boolean
let isIn: boolean
const turnOff = vi.fn<(kind: DeviceKind) => void>()
const onChange = vi.fn<() => void>()
const handleDevice = vi.fn<(medium: OwnMedium, state: "on" | "off") => void>()
let media: OwnMedia

beforeEach(() => {
  vi.clearAllMocks()
  mayShow = true
  isIn = true
  const snapshot = { microphones: [], cameras: [], chosenMicrophone: null, chosenCamera: null }
  media = new OwnMedia({
    devices: {
      snapshot: { ...snapshot, microphone: "on", camera: "starting" },
      track: () => MICROPHONE,
      turnOff,
    },
    own: () => (isIn ? { handleDevice, mayTurnOn: () => mayShow } : null),
    onChange,
  })
})

describe("our media", () => {
  it("are the devices that are on, and told as such", () => {
    expect([media.sent("microphone"), media.sent("camera"), media.sent("screen")]).toEqual([MICROPHONE, null, null])
    media.tell()
    expect(handleDevice.mock.calls).toEqual([
      ["microphone", "on"],
      ["camera", "off"],
      ["screen", "off"],
    ])
  })

  it("are a screen from its capture to its end, by whomever", () => {
    const first = capture()
    media.showScreen(first.track)
    expect(media.sent("screen")).toBe(first.track)
    first.end()
    expect(media.sent("screen")).toBeNull()
    const second = capture()
    media.showScreen(second.track)
    media.turnOff("screen")
    expect(second.stop).toHaveBeenCalledOnce()
    expect(media.sent("screen")).toBeNull()
    expect(onChange).toHaveBeenCalledTimes(4)
  })

  it("are the newest of two screens, which the end of the older one leaves alone", () => {
    const [first, second] = [capture(), capture()]
    media.showScreen(first.track)
    media.showScreen(second.track)
    expect(first.stop).toHaveBeenCalledOnce()
    first.end()
    expect(media.sent("screen")).toBe(second.track)
    expect(second.stop).not.toHaveBeenCalled()
  })

  it("are no screen that may not be shown, nor one out of a meeting: its capture ends at once", () => {
    const refused = capture()
    mayShow = false
    media.showScreen(refused.track)
    mayShow = true
    isIn = false
    const early = capture()
    media.showScreen(early.track)
    for (const { stop } of [refused, early]) expect(stop).toHaveBeenCalledOnce()
    expect(media.sent("screen")).toBeNull()
    expect(onChange).not.toHaveBeenCalled()
  })

  it("are turned off one by one", () => {
    media.turnOff("microphone")
    expect(turnOff).toHaveBeenCalledExactlyOnceWith("microphone")
  })
})
