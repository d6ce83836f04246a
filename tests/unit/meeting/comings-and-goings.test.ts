// A long meeting in which people come and go: nothing of whoever went is kept, in the worker or beside it.

import { expect, it } from "vitest"
import { Epochs, OLD_KEYS_AFTER_REMOVAL_MS } from "../../../src/media/epochs.ts"
import { FrameCore } from "../../../src/media/frame-core.ts"
import { FrameWorker, type WorkerLike } from "../../../src/media/frame-worker.ts"
import type { EncodedFrame } from "../../../src/media/transform.ts"
import type { FromWorker, TransformOptions } from "../../../src/media/worker-protocol.ts"
import { TrackTransforms } from "../../../src/meeting/track-transforms.ts"
import { TrackVerdicts } from "../../../src/meeting/track-verdicts.ts"
import type { MediaSource } from "../../../src/room/frame-encryption.ts"
import { FakeClock, keysFor, makePerson, type Person, sealerOf } from "../media/fixtures.ts"
import { trackIdOf } from "./newest-track.ts"

const SOURCES = ["microphone", "camera"] as const satisfies readonly MediaSource[]
const COMINGS = 1000

/** Our client's frame worker, and the streams that a browser would have in it. */
class Client {
  readonly clock = new FakeClock()
  readonly verdicts = new TrackVerdicts()
  readonly frames: FrameWorker
  readonly transforms: TrackTransforms
  /** Streams that were attached and have not ended. */
  streams = 0
  #opened = 0
  #onOpened: () => void = () => undefined
  readonly #core: FrameCore
  readonly #writers = new Map<string, WritableStreamDefaultWriter<EncodedFrame>>()
  #emit: (message: FromWorker) => void = () => undefined

  constructor() {
    this.#core = new FrameCore((event) => this.#emit({ event }), this.clock)
    const worker: WorkerLike = {
      addEventListener: (_type, listener) => {
        this.#emit = (data) => listener(new MessageEvent("message", { data }))
      },
      postMessage: ({ request, command }) =>
        void this.#core.handle(command).then((answer) => this.#emit({ request, answer })),
    }
    this.frames = new FrameWorker(worker, (event) => {
      if (event.type !== "first") return
      this.verdicts.handleFirst(event.track, this.clock.now())
      this.#opened++
      this.#onOpened()
    })
    this.transforms = new TrackTransforms({
      frames: this.frames,
      createTransform: (options: TransformOptions) => this.#attach(options),
      videoMimeType: "video/VP9",
      onClosed: (track) => this.verdicts.forget(track),
    })
  }

  receive(track: string, frame: Uint8Array<ArrayBuffer>): Promise<void> | undefined {
    return this.#writers.get(track)?.write({ data: frame.slice().buffer, getMetadata: () => ({}) })
  }

  /** Resolves when this many tracks more have begun to open. */
  opened(tracks: number): Promise<void> {
    return new Promise((resolve) => {
      this.#onOpened = () => {
        if (this.#opened < tracks) return
        this.#opened -= tracks
        resolve()
      }
      this.#onOpened()
    })
  }

  #attach(options: TransformOptions): RTCRtpScriptTransform {
    const [input, output] = [new TransformStream<EncodedFrame>(), new WritableStream<EncodedFrame>()]
    if (options.direction === "receive") this.#writers.set(options.trackId, input.writable.getWriter())
    this.streams++
    void this.#core.attach({ readable: input.readable, writable: output }, options).finally(() => this.streams--)
    return {}
  }
}

it("keeps nothing of 1000 people who came, were heard and seen, and went", { timeout: 60_000 }, async () => {
  const client = new Client()
  const [us, everybody] = [await makePerson(), new Epochs(client.clock)]
  let epoch = 0n
  const enter = async (people: readonly Person[], change: "join" | "removal", sender: Person | null): Promise<void> => {
    const sketch = { epoch: ++epoch, people, change }
    client.transforms.setIdentities(new Map(people.map(({ identityKey }, leaf) => [`tag ${leaf}`, identityKey])))
    await client.frames.installEpoch(await keysFor(us, sketch))
    await client.frames.switchTo(epoch)
    if (!sender) return client.clock.advance(OLD_KEYS_AFTER_REMOVAL_MS)
    await everybody.install(await keysFor(sender, sketch))
    everybody.switchTo(epoch)
  }
  for (let coming = 0; coming < COMINGS; coming++) {
    const guest = await makePerson()
    await enter([us, guest], "join", guest)
    for (const source of SOURCES) {
      const track = { id: `TR_${coming} ${source}`, tag: "tag 1", source, mimeType: "" }
      client.transforms.open({ transform: null } as unknown as RTCRtpReceiver, track)
      await client.receive(track.id, await sealerOf(everybody, source)(undefined, source === "camera" ? "vp9" : "opus"))
    }
    await client.opened(SOURCES.length)
    const held = await client.frames.statistics()
    client.verdicts.update(held, client.clock.now())
    expect(held.map(({ passed }) => passed)).toEqual([1, 1])
    expect(client.verdicts.of(`TR_${coming} camera`)).toBe("opened")
    expect(trackIdOf(client.transforms, guest.identityKey, "camera")).toBe(`TR_${coming} camera`)
    expect(client.streams).toBe(SOURCES.length)
    for (const source of SOURCES) client.transforms.close(`TR_${coming} ${source}`)
    await enter([us], "removal", null)
    expect(await client.frames.statistics()).toEqual([])
    expect(client.transforms.tracks().size).toBe(0)
    expect(trackIdOf(client.transforms, guest.identityKey, "camera")).toBeNull()
    expect(client.verdicts.of(`TR_${coming} camera`)).toBe("nothing-yet")
  }
  await expect.poll(() => client.streams).toBe(0)
})
