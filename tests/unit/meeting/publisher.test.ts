import { describe, expect, it, vi } from "vitest"
import type { DeviceKind, DeviceState } from "../../../src/devices/devices.ts"
import { OwnMedia } from "../../../src/meeting/own-media.ts"
import { Publisher } from "../../../src/meeting/publisher.ts"
import type { OwnMedium } from "../../../src/meeting/words/own-part.ts"
import { RoomError } from "../../../src/room/errors.ts"

type Publish = (source: OwnMedium, track: MediaStreamTrack) => Promise<void>
type Mute = (source: OwnMedium) => Promise<void>

const track = (): MediaStreamTrack => ({}) as MediaStreamTrack

/** Devices that a test switches, and a room that writes down what it was asked for. */
function setUp() {
  const states: Record<DeviceKind, DeviceState> = { microphone: "off", camera: "off" }
  const tracks: Record<DeviceKind, MediaStreamTrack | null> = { microphone: null, camera: null }
  const devices = {
    get snapshot() {
      return { ...states, microphones: [], cameras: [], chosenMicrophone: null, chosenCamera: null }
    },
    track: (kind: DeviceKind) => tracks[kind],
    turnOff: () => undefined,
  }
  const publish = vi.fn<Publish>(async () => {})
  const mute = vi.fn<Mute>(async () => {})
  const publisher = new Publisher(
    { publish, mute },
    new OwnMedia({ devices, own: () => null, onChange: () => undefined }),
  )
  const set = (kind: DeviceKind, state: DeviceState, live: MediaStreamTrack | null): Promise<void> => {
    states[kind] = state
    tracks[kind] = live
    return publisher.sync()
  }
  return { publish, mute, publisher, set }
}

describe("what is sent", () => {
  it("is nothing while the devices are off", async () => {
    const { publish, mute, publisher } = setUp()
    await publisher.sync()
    expect(publish).not.toHaveBeenCalled()
    expect(mute).not.toHaveBeenCalled()
  })

  it("is the track of a device that is on, published once", async () => {
    const { publish, publisher, set } = setUp()
    const camera = track()
    await set("camera", "on", camera)
    await publisher.sync()
    expect(publish).toHaveBeenCalledExactlyOnceWith("camera", camera)
  })

  it("is muted when the device goes off, though a muted microphone keeps its track", async () => {
    const { publish, mute, set } = setUp()
    const microphone = track()
    await set("microphone", "on", microphone)
    await set("microphone", "off", microphone)
    expect(mute).toHaveBeenCalledExactlyOnceWith("microphone")
    await set("microphone", "on", microphone)
    expect(publish).toHaveBeenCalledTimes(2)
  })

  it("is the new track when another device was chosen", async () => {
    const { publish, mute, set } = setUp()
    const [first, second] = [track(), track()]
    await set("camera", "on", first)
    await set("camera", "on", second)
    expect(publish).toHaveBeenLastCalledWith("camera", second)
    expect(mute).not.toHaveBeenCalled()
  })

  it("is what the device is in the end, when it was switched during a slow publication", async () => {
    const { publish, mute, set } = setUp()
    const slow = Promise.withResolvers<void>()
    publish.mockReturnValueOnce(slow.promise)
    const camera = track()
    const on = set("camera", "on", camera)
    const off = set("camera", "off", null)
    const onAgain = set("camera", "on", camera)
    slow.resolve()
    await Promise.all([on, off, onAgain])
    expect(publish).toHaveBeenCalledExactlyOnceWith("camera", camera)
    expect(mute).not.toHaveBeenCalled()
  })

  it("does not hold the sound up while the camera's publication is slow", async () => {
    const { publish, set } = setUp()
    publish.mockReturnValueOnce(new Promise(() => {}))
    void set("camera", "on", track())
    await vi.waitFor(() => expect(publish.mock.calls.map(([kind]) => kind)).toEqual(["camera"]))
    void set("microphone", "on", track())
    await vi.waitFor(() => expect(publish.mock.calls.map(([kind]) => kind)).toEqual(["camera", "microphone"]))
  })

  it("is published anew at the next change, when the room was away", async () => {
    const { publish, publisher, set } = setUp()
    publish.mockRejectedValueOnce(new RoomError("publish-failed", ""))
    const camera = track()
    await set("camera", "on", camera)
    await publisher.sync()
    expect(publish).toHaveBeenCalledTimes(2)
  })

  it("lets a defect of ours through", async () => {
    const { publish, set } = setUp()
    publish.mockRejectedValueOnce(new TypeError("a defect"))
    await expect(set("camera", "on", track())).rejects.toThrow("a defect")
  })

  it("is sent anew when the room began a new session", async () => {
    const { publish, publisher, set } = setUp()
    const live = track()
    await set("camera", "on", live)
    publisher.forget()
    await publisher.sync()
    expect(publish.mock.calls).toEqual([
      ["camera", live],
      ["camera", live],
    ])
  })
})
