import { EventEmitter } from "node:events"
import { ConnectionState, ParticipantEvent, type Room, RoomEvent, Track } from "livekit-client"
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
    close: vi.fn<FrameTransforms["close"]>(),
    nameInjectedFrames: vi.fn<FrameTransforms["nameInjectedFrames"]>(),
  }
  const early: [string, string][] = []
  const localParticipant = new EventEmitter()
  const publication = { source: Track.Source.Camera, trackSid: "TR_1", mimeType: "video/vp8" }
  const participant = { sid: "PA_1", identity: IDENTITY, getTrackPublications: () => [publication] }
  const room = Object.assign(new EventEmitter(), {
    localParticipant,
    state: ConnectionState.Connecting,
    remoteParticipants: new Map([[IDENTITY, participant]]),
  })
  const engine = Object.assign(new EventEmitter(), { getTrackIdForReceiver: () => undefined })
  const manager = new FrameEncryption(transforms, (announced, track) => early.push([announced.id, track.id]))
  manager.setup(room as unknown as Room)
  manager.setupEngine(engine as unknown as Parameters<FrameEncryption["setupEngine"]>[0])
  const addTrack = (streamId = "PA_1|TR_1") =>
    engine.emit("mediaTrackAdded", { id: "of WebRTC" }, { id: streamId }, RECEIVER)
  const create = (source: Track.Source) =>
    localParticipant.emit(ParticipantEvent.LocalSenderCreated, SENDER, { source })
  const subscribe = (source: Track.Source, identity = IDENTITY) =>
    room.emit(
      RoomEvent.TrackSubscribed,
      { receiver: RECEIVER },
      { source, trackSid: "TR_1", mimeType: "video/vp8" },
      { identity },
    )
  return { transforms, early, manager, room, addTrack, create, subscribe }
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

  it("tells when a track is over", () => {
    const { transforms, room } = setUp()
    room.emit(RoomEvent.TrackUnsubscribed, {}, { trackSid: "TR_1" }, { identity: IDENTITY })
    expect(transforms.close).toHaveBeenCalledExactlyOnceWith("TR_1")
  })

  it("puts a transform on anew each time that a receiver is used for a track", () => {
    const { transforms, subscribe } = setUp()
    subscribe(Track.Source.Camera)
    subscribe(Track.Source.Camera)
    expect(transforms.open).toHaveBeenCalledTimes(2)
  })

  it("puts it on as soon as WebRTC has the receiver while the room connects, and not again when LiveKit tells", () => {
    const { transforms, early, addTrack, subscribe } = setUp()
    addTrack()
    expect(early).toEqual([["TR_1", "of WebRTC"]])
    expect(transforms.open).toHaveBeenCalledExactlyOnceWith(RECEIVER, {
      id: "TR_1",
      tag: TAG,
      source: "camera",
      mimeType: "video/vp8",
    })
    subscribe(Track.Source.Camera)
    expect(transforms.open).toHaveBeenCalledOnce()
    subscribe(Track.Source.Camera) // used for a track again
    expect(transforms.open).toHaveBeenCalledTimes(2)
  })

  it("leaves it to LiveKit to tell of tracks once the room is connected, and of those not announced yet", () => {
    const { transforms, room, addTrack } = setUp()
    addTrack("PA_2|TR_1")
    addTrack("PA_1|TR_2")
    room.state = ConnectionState.Connected
    addTrack()
    expect(transforms.open).not.toHaveBeenCalled()
  })

  it.each([
    ["person", Track.Source.Camera, `${"f".repeat(32)}.0123456789abcdef`],
    ["source", Track.Source.Microphone, IDENTITY],
  ] as const)("puts it on anew where the SFU names another %s for the track than before", (_, source, identity) => {
    const { transforms, addTrack, subscribe } = setUp()
    addTrack()
    subscribe(source, identity)
    expect(transforms.open).toHaveBeenCalledTimes(2)
    expect(transforms.open.mock.lastCall?.[1]).toMatchObject({ source: sourceOf(source), tag: identity.slice(0, 32) })
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
