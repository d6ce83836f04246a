import { EventEmitter } from "node:events"
import { ParticipantEvent, type Room, RoomEvent, Track } from "livekit-client"
import { describe, expect, it, vi } from "vitest"
import { RoomError } from "../../../src/room/errors.ts"
import { FrameEncryption, type FrameTransforms, sourceOf } from "../../../src/room/frame-encryption.ts"

const TAG = "0123456789abcdef0123456789abcdef"
const IDENTITY = `${TAG}.0123456789abcdef`
const SENDER = {} as RTCRtpSender
const RECEIVER = {} as RTCRtpReceiver

/** The manager in a room whose events a test fires. */
function setUp() {
  const transforms = {
    seal: vi.fn<FrameTransforms["seal"]>(),
    open: vi.fn<FrameTransforms["open"]>(),
    nameInjectedFrames: vi.fn<FrameTransforms["nameInjectedFrames"]>(),
  }
  const localParticipant = new EventEmitter()
  const room = Object.assign(new EventEmitter(), { localParticipant })
  const manager = new FrameEncryption(transforms)
  manager.setup(room as unknown as Room)
  const create = (source: Track.Source) =>
    localParticipant.emit(ParticipantEvent.LocalSenderCreated, SENDER, { source })
  const subscribe = (source: Track.Source, identity = IDENTITY) =>
    room.emit(
      RoomEvent.TrackSubscribed,
      { receiver: RECEIVER },
      { source, trackSid: "TR_1", mimeType: "video/vp8" },
      { identity },
    )
  return { transforms, manager, create, subscribe }
}

describe("frame encryption in a LiveKit room", () => {
  it.each([
    [Track.Source.Microphone, "microphone"],
    [Track.Source.Camera, "camera"],
    [Track.Source.ScreenShare, "screen"],
    [Track.Source.ScreenShareAudio, "screen-audio"],
  ] as const)("seals every new sender of %s and opens every track of it", (source, name) => {
    const { transforms, create, subscribe } = setUp()
    create(source)
    subscribe(source)
    expect(transforms.seal).toHaveBeenCalledExactlyOnceWith(SENDER, { source: name })
    expect(transforms.open).toHaveBeenCalledExactlyOnceWith(RECEIVER, {
      id: "TR_1",
      tag: TAG,
      source: name,
      mimeType: "video/vp8",
    })
    expect(sourceOf(source)).toBe(name)
  })

  it("attaches nothing to a track of an unknown source, so that nothing of it is sent or played", () => {
    const { transforms, create, subscribe } = setUp()
    create(Track.Source.Unknown)
    subscribe(Track.Source.Unknown)
    expect(transforms.seal).not.toHaveBeenCalled()
    expect(transforms.open).not.toHaveBeenCalled()
  })

  it("attaches nothing to a track under an identity that is none of ours", () => {
    const { transforms, subscribe } = setUp()
    subscribe(Track.Source.Camera, "somebody")
    expect(transforms.open).not.toHaveBeenCalled()
  })

  it("puts a transform on anew each time that a receiver is used for a track", () => {
    const { transforms, subscribe } = setUp()
    subscribe(Track.Source.Camera)
    subscribe(Track.Source.Camera)
    expect(transforms.open).toHaveBeenCalledTimes(2)
  })

  it("does not believe the SFU that somebody is not encrypted", () => {
    const { manager } = setUp()
    manager.setParticipantCryptorEnabled()
    expect(manager.isEnabled).toBe(true)
  })

  it("keeps LiveKit's own data encryption off, and refuses to be used for it", async () => {
    const { manager } = setUp()
    manager.isDataChannelEncryptionEnabled = true
    expect(manager.isDataChannelEncryptionEnabled).toBe(false)
    await expect(manager.encryptData()).rejects.toBeInstanceOf(RoomError)
    await expect(manager.handleEncryptedData()).rejects.toMatchObject({ fault: "refused" })
  })

  it("hands the SFU's trailer on, by which its own frames are named", () => {
    const { transforms, manager } = setUp()
    const trailer = new Uint8Array([1, 2, 3])
    manager.setSifTrailer(trailer)
    expect(transforms.nameInjectedFrames).toHaveBeenCalledExactlyOnceWith(trailer)
  })
})
