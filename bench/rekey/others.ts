// Members who are there and acknowledge, in a thread of their own: what each would do on its own machine should not wait
// for those who are measured, nor they for it.

import { once } from "node:events"
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads"
import type { SuiteName } from "../../src/mls/suite.ts"
import { BenchMeeting } from "../service/bench-meeting.ts"

interface OthersSettings {
  readonly link: string
  readonly suite: SuiteName
  readonly count: number
}

export class Others {
  readonly #worker: Worker

  private constructor(worker: Worker) {
    this.#worker = worker
  }

  /** Resolves when so many have joined by the link; `note` hears how far they are. */
  static async join(settings: OthersSettings, note: (line: string) => void): Promise<Others> {
    const worker = new Worker(new URL(import.meta.url), { workerData: settings })
    const failed = once(worker, "exit").then(() => {
      throw new Error("the members' thread has ended")
    })
    failed.catch(() => undefined) // its later end is no failure
    worker.on("message", (members: number) => note(`${members} others`))
    for (let members = 0; members < settings.count; members++) {
      // oxlint-disable-next-line no-await-in-loop -- they come one after the other
      await Promise.race([once(worker, "message"), failed])
    }
    return new Others(worker)
  }

  /** Ends all their sockets. */
  async end(): Promise<void> {
    await this.#worker.terminate()
  }
}

async function serve({ link, suite, count }: OthersSettings): Promise<void> {
  const meeting = BenchMeeting.ofLink(link, suite)
  while (meeting.members < count) {
    // oxlint-disable-next-line no-await-in-loop -- as they stand in the queue
    await meeting.join()
    parentPort?.postMessage(meeting.members)
  }
}

if (!isMainThread) await serve(workerData)
