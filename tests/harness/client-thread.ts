// A thread in which the clients of one process have workers of one kind: each client another port, as in a browser each
// has another worker.

import { type Transferable, Worker } from "node:worker_threads"

export class ClientThread {
  readonly #file: URL
  #worker: Worker | null = null

  /** `file` serves each port that is posted to it. */
  constructor(file: URL) {
    this.#file = file
  }

  /** A port of a client's own, until the signal. */
  connect(abortSignal: AbortSignal): MessagePort {
    this.#worker ??= start(this.#file)
    const { port1, port2 } = new MessageChannel()
    this.#worker.postMessage(port2, [port2 as unknown as Transferable]) // the same class, declared twice
    port1.start()
    abortSignal.addEventListener("abort", () => port1.close(), { once: true })
    return port1
  }

  /** Ends the thread; what was asked stays without an answer where its client did not end before. */
  async end(): Promise<void> {
    await this.#worker?.terminate()
  }
}

function start(file: URL): Worker {
  const worker = new Worker(file)
  worker.unref() // a process is over when its clients are
  return worker
}
