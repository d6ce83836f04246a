// MLS of many clients beside their own thread, as in a browser. A few do without: starting a thread takes longer.

import { MlsWorker } from "../../../src/mls/mls-worker.ts"
import { ClientThread } from "../client-thread.ts"

export class MlsThread {
  readonly #thread = new ClientThread(new URL("./mls.worker.ts", import.meta.url))

  /** An MLS worker of its own for a client, until the signal. */
  start(abortSignal: AbortSignal): MlsWorker {
    return new MlsWorker(this.#thread.connect(abortSignal), abortSignal)
  }

  /** Ends the thread, with all its groups. */
  end(): Promise<void> {
    return this.#thread.end()
  }
}
