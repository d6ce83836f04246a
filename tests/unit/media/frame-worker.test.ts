import { MessageChannel } from "node:worker_threads"
import { afterEach, describe, expect, it, vi } from "vitest"
import { isEqual, utf8 } from "../../../src/bytes/bytes.ts"
import { FrameWorker } from "../../../src/media/frame-worker.ts"
import type { EncodedFrame } from "../../../src/media/transform.ts"
import type { FromWorker, NumberedCommand, TransformOptions, WorkerEvent } from "../../../src/media/worker-protocol.ts"
import { type FrameWorkerScope, runFrameWorker, type TransformEvent } from "../../../src/media/worker.ts"
import { fault, keysFor, makePerson, OPUS, type Person } from "./fixtures.ts"

type Listening =
  | ["message", (event: MessageEvent<NumberedCommand>) => void]
  | ["rtctransform", (event: TransformEvent) => void]

/** The global scope of a worker whose platform is the test. */
class Scope implements FrameWorkerScope {
  readonly postMessage: (message: FromWorker) => void
  onMessage: (event: MessageEvent<NumberedCommand>) => void = () => undefined
  onTransform: (event: TransformEvent) => void = () => undefined

  constructor(postMessage: (message: FromWorker) => void) {
    this.postMessage = postMessage
  }

  addEventListener(...[type, listener]: Listening): void {
    if (type === "message") this.onMessage = listener
    else this.onTransform = listener
  }
}

/** A client's frame worker behind a real message channel, and the transforms a browser would make in it. */
class Client {
  readonly events: WorkerEvent[] = []
  readonly frames: FrameWorker
  readonly #channel = new MessageChannel()
  readonly #scope: Scope

  constructor() {
    const { port1, port2 } = this.#channel
    this.#scope = new Scope((message) => port2.postMessage(message))
    port2.on("message", (data) => this.#scope.onMessage(new MessageEvent("message", { data })))
    runFrameWorker(this.#scope)
    this.frames = new FrameWorker(
      {
        addEventListener: (_, listener) =>
          void port1.on("message", (data) => listener(new MessageEvent("message", { data }))),
        postMessage: (message) => port1.postMessage(message),
      },
      (event) => this.events.push(event),
    )
  }

  /** What `new RTCRtpScriptTransform(worker, options)` leads to. */
  transform(options: TransformOptions): {
    push: (frame: EncodedFrame) => Promise<void>
    next: () => Promise<Uint8Array>
  } {
    const input = new TransformStream<EncodedFrame, EncodedFrame>()
    const output = new TransformStream<EncodedFrame, EncodedFrame>(undefined, undefined, { highWaterMark: 100 })
    const transformer = { readable: input.readable, writable: output.writable, options: structuredClone(options) }
    const event: TransformEvent = Object.assign(new Event("rtctransform"), { transformer })
    this.#scope.onTransform(event)
    const writer = input.writable.getWriter()
    const reader = output.readable.getReader()
    return {
      push: (frame) => writer.write(frame),
      next: async () => new Uint8Array((await reader.read()).value?.data ?? new ArrayBuffer(0)),
    }
  }

  close(): void {
    this.#channel.port1.close()
  }
}

let clients: Client[] = []

function makeClient(): Client {
  const client = new Client()
  clients.push(client)
  return client
}

afterEach(() => {
  for (const client of clients) client.close()
  clients = []
})

async function meeting(): Promise<{ alice: Person; bob: Person; aliceClient: Client; bobClient: Client }> {
  const [alice, bob] = await Promise.all([makePerson(), makePerson()])
  const [aliceClient, bobClient] = [makeClient(), makeClient()]
  await aliceClient.frames.installEpoch(await keysFor(alice, { epoch: 1n, people: [alice, bob] }))
  await bobClient.frames.installEpoch(await keysFor(bob, { epoch: 1n, people: [alice, bob] }))
  await Promise.all([aliceClient.frames.switchTo(1n), bobClient.frames.switchTo(1n)])
  return { alice, bob, aliceClient, bobClient }
}

function opus(): EncodedFrame {
  return { data: OPUS.slice().buffer, getMetadata: () => ({ mimeType: "audio/opus" }) }
}

describe("the frame worker", () => {
  it("carries a frame from one person's transform to another's, sealed in between", async () => {
    const { alice, aliceClient, bobClient } = await meeting()
    const sender = aliceClient.transform(
      aliceClient.frames.sendTransform({ context: "microphone", codec: "audio/opus" }),
    )
    const receiver = bobClient.transform(
      bobClient.frames.receiveTransform({
        trackId: "TR_1",
        identityKey: alice.identityKey,
        context: "microphone",
        codec: "audio/opus",
      }),
    )
    await sender.push(opus())
    const sealed = await sender.next()
    expect(sealed.length).toBe(OPUS.length + 4 + 16)
    await receiver.push({ data: sealed.slice().buffer, getMetadata: () => ({}) })
    expect(await receiver.next()).toEqual(OPUS)
    expect(await bobClient.frames.statistics()).toEqual([
      { direction: "receive", track: "TR_1", passed: 1, faults: {} },
    ])
    expect(bobClient.events).toContainEqual({ type: "first", direction: "receive", track: "TR_1", isDelta: false })
  })

  it.each(["before", "after"] as const)(
    "opens a track for whom it is told of %s the track's stream comes, and the frames that waited for the epoch",
    async (moment) => {
      const [alice, bob] = await Promise.all([makePerson(), makePerson()])
      const [aliceClient, bobClient] = [makeClient(), makeClient()]
      const people = [alice, bob]
      await aliceClient.frames.installEpoch(await keysFor(alice, { epoch: 1n, people }))
      await aliceClient.frames.switchTo(1n)
      const sender = aliceClient.transform(aliceClient.frames.sendTransform({ context: "camera", codec: "video/VP9" }))
      await sender.push({ ...opus(), getMetadata: () => ({}) })
      const sealed = await sender.next()
      if (moment === "before") await bobClient.frames.identify("TR_1", alice.identityKey)
      const options = { trackId: "TR_1", identityKey: null, context: "camera", codec: "video/VP9" } as const
      const receiver = bobClient.transform(bobClient.frames.receiveTransform(options))
      await receiver.push({ data: sealed.slice().buffer, getMetadata: () => ({}) })
      if (moment === "after") await bobClient.frames.identify("TR_1", alice.identityKey)
      await bobClient.frames.installEpoch(await keysFor(bob, { epoch: 1n, people }))
      expect(await receiver.next()).toEqual(OPUS)
    },
  )

  it("opens nothing of a person's microphone while it is stopped, and everything else", async () => {
    const { alice, bob, aliceClient, bobClient } = await meeting()
    const { identityKey } = alice
    const tracks = (["microphone", "screen-audio"] as const).map((context) => {
      const options = { trackId: `TR_${context}`, identityKey, context, codec: "audio/opus" }
      const sender = aliceClient.transform(aliceClient.frames.sendTransform({ context, codec: "audio/opus" }))
      const receiver = bobClient.transform(bobClient.frames.receiveTransform(options))
      return async () => {
        await sender.push(opus())
        await receiver.push({ ...opus(), data: (await sender.next()).slice().buffer })
      }
    })
    const sendAll = () => Promise.all(tracks.map((send) => send()))
    const counted = async () =>
      (await bobClient.frames.statistics()).map(({ track, passed, faults }) => ({ track, passed, faults }))
    await bobClient.frames.setStopped([
      { identityKey, context: "microphone" },
      { identityKey: bob.identityKey, context: "screen-audio" },
    ])
    await sendAll()
    await vi.waitFor(async () =>
      expect(await counted()).toEqual([
        { track: "TR_microphone", passed: 0, faults: { stopped: 1 } },
        { track: "TR_screen-audio", passed: 1, faults: {} },
      ]),
    )
    await bobClient.frames.setStopped([])
    await sendAll()
    await vi.waitFor(async () => expect((await counted()).map(({ passed }) => passed)).toEqual([1, 2]))
  })

  it("seals a data message on one side and opens it on the other", async () => {
    const { alice, aliceClient, bobClient } = await meeting()
    const packet = await aliceClient.frames.sealData({ kind: "chat", counter: 3n, body: utf8("hello") })
    const opened = await bobClient.frames.openData(packet, null)
    expect(opened).toMatchObject({ kind: "chat", counter: 3n, leaf: 0, epoch: 1n })
    expect(isEqual(opened.identityKey, alice.identityKey)).toBe(true)
    expect(new TextDecoder().decode(opened.body)).toBe("hello")
  })

  it("hands a fault over as a FrameError, and other errors as errors", async () => {
    const { alice, bob, aliceClient } = await meeting()
    await expect(aliceClient.frames.switchTo(9n)).rejects.toThrow(fault("retired"))
    await expect(aliceClient.frames.openData(new Uint8Array(40), null)).rejects.toThrow(fault("plaintext"))
    const keys = await keysFor(alice, { epoch: 2n, people: [alice, bob] })
    await expect(aliceClient.frames.installEpoch({ ...keys, ownLeaf: 7 })).rejects.toThrow(/"ownLeaf"/)
  })

  it("takes commands about epochs in the order in which they are given, without waiting for answers", async () => {
    const { alice, bob, aliceClient } = await meeting()
    const keys = await keysFor(alice, { epoch: 2n, people: [alice, bob] })
    const installed = aliceClient.frames.installEpoch(keys)
    const switched = aliceClient.frames.switchTo(2n)
    const sealed = aliceClient.frames.sealData({ kind: "chat", counter: 0n, body: utf8("x") })
    await Promise.all([installed, switched])
    expect((await sealed)[3]).toBe(2) // the KID's epoch byte
  })

  it("halts, and goes on when an epoch is put in force", async () => {
    const { aliceClient } = await meeting()
    await aliceClient.frames.halt()
    const chat = { kind: "chat", counter: 0n, body: utf8("x") }
    await expect(aliceClient.frames.sealData(chat)).rejects.toThrow(fault("no-epoch"))
    await aliceClient.frames.switchTo(1n)
    expect((await aliceClient.frames.sealData(chat))[3]).toBe(1) // the KID's epoch byte
  })

  it("forgets the numbers of a track that is over", async () => {
    const { alice, bobClient } = await meeting()
    const track = {
      trackId: "TR_1",
      identityKey: alice.identityKey,
      context: "microphone",
      codec: "audio/opus",
    } as const
    bobClient.transform(bobClient.frames.receiveTransform(track))
    expect(await bobClient.frames.statistics()).toHaveLength(1)
    await bobClient.frames.forget("TR_1")
    expect(await bobClient.frames.statistics()).toEqual([])
  })

  it("answers nothing after it was closed, and leaves nobody waiting", async () => {
    const { aliceClient } = await meeting()
    expect(await aliceClient.frames.statistics()).toEqual([])
    const asked = aliceClient.frames.statistics()
    aliceClient.frames.close()
    await expect(asked).rejects.toThrow("the frame worker has ended")
    await expect(aliceClient.frames.statistics()).rejects.toThrow("the frame worker has ended")
  })
})
