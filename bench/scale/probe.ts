// A small meeting in a thread of its own, in which somebody comes back again and again: how long the service takes for a
// commit of theirs, whatever the thread with all the others has to do.

import { once } from "node:events"
import { setTimeout as wait } from "node:timers/promises"
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads"
import { BenchMeeting, type Place } from "../service/bench-meeting.ts"

interface ProbeSettings {
  readonly place: Place
  readonly members: number
}

/** Between two commits, so that the probe is no load. */
const PAUSE_MS = 300

/** Such a meeting, from its founding to `end`. */
export class Probe {
  readonly #worker: Worker

  private constructor(worker: Worker) {
    this.#worker = worker
  }

  /** Resolves when all are in. */
  static async start(settings: ProbeSettings): Promise<Probe> {
    const worker = new Worker(new URL(import.meta.url), { workerData: settings })
    await once(worker, "message")
    return new Probe(worker)
  }

  /** Milliseconds from the handing in of each commit to its outcome, while `work` is done. */
  async during(work: () => Promise<void>): Promise<readonly number[]> {
    this.#worker.postMessage("begin")
    await work()
    this.#worker.postMessage("end")
    const [commitMs]: number[][] = await once(this.#worker, "message")
    return commitMs ?? []
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }
}

async function serve({ place, members }: ProbeSettings): Promise<void> {
  const meeting = await BenchMeeting.create(place)
  // oxlint-disable-next-line no-await-in-loop -- one after the other, as they stand in the queue
  while (meeting.members < members) await meeting.join()
  let measuring = new AbortController()
  parentPort?.on("message", (message: "begin" | "end") => {
    if (message === "end") return measuring.abort()
    measuring = new AbortController()
    void measure(meeting, measuring.signal)
  })
  parentPort?.postMessage("ready")
}

async function measure(meeting: BenchMeeting, abortSignal: AbortSignal): Promise<void> {
  const commitMs: number[] = []
  while (!abortSignal.aborted) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    commitMs.push((await meeting.comeBack()).commitMs)
    // oxlint-disable-next-line no-await-in-loop -- as above
    await wait(PAUSE_MS)
  }
  parentPort?.postMessage(commitMs)
}

if (!isMainThread) await serve(workerData)
