import { describe, expect, it, vi } from "vitest"
import { OwnDevices } from "../../../src/meeting/own-devices.ts"
import { testDevices } from "../../harness/node-parts.ts"

function setUp(mayTurnOn = true) {
  const meter = { level: 0.25, follow: vi.fn<(track: MediaStreamTrack | null) => void>() }
  const onChange = vi.fn<() => void>()
  const devices = new OwnDevices({
    mediaDevices: testDevices(),
    meter,
    mayTurnOn: () => mayTurnOn,
    onChange,
    onLost: () => undefined,
    abortSignal: new AbortController().signal,
  })
  const turnedOn = async (kind: "microphone" | "camera") => {
    devices.turn(kind, "on")
    await vi.waitFor(() => expect(devices.facts[kind]).toBe("on"))
  }
  return { devices, meter, onChange, turnedOn }
}

describe("the own devices", () => {
  it("are turned on and off, and tell of it", async () => {
    const { devices, onChange, turnedOn } = setUp()
    await turnedOn("camera")
    expect(onChange).toHaveBeenCalled()
    devices.turn("camera", "off")
    expect(devices.facts).toMatchObject({ camera: "off", level: 0.25 })
  })

  it("stay off where that would be undone at once", () => {
    const { devices } = setUp(false)
    devices.turn("microphone", "on")
    expect(devices.facts.microphone).toBe("off")
  })

  it("are measured on the pre-join page alone, and only a microphone that is on", async () => {
    const { devices, meter, turnedOn } = setUp()
    devices.follow("pre-join")
    expect(meter.follow).toHaveBeenLastCalledWith(null)
    await turnedOn("microphone")
    expect(meter.follow).toHaveBeenLastCalledWith(devices.captured.track("microphone"))
    devices.follow("joining")
    expect(meter.follow).toHaveBeenLastCalledWith(null)
  })

  it("are off after a meeting, also one that is turned on then", async () => {
    const { devices, turnedOn } = setUp()
    await turnedOn("camera")
    devices.follow("meeting")
    expect(devices.facts.camera).toBe("on")
    devices.follow("ended")
    expect(devices.facts.camera).toBe("off")
    await turnedOn("camera")
    devices.follow("ended")
    expect(devices.captured.track("camera")).toBeNull()
  })
})
