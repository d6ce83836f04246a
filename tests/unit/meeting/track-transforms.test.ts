import { describe, expect, it, vi } from "vitest"
import { FrameWorker, type WorkerLike } from "../../../src/media/frame-worker.ts"
import type { NumberedCommand, TransformOptions } from "../../../src/media/worker-protocol.ts"
import { TrackTransforms } from "../../../src/meeting/track-transforms.ts"
import { ANA, BEN } from "./fixtures.ts"
import { trackIdOf } from "./newest-track.ts"

const CAMERA = { id: "TR_1", tag: "tag-ben", source: "camera", mimeType: "video/VP8" } as const
const BEN_IS_KNOWN = new Map([["tag-ben", BEN.identityKey]])

function setUp() {
  const commands: NumberedCommand["command"][] = []
  const worker: WorkerLike = {
    postMessage: ({ command }) => void commands.push(command),
    addEventListener: () => {},
  }
  const createTransform = vi.fn<(options: TransformOptions) => RTCRtpScriptTransform>((options) => ({ options }))
  const frames = new FrameWorker(worker, () => {})
  const onClosed = vi.fn<(trackId: string) => void>()
  const transforms = new TrackTransforms({ frames, createTransform, videoMimeType: "video/VP9", onClosed })
  return { commands, createTransform, onClosed, transforms }
}

/** A receiver, or a sender, as far as a transform is put on it. */
function endpoint(): RTCRtpReceiver & RTCRtpSender {
  return { transform: null } as unknown as RTCRtpReceiver & RTCRtpSender
}

describe("a receiver", () => {
  it("opens the frames of the person whose tag the track carries, and of nobody else", () => {
    const { transforms } = setUp()
    const receiver = endpoint()
    transforms.setIdentities(new Map([...BEN_IS_KNOWN, ["tag-ana", ANA.identityKey]]))
    transforms.open(receiver, CAMERA)
    expect(receiver.transform).toEqual({
      options: {
        direction: "receive",
        trackId: "TR_1",
        identityKey: BEN.identityKey,
        context: "camera",
        codec: "video/VP8",
      },
    })
  })

  it("gets its transform at once, and the worker is told whose its track is when the roster knows", () => {
    const { commands, createTransform, transforms } = setUp()
    const receiver = endpoint()
    transforms.open(receiver, CAMERA)
    expect(receiver.transform).toMatchObject({ options: { trackId: "TR_1", identityKey: null } })
    transforms.setIdentities(new Map([["tag-ana", ANA.identityKey]]))
    expect(commands).toEqual([])
    transforms.setIdentities(BEN_IS_KNOWN)
    transforms.setIdentities(BEN_IS_KNOWN)
    expect(commands).toEqual([{ type: "identify", track: "TR_1", identityKey: BEN.identityKey }])
    expect(createTransform).toHaveBeenCalledOnce()
    expect(trackIdOf(transforms, BEN.identityKey, "camera")).toBe("TR_1")
  })

  it("is forgotten with its track, whether or not the roster knew whose it was", () => {
    const { commands, onClosed, transforms } = setUp()
    transforms.setIdentities(BEN_IS_KNOWN)
    transforms.open(endpoint(), CAMERA)
    transforms.open(endpoint(), { ...CAMERA, id: "TR_2", tag: "tag-ana" })
    transforms.close("TR_1")
    transforms.close("TR_2")
    transforms.setIdentities(new Map([...BEN_IS_KNOWN, ["tag-ana", ANA.identityKey]]))
    expect(transforms.tracks().size).toBe(0)
    expect(commands).toEqual([
      { type: "forget", track: "TR_1" },
      { type: "forget", track: "TR_2" },
    ])
    expect(onClosed.mock.calls).toEqual([["TR_1"], ["TR_2"]])
  })

  it("is nobody's any more whom the SFU named first, once it names another for the same track", () => {
    const { commands, transforms } = setUp()
    transforms.setIdentities(new Map([["tag-ana", ANA.identityKey]]))
    transforms.open(endpoint(), CAMERA)
    transforms.open(endpoint(), { ...CAMERA, tag: "tag-ana" })
    transforms.setIdentities(new Map([...BEN_IS_KNOWN, ["tag-ana", ANA.identityKey]]))
    expect(commands).toEqual([])
    expect(trackIdOf(transforms, ANA.identityKey, "camera")).toBe("TR_1")
  })

  it("gets a new transform when it is taken over by another track", () => {
    const { transforms } = setUp()
    const receiver = endpoint()
    transforms.setIdentities(new Map([...BEN_IS_KNOWN, ["tag-ana", ANA.identityKey]]))
    transforms.open(receiver, CAMERA)
    transforms.open(receiver, { ...CAMERA, id: "TR_2", tag: "tag-ana" })
    expect(receiver.transform).toMatchObject({ options: { trackId: "TR_2", identityKey: ANA.identityKey } })
  })

  it.each([
    ["microphone", "audio/opus"],
    ["camera", "video/VP9"],
  ] as const)("takes the meeting's own codec for a %s whose codec the SFU does not name", (source, codec) => {
    const { createTransform, transforms } = setUp()
    transforms.setIdentities(BEN_IS_KNOWN)
    transforms.open(endpoint(), { ...CAMERA, source, mimeType: "" })
    expect(createTransform.mock.lastCall?.[0]).toMatchObject({ context: source, codec })
  })
})

describe("the newest track of a person", () => {
  it("is the one that was attached last", () => {
    const { transforms } = setUp()
    transforms.setIdentities(BEN_IS_KNOWN)
    for (const id of ["TR_1", "TR_2", "TR_1"]) transforms.open(endpoint(), { ...CAMERA, id })
    expect(trackIdOf(transforms, BEN.identityKey, "camera")).toBe("TR_1")
  })

  it("is null for another source and for another person", () => {
    const { transforms } = setUp()
    transforms.setIdentities(BEN_IS_KNOWN)
    transforms.open(endpoint(), CAMERA)
    expect(trackIdOf(transforms, BEN.identityKey, "camera")).toBe("TR_1")
    expect(trackIdOf(transforms, BEN.identityKey, "microphone")).toBeNull()
    expect(trackIdOf(transforms, ANA.identityKey, "camera")).toBeNull()
  })
})

describe("a sender", () => {
  it.each([
    ["microphone", "audio/opus"],
    ["screen-audio", "audio/opus"],
    ["camera", "video/VP9"],
    ["screen", "video/VP9"],
  ] as const)("seals a %s under its own context", (source, codec) => {
    const { transforms } = setUp()
    const sender = endpoint()
    transforms.seal(sender, { source })
    expect(sender.transform).toEqual({ options: { direction: "send", context: source, codec } })
  })
})

it("hands the SFU's trailer to the worker, which names the drop by it", () => {
  const { commands, transforms } = setUp()
  const trailer = new Uint8Array([1, 2])
  transforms.nameInjectedFrames(trailer)
  expect(commands).toEqual([{ type: "trailer", trailer }])
})
