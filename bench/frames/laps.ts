// One lap: a number of frames through one contestant, one at a time, as they come in a call.

import type { EncodedFrame } from "../../src/media/transform.ts"
import { type BenchFrame, FRAME_KINDS, makeFrames } from "./bench-frame.ts"
import { type Contestant, type ContestantName, type Direction, makeContestants } from "./contestants.ts"

/** What to do next, in words that also cross from page to worker. */
export type Step =
  | { readonly step: "prepare"; readonly kind: number; readonly frames: number }
  | { readonly step: "run"; readonly contestant: ContestantName; readonly direction: Direction }

export class Laps {
  readonly #contestants: Readonly<Record<ContestantName, Contestant>>
  #kind = FRAME_KINDS[0]
  #frames: BenchFrame[] = []

  private constructor(contestants: Readonly<Record<ContestantName, Contestant>>) {
    this.#contestants = contestants
  }

  /** `livekitWorker` is where livekit-client's e2ee worker is imported from. */
  static async start(livekitWorker: string): Promise<Laps> {
    return new Laps(await makeContestants(livekitWorker))
  }

  /** Resolves when the step is done; who seals after "prepare" can open what came of it. */
  async take(step: Step): Promise<void> {
    if (step.step === "prepare") {
      this.#kind = FRAME_KINDS[step.kind]
      if (!this.#kind) throw new RangeError(`there is no kind ${step.kind}`)
      this.#frames = makeFrames(this.#kind, step.frames)
    } else await this.#run(step.contestant, step.direction)
  }

  async #run(name: ContestantName, direction: Direction): Promise<void> {
    if (!this.#kind) throw new RangeError("no frames are prepared")
    const plainBytes = this.#kind.bytes
    const done = Promise.withResolvers<void>()
    const waiting = this.#frames.values()
    let feed = doNothing // until the stream starts, which is at once
    const readable = new ReadableStream<EncodedFrame>({
      start: (controller) => {
        feed = () => {
          const { done: isOver, value } = waiting.next()
          if (!isOver) return controller.enqueue(value)
          controller.close()
          done.resolve()
        }
      },
    })
    const writable = new WritableStream<EncodedFrame>({ write: () => feed() })
    this.#contestants[name](direction, this.#kind, { readable, writable })
    feed()
    await done.promise
    for (const { data } of this.#frames) {
      const isRight = direction === "open" ? data.byteLength === plainBytes : data.byteLength > plainBytes
      if (!isRight) throw new Error(`${name} did not ${direction} a frame`)
    }
  }
}

function doNothing(): void {}

/** What Laps needs of a worker's global scope. */
interface LapScope {
  addEventListener(type: "message", listener: (event: MessageEvent<Step>) => void): void
  postMessage(message: { readonly taken: string }): void
}

/** Takes steps from a page, and tells it of each that is done. */
export async function takeStepsFrom(scope: LapScope, livekitWorker: string): Promise<void> {
  const laps = await Laps.start(livekitWorker)
  scope.addEventListener("message", ({ data }) => {
    void laps.take(data).then(
      () => scope.postMessage({ taken: "done" }),
      (error: unknown) => scope.postMessage({ taken: String(error) }),
    )
  })
  scope.postMessage({ taken: "ready" })
}
