// Entering anew: under the same identity, with another leaf, one try at a time. A try that was refused is the last.

import type { Entry } from "./entry.ts"
import type { ServiceLink } from "./service-link.ts"

export class Reentry {
  readonly #enterAgain: () => Promise<Entry>
  #entering: Promise<Entry> | null = null

  /** `enterAgain` rejects when we are refused. */
  constructor(enterAgain: () => Promise<Entry>) {
    this.#enterAgain = enterAgain
  }

  /** Whether we are out, and not in again: on the way, or refused. */
  get isOut(): boolean {
    return this.#entering !== null
  }

  /** To be called when we are not out yet; rejects with what refused us. */
  async enter(): Promise<Entry> {
    this.#entering = this.#enterAgain()
    const entry = await this.#entering
    this.#entering = null
    return entry
  }

  /** A fresh token for the SFU: of the service that we were at, or of the one at which we enter anew. */
  async renewToken(service: Pick<ServiceLink, "renewToken">): Promise<string> {
    try {
      return await service.renewToken()
    } catch (error) {
      if (!this.#entering) throw error
      return (await this.#entering).grant.roomToken
    }
  }
}
