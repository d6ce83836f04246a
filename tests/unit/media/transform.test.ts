import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { concat, utf8 } from "../../../src/bytes/bytes.ts"
import { Epochs } from "../../../src/media/epochs.ts"
import { FrameCore } from "../../../src/media/frame-core.ts"
import { Sealer } from "../../../src/media/sealer.ts"
import type { FaultCounts } from "../../../src/media/track-report.ts"
import type { EncodedFrame } from "../../../src/media/transform.ts"
import type { TransformOptions, WorkerEvent } from "../../../src/media/worker-protocol.ts"
import { decodeTransformOptions } from "../../../src/media/worker-protocol.ts"
import { type EpochSketch, FakeClock, keysFor, makePerson, OPUS, type Person, settled } from "./fixtures.ts"

let alice: Person
let bob: Person
let clock: FakeClock
let events: WorkerEvent[]
let alices: FrameCore
let bobs: Epochs

const epoch1 = (): EpochSketch => ({ epoch: 1n, people: [alice, bob] })
const epoch2 = (): EpochSketch => ({ epoch: 2n, people: [alice, bob] })

beforeAll(async () => {
  ;[alice, bob] = await Promise.all([makePerson(), makePerson()])
})

beforeEach(async () => {
  clock = new FakeClock()
  events = []
  alices = new FrameCore((event) => events.push(event), clock)
  bobs = new Epochs(clock)
  await alices.handle({ type: "install", keys: await keysFor(alice, epoch1()) })
  await bobs.install(await keysFor(bob, epoch1()))
  bobs.switchTo(1n)
})

interface Track {
  readonly push: (...frames: Uint8Array<ArrayBuffer>[]) => Promise<void>
  readonly pushFrame: (frame: EncodedFrame) => Promise<void>
  readonly passed: Uint8Array[]
  readonly ended: Promise<void>
  readonly close: () => Promise<void>
}

function attach(options: TransformOptions): Track {
  const input = new TransformStream<EncodedFrame, EncodedFrame>()
  const passed: Uint8Array[] = []
  const writable = new WritableStream<EncodedFrame>({ write: (frame) => void passed.push(new Uint8Array(frame.data)) })
  const ended = alices.attach({ readable: input.readable, writable }, options)
  const writer = input.writable.getWriter()
  const pushFrame = (frame: EncodedFrame): Promise<void> => writer.write(frame)
  const push = async (...frames: Uint8Array<ArrayBuffer>[]): Promise<void> => {
    for (const frame of frames) {
      // oxlint-disable-next-line no-await-in-loop -- in their order
      await pushFrame({ data: frame.slice().buffer, getMetadata: () => ({}) })
    }
    await settled()
  }
  return { push, pushFrame, passed, ended, close: () => writer.close() }
}

function bobsMicrophone(trackId = "TR_bob"): Track {
  return attach({ direction: "receive", trackId, identityKey: bob.identityKey, context: "microphone", codec: "opus" })
}

function sealed(...tail: number[]): Promise<Uint8Array<ArrayBuffer>> {
  return new Sealer(bobs, "microphone").seal(frame(...tail), "opus")
}

function frame(...tail: number[]): Uint8Array<ArrayBuffer> {
  return concat(OPUS, Uint8Array.from(tail))
}

async function faults(track: string): Promise<FaultCounts | undefined> {
  const answer = await alices.handle({ type: "statistics" })
  return answer.type === "statistics" ? answer.tracks.find((candidate) => candidate.track === track)?.faults : undefined
}

describe("a receiving transform", () => {
  it("passes what opens in its order, drops the rest, and counts it", async () => {
    const track = bobsMicrophone()
    const [first, second] = [await sealed(1), await sealed(2)]
    await track.push(OPUS, first, first, second, new Uint8Array(0))
    expect(track.passed).toEqual([frame(1), frame(2)])
    expect(await faults("TR_bob")).toEqual({ plaintext: 1, replayed: 1, empty: 1 })
  })

  it("says where the first frame of a picture is one that shows nothing by itself", async () => {
    const track = bobsMicrophone()
    await track.pushFrame({ data: (await sealed(1)).buffer, type: "delta", getMetadata: () => ({}) })
    await settled()
    expect(events).toEqual([{ type: "first", direction: "receive", track: "TR_bob", isDelta: true }])
  })

  it("says once that a track's first frame opened, and its faults together after 250 ms", async () => {
    const track = bobsMicrophone()
    await track.push(await sealed(1), await sealed(2), OPUS, OPUS)
    expect(events).toEqual([{ type: "first", direction: "receive", track: "TR_bob", isDelta: false }])
    clock.advance(250)
    expect(events.slice(1)).toEqual([
      { type: "faults", direction: "receive", track: "TR_bob", faults: { plaintext: 2 } },
    ])
  })

  it("names LiveKit's own frames by the trailer it was told", async () => {
    const trailer = utf8("LiveKit's trailer")
    await alices.handle({ type: "trailer", trailer })
    const track = bobsMicrophone()
    await track.push(concat(OPUS, trailer), OPUS)
    expect(await faults("TR_bob")).toEqual({ "injected-by-sfu": 1, plaintext: 1 })
  })

  it("keeps the order of frames behind one that is held", async () => {
    const track = bobsMicrophone()
    const old = await sealed(1)
    await bobs.install(await keysFor(bob, epoch2()))
    bobs.switchTo(2n)
    await track.push(await sealed(2), old)
    expect(track.passed).toEqual([])
    await alices.handle({ type: "install", keys: await keysFor(alice, epoch2()) })
    await settled()
    expect(track.passed).toEqual([frame(2), frame(1)])
  })

  it("holds each frame 500 ms from its own arrival, not from its turn", async () => {
    const track = bobsMicrophone()
    await bobs.install(await keysFor(bob, epoch2()))
    bobs.switchTo(2n)
    await track.push(await sealed(1), await sealed(2))
    clock.advance(300)
    await track.push(await sealed(3))
    clock.advance(200)
    await settled()
    expect(await faults("TR_bob")).toEqual({ "unknown-epoch": 2 })
    await alices.handle({ type: "install", keys: await keysFor(alice, epoch2()) })
    await settled()
    expect(track.passed).toEqual([frame(3)])
  })

  it("does not hold up other tracks", async () => {
    const [held, other] = [bobsMicrophone("TR_held"), bobsMicrophone("TR_other")]
    const old = await sealed(1)
    await bobs.install(await keysFor(bob, epoch2()))
    bobs.switchTo(2n)
    await held.push(await sealed(2))
    await other.push(old)
    expect(other.passed).toEqual([frame(1)])
  })

  it("drops as overrun what comes while too many frames wait", async () => {
    const track = bobsMicrophone()
    await bobs.install(await keysFor(bob, epoch2()))
    bobs.switchTo(2n)
    const frames = await Promise.all(Array.from({ length: 130 }, (_, index) => sealed(index)))
    await track.push(...frames)
    expect(await faults("TR_bob")).toEqual({ overrun: 1 })
    await alices.handle({ type: "install", keys: await keysFor(alice, epoch2()) })
    await vi.waitFor(() => expect(track.passed).toHaveLength(129))
  })

  it("says that we are behind when frames of an unknown epoch come for a second", async () => {
    const track = bobsMicrophone()
    await bobs.install(await keysFor(bob, epoch2()))
    bobs.switchTo(2n)
    for (let elapsed = 0; elapsed < 1500; elapsed += 100) {
      // oxlint-disable-next-line no-await-in-loop -- one after another, as frames come
      await track.push(await sealed(1))
      clock.advance(100)
    }
    await settled()
    expect(events.filter(({ type }) => type === "behind")).toHaveLength(1)
  })

  it("says so too when no more than a heartbeat now and then comes of it", async () => {
    const track = bobsMicrophone()
    await bobs.install(await keysFor(bob, epoch2()))
    bobs.switchTo(2n)
    for (let beat = 0; beat < 2; beat++) {
      expect(events.filter(({ type }) => type === "behind")).toEqual([])
      // oxlint-disable-next-line no-await-in-loop -- one after another, as packets come
      await track.push(await sealed(1))
      await settled() // oxlint-disable-line no-await-in-loop -- as above
      clock.advance(5000)
    }
    expect(events.filter(({ type }) => type === "behind")).toHaveLength(1)
  })

  it("does not say so for frames of somebody who is not in the group, who may send under any epoch", async () => {
    const eve = await makePerson()
    const { identityKey } = eve
    const track = attach({ direction: "receive", trackId: "TR_eve", identityKey, context: "microphone", codec: "opus" })
    await bobs.install(await keysFor(bob, epoch2()))
    bobs.switchTo(2n)
    for (let elapsed = 0; elapsed < 3000; elapsed += 100) {
      // oxlint-disable-next-line no-await-in-loop -- one after another, as frames come
      await track.push(await sealed(1))
      clock.advance(100)
    }
    await settled()
    expect(events.filter(({ type }) => type === "behind")).toEqual([])
    expect(await faults("TR_eve")).toMatchObject({ "unknown-epoch": expect.any(Number) })
  })

  it("does not say so when the epoch came within the second", async () => {
    const track = bobsMicrophone()
    await bobs.install(await keysFor(bob, epoch2()))
    bobs.switchTo(2n)
    for (let elapsed = 0; elapsed < 1500; elapsed += 100) {
      // oxlint-disable-next-line no-await-in-loop -- one after another, as frames come
      if (elapsed === 800) await alices.handle({ type: "install", keys: await keysFor(alice, epoch2()) })
      // oxlint-disable-next-line no-await-in-loop -- as above
      await track.push(await sealed(1))
      clock.advance(100)
    }
    expect(events.filter(({ type }) => type === "behind")).toEqual([])
  })

  it("ends when its stream closes", async () => {
    const track = bobsMicrophone()
    await track.close()
    await track.ended
    expect(track.passed).toEqual([])
  })

  it("ends when another of the same track begins", async () => {
    const [first, second] = [bobsMicrophone(), bobsMicrophone()]
    await first.ended
    await second.push(await sealed(1))
    expect(second.passed).toEqual([frame(1)])
  })

  it("drops a frame that breaks something as a defect, and goes on", async () => {
    const track = bobsMicrophone()
    await track.pushFrame({
      data: (await sealed(1)).buffer,
      getMetadata: () => {
        throw new TypeError("detached")
      },
    })
    await track.push(await sealed(2))
    expect(track.passed).toEqual([frame(2)])
    expect(await faults("TR_bob")).toEqual({ defect: 1 })
  })
})

describe("a sending transform", () => {
  it("sends nothing until an epoch is in force", async () => {
    const track = attach({ direction: "send", context: "camera", codec: "video/VP8" })
    await track.push(OPUS)
    expect(track.passed).toEqual([])
    expect(await faults("camera")).toEqual({ "no-epoch": 1 })
    await alices.handle({ type: "switch", epoch: 1n })
    await track.push(Uint8Array.of(0x31, 1, 2, 3))
    expect(track.passed).toHaveLength(1)
    expect(track.passed[0]).toHaveLength(4 + 4 + 16)
  })

  it("goes by the codec that the frame names, and refuses those that are not supported", async () => {
    await alices.handle({ type: "switch", epoch: 1n })
    const track = attach({ direction: "send", context: "camera", codec: "video/VP8" })
    const data = Uint8Array.of(0x82, ...Array(20).keys())
    await track.pushFrame({ data: data.slice().buffer, getMetadata: () => ({ mimeType: "video/VP9" }) })
    await track.pushFrame({ data: data.slice().buffer, getMetadata: () => ({ mimeType: "video/AV1" }) })
    await settled()
    expect(track.passed.map((bytes) => bytes[1])).toEqual([0xa0]) // VP9's prefix of one byte, then the header
    expect(await faults("camera")).toEqual({ "unsupported-codec": 1 })
  })
})

describe("the options of a transform", () => {
  it.each([
    ["nothing", null],
    ["no identity", { direction: "receive", trackId: "TR", context: "camera", codec: "vp8" }],
    ["an unknown context", { direction: "send", context: "data", codec: "vp8" }],
    ["an unknown direction", { direction: "both", context: "camera", codec: "vp8" }],
  ])("are refused with %s", (_, options) => {
    expect(() => decodeTransformOptions(options)).toThrow(expect.objectContaining({ name: "ShapeError" }))
  })

  it("are taken as a sender or receiver gives them", () => {
    const options = { direction: "send", context: "camera", codec: "vp8" }
    expect(decodeTransformOptions(options)).toEqual(options)
  })
})
