// What a service in a process of its own costs, as Linux counts it.

import { readFile } from "node:fs/promises"
import type { LoopDelay } from "../../tests/harness/service-process/protocol.ts"
import { ServiceProcess } from "../../tests/harness/service-process/service-process.ts"
import type { SuiteName } from "../../src/mls/suite.ts"
import { threadCpu } from "../measure/thread-cpu.ts"
import type { Place } from "./bench-meeting.ts"

/** All the bench's clients have one address, and come in a hurry. */
const PLENTY = { burst: 1e6, perMinute: 1e6 }
const LIMITS = {
  srpPerAddress: PLENTY,
  srpPerMeeting: PLENTY,
  createPerAddress: PLENTY,
  commitsPerPerson: PLENTY,
  commitsPerMeeting: PLENTY,
  messagesPerSocket: PLENTY,
  socketsPerAddress: 1e6,
}

export class ServiceMeter implements AsyncDisposable {
  readonly place: Place
  readonly #service: ServiceProcess

  private constructor(service: ServiceProcess, suite: SuiteName) {
    this.#service = service
    this.place = { host: new URL(service.origin).host, suite }
  }

  /** A real service without limits and without an SFU. */
  static async start(suite: SuiteName): Promise<ServiceMeter> {
    return new ServiceMeter(await ServiceProcess.start({ suite, limits: LIMITS }), suite)
  }

  /** Resident memory in MB (10^6 bytes). */
  async memoryMb(): Promise<number> {
    const status = await readFile(`/proc/${this.#service.pid}/status`, "utf8")
    const kilobytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1])
    return (kilobytes * 1024) / 1e6
  }

  /** CPU time that the service took while `work` was done, in milliseconds. */
  async cpuMs(work: () => Promise<unknown>): Promise<number> {
    const before = await threadCpu(this.#service.pid)
    await work()
    return ((await threadCpu(this.#service.pid)) - before) / 1000
  }

  /** How long its event loop kept others waiting since the last question; the first one begins the watch. */
  loopDelay(): Promise<LoopDelay> {
    return this.#service.loopDelay()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#service[Symbol.asyncDispose]()
  }
}
