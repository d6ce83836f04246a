// Those who ask a group's hosts to be let in.

import { toHex } from "../src/bytes/bytes.ts"
import { ServiceError } from "./errors.ts"
import type { LiveGroup } from "./group.ts"
import { isHostOf } from "./group-policy.ts"

/** Somebody who asks to be let in. */
export interface Asker {
  readonly identityKey: Uint8Array
  readonly sealedName: Uint8Array
  readonly signature: Uint8Array
  handleAdmitted(ticket: Uint8Array): void
  handleDenied(): void
}

export class Askers {
  readonly #group: LiveGroup
  readonly #askers = new Map<string, Asker>()

  constructor(group: LiveGroup) {
    this.#group = group
  }

  ask(asker: Asker): void {
    const { identityKey, sealedName, signature } = asker
    this.#askers.set(toHex(identityKey), asker)
    this.#group.audience.publish((log) => ({ type: "asking", log, identityKey, sealedName, signature }))
  }

  /** The asker went away. */
  withdraw(asker: Asker): void {
    if (this.#askers.get(toHex(asker.identityKey)) === asker) this.#take(asker.identityKey)
  }

  /** A host's answer, null for no; throws ServiceError `not-a-host` or `not-asking`. */
  answer(by: Uint8Array, identityKey: Uint8Array, ticket: Uint8Array | null): void {
    if (!isHostOf(this.#group.current, by)) throw new ServiceError("not-a-host", "only hosts admit")
    const asker = this.#take(identityKey)
    if (!asker) throw new ServiceError("not-asking", "nobody with this key asks")
    if (ticket) asker.handleAdmitted(ticket)
    else asker.handleDenied()
  }

  /** The group is over: everybody gets a no. */
  denyAll(): void {
    const all = [...this.#askers.values()]
    this.#askers.clear()
    for (const asker of all) asker.handleDenied()
  }

  #take(identityKey: Uint8Array): Asker | null {
    const name = toHex(identityKey)
    const asker = this.#askers.get(name)
    if (!asker) return null
    this.#askers.delete(name)
    this.#group.audience.publish((log) => ({ type: "answered", log, identityKey }))
    return asker
  }
}
