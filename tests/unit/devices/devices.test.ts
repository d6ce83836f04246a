import { describe, expect, it, vi } from "vitest"
import { type DeviceKind, Devices } from "../../../src/devices/devices.ts"

class FakeTrack extends EventTarget {
  readonly deviceId: string
  enabled = true
  isStopped = false

  constructor(deviceId: string) {
    super()
    this.deviceId = deviceId
  }

  stop(): void {
    this.isStopped = true
  }

  getSettings(): MediaTrackSettings {
    return { deviceId: this.deviceId }
  }
}

/** A machine with devices; `answers` decides each capture. */
function setUp() {
  const captured: FakeTrack[] = []
  const asked: MediaStreamConstraints[] = []
  const answers: (() => Promise<FakeTrack>)[] = []
  const machine = new EventTarget()
  let listed: Partial<MediaDeviceInfo>[] = []
  const mediaDevices = {
    getUserMedia: async (constraints: MediaStreamConstraints) => {
      asked.push(constraints)
      const answer = answers.shift() ?? (async () => new FakeTrack("default"))
      const track = await answer()
      captured.push(track)
      return { getTracks: () => [track] } as unknown as MediaStream
    },
    enumerateDevices: async () => listed as MediaDeviceInfo[],
    addEventListener: machine.addEventListener.bind(machine),
  }
  const onChange = vi.fn<() => void>()
  const onLost = vi.fn<(kind: DeviceKind) => void>()
  const abort = new AbortController()
  const devices = new Devices({ mediaDevices, onChange, onLost, abortSignal: abort.signal })
  const plug = (...present: readonly Partial<MediaDeviceInfo>[]): void => {
    listed = [...present]
    machine.dispatchEvent(new Event("devicechange"))
  }
  return { devices, captured, asked, answers, onChange, onLost, abort, plug }
}

const failing = (name: string) => () => Promise.reject(new DOMException("", name))

describe("turning a device on", () => {
  it("captures it by itself, so that the other one cannot fail it", async () => {
    const { devices, asked } = setUp()
    await devices.turnOn("camera")
    await devices.turnOn("microphone")
    expect(devices.snapshot).toMatchObject({ camera: "on", microphone: "on" })
    expect(asked.map((constraints) => Object.keys(constraints))).toEqual([["video"], ["audio"]])
  })

  it.each([
    ["NotAllowedError", "denied"],
    ["SecurityError", "denied"],
    ["NotFoundError", "missing"],
    ["OverconstrainedError", "missing"],
    ["NotReadableError", "failed"],
    ["AbortError", "failed"],
  ] as const)("says after %s that the device is %s, and has no track", async (name, state) => {
    const { devices, answers } = setUp()
    answers.push(failing(name))
    await devices.turnOn("camera")
    expect(devices.snapshot.camera).toBe(state)
    expect(devices.track("camera")).toBeNull()
  })

  it("works after it was denied before", async () => {
    const { devices, answers } = setUp()
    answers.push(failing("NotAllowedError"))
    await devices.turnOn("camera")
    await devices.turnOn("camera")
    expect(devices.snapshot.camera).toBe("on")
  })

  it("never undoes a later off: what was captured too late is stopped", async () => {
    const { devices, captured, answers } = setUp()
    const slow = Promise.withResolvers<FakeTrack>()
    answers.push(() => slow.promise)
    const turningOn = devices.turnOn("camera")
    expect(devices.snapshot.camera).toBe("starting")
    devices.turnOff("camera")
    slow.resolve(new FakeTrack("late"))
    await turningOn
    expect(devices.snapshot.camera).toBe("off")
    expect(captured[0]?.isStopped).toBe(true)
    expect(devices.track("camera")).toBeNull()
  })

  it("keeps one track when it is asked for twice at once", async () => {
    const { devices, captured } = setUp()
    await Promise.all([devices.turnOn("camera"), devices.turnOn("camera")])
    expect(captured.filter(({ isStopped }) => !isStopped)).toEqual([devices.track("camera")])
  })
})

describe("turning a device off", () => {
  it("keeps a muted microphone's track, silent, so that unmuting is at once", async () => {
    const { devices, captured, asked } = setUp()
    await devices.turnOn("microphone")
    devices.turnOff("microphone")
    expect(devices.snapshot.microphone).toBe("off")
    expect(captured[0]).toMatchObject({ enabled: false, isStopped: false })
    await devices.turnOn("microphone")
    expect(captured[0]?.enabled).toBe(true)
    expect(asked).toHaveLength(1)
  })

  it("stops a camera, so that its light goes out", async () => {
    const { devices, captured } = setUp()
    await devices.turnOn("camera")
    devices.turnOff("camera")
    expect(captured[0]?.isStopped).toBe(true)
    expect(devices.track("camera")).toBeNull()
  })

  it("leaves the reason of a failure standing", async () => {
    const { devices, answers } = setUp()
    answers.push(failing("NotFoundError"))
    await devices.turnOn("camera")
    devices.turnOff("camera")
    expect(devices.snapshot.camera).toBe("missing")
  })
})

describe("choosing a device", () => {
  it("captures the chosen one in place of the one that was on", async () => {
    const { devices, captured, asked } = setUp()
    await devices.turnOn("camera")
    await devices.choose("camera", "front")
    expect(captured[0]?.isStopped).toBe(true)
    expect(asked[1]).toMatchObject({ video: { deviceId: { ideal: "front" } } })
    expect(devices.snapshot.camera).toBe("on")
  })

  it("captures nothing while the device is off, and takes it once it is turned on", async () => {
    const { devices, asked } = setUp()
    await devices.choose("camera", "front")
    expect(asked).toEqual([])
    await devices.turnOn("camera")
    expect(asked[0]).toMatchObject({ video: { deviceId: { ideal: "front" } } })
  })

  it("shows the device that was really taken", async () => {
    const { devices, answers } = setUp()
    answers.push(async () => new FakeTrack("other"))
    await devices.choose("camera", "front")
    await devices.turnOn("camera")
    expect(devices.snapshot.chosenCamera).toBe("other")
  })
})

describe("devices that come and go", () => {
  it("are offered as they are plugged in, without those that the browser does not name", async () => {
    const { devices, plug } = setUp()
    plug(
      { kind: "audioinput", deviceId: "mic", label: "Desk" },
      { kind: "videoinput", deviceId: "cam", label: "Front" },
      { kind: "videoinput", deviceId: "", label: "" },
      { kind: "audiooutput", deviceId: "out", label: "Speaker" },
    )
    await vi.waitFor(() => expect(devices.snapshot.cameras).toEqual([{ id: "cam", label: "Front" }]))
    expect(devices.snapshot.microphones).toEqual([{ id: "mic", label: "Desk" }])
  })

  it("are said to be lost when their track ends by itself", async () => {
    const { devices, captured, onLost } = setUp()
    await devices.turnOn("microphone")
    captured[0]?.dispatchEvent(new Event("ended"))
    expect(onLost).toHaveBeenCalledExactlyOnceWith("microphone")
    expect(devices.snapshot.microphone).toBe("failed")
    expect(devices.track("microphone")).toBeNull()
  })

  it("are not lost when an older track of theirs ends", async () => {
    const { devices, captured, onLost } = setUp()
    await devices.turnOn("camera")
    await devices.choose("camera", "front")
    captured[0]?.dispatchEvent(new Event("ended"))
    expect(onLost).not.toHaveBeenCalled()
    expect(devices.snapshot.camera).toBe("on")
  })
})

describe("the end", () => {
  it("stops everything, also what is still being captured", async () => {
    const { devices, captured, answers, abort } = setUp()
    await devices.turnOn("microphone")
    const slow = Promise.withResolvers<FakeTrack>()
    answers.push(() => slow.promise)
    const turningOn = devices.turnOn("camera")
    abort.abort()
    slow.resolve(new FakeTrack("late"))
    await turningOn
    expect(captured.map(({ isStopped }) => isStopped)).toEqual([true, true])
    expect(devices.snapshot).toMatchObject({ microphone: "off", camera: "off" })
  })
})
