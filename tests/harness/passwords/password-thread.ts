// Where the clients of one process compute what their password workers compute: beside their own thread, as in a browser.
// What they would all compute alike, the code of a roster, is computed once: Argon2id is nine tenths of a client's work.

import { toHex } from "../../../src/bytes/bytes.ts"
import { PasswordWorker } from "../../../src/password/password-worker.ts"
import type { SecurityCode } from "../../../src/password/security-code.ts"
import { ClientThread } from "../client-thread.ts"

type CodeOf = PasswordWorker["securityCode"]

export class PasswordThread {
  readonly #lifetime = new AbortController()
  readonly #codes = new Map<string, Promise<SecurityCode>>()
  readonly #thread = new ClientThread(new URL("./password.worker.ts", import.meta.url))
  #coder: PasswordWorker | null = null

  /** A password worker of its own for a client, until the signal. */
  start(abortSignal: AbortSignal): PasswordWorker {
    return new SharedPasswords(this.#thread.connect(abortSignal), abortSignal, (...roster) => this.#codeOf(...roster))
  }

  /** Ends the thread; what was asked stays without an answer where its client did not end before. */
  async end(): Promise<void> {
    this.#lifetime.abort()
    await this.#thread.end()
  }

  #codeOf(...[hostKey, identityKeys]: Parameters<CodeOf>): Promise<SecurityCode> {
    const roster = [hostKey, ...identityKeys].map(toHex).join(" ")
    const known = this.#codes.get(roster)
    if (known) return known
    const { signal } = this.#lifetime
    this.#coder ??= new PasswordWorker(this.#thread.connect(signal), signal)
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
