// Where the clients of one process compute what their password workers compute: beside their own thread, as in a browser.
// What they would all compute alike, the code of a roster, is computed once: Argon2id is nine tenths of a client's work.

import { type Transferable, Worker } from "node:worker_threads"
import { toHex } from "../../../src/bytes/bytes.ts"
import { PasswordWorker } from "../../../src/password/password-worker.ts"
import type { SecurityCode } from "../../../src/password/security-code.ts"

type CodeOf = PasswordWorker["securityCode"]

export class PasswordThread {
  readonly #lifetime = new AbortController()
  readonly #codes = new Map<string, Promise<SecurityCode>>()
  #worker: Worker | null = null
  #coder: PasswordWorker | null = null

  /** A password worker of its own for a client, until the signal. */
  start(abortSignal: AbortSignal): PasswordWorker {
    return new SharedPasswords(this.#connect(abortSignal), abortSignal, (...roster) => this.#codeOf(...roster))
  }

  /** Ends the thread; what was asked stays without an answer where its client did not end before. */
  async end(): Promise<void> {
    this.#lifetime.abort()
    await this.#worker?.terminate()
  }

  #connect(abortSignal: AbortSignal): MessagePort {
    this.#worker ??= startThread()
    const { port1, port2 } = new MessageChannel()
    this.#worker.postMessage(port2, [port2 as unknown as Transferable]) // the same class, declared twice
    port1.start()
    abortSignal.addEventListener("abort", () => port1.close(), { once: true })
    return port1
  }

  #codeOf(...[hostKey, identityKeys]: Parameters<CodeOf>): Promise<SecurityCode> {
    const roster = [hostKey, ...identityKeys].map(toHex).join(" ")
    const known = this.#codes.get(roster)
    if (known) return known
    const { signal } = this.#lifetime
    this.#coder ??= new PasswordWorker(this.#connect(signal), signal)
    const code = this.#coder.securityCode(hostKey, identityKeys)
    this.#codes.set(roster, code)
    return code
  }
}

class SharedPasswords extends PasswordWorker {
  readonly #codeOf: CodeOf

  constructor(port: MessagePort, abortSignal: AbortSignal, codeOf: CodeOf) {
    super(port, abortSignal)
    this.#codeOf = codeOf
  }

  override securityCode(...roster: Parameters<CodeOf>): Promise<SecurityCode> {
    return this.#codeOf(...roster)
  }
}

function startThread(): Worker {
  const file = new URL("./password.worker.ts", import.meta.url)
  const worker = new Worker(file)
  worker.unref() // a process is over when its clients are
  return worker
}
