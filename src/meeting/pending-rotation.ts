// A link that a host's browser has changed, or was about to change, in the group, and not yet at the service: kept so that
// a crash between the two steps is mended when the host comes back, by the old link or by the new one.

import { bytes, bytesUpTo, record, type Shaped, text } from "../bytes/shape.ts"
import type { SealedStore } from "../vault/sealed-store.ts"
import type { Vault } from "../vault/vault.ts"

const meetingId = text(/^[0-9A-Za-z]{10}$/)

const shape = record({
  /** The meeting's id before. */
  former: meetingId,
  meeting: meetingId,
  password: text(/^[0-9A-Za-z]{22}$/),
  salt: bytes(16),
  verifier: bytes(256),
  hostKey: bytes(32),
  sealedRecord: bytesUpTo(4096),
})

/** What the service is to keep under the next id. */
export type PendingRotation = Shaped<typeof shape>

export class PendingRotations {
  readonly #store: SealedStore<PendingRotation>

  constructor(vault: Pick<Vault, "sealed">) {
    this.#store = vault.sealed("tickets", shape)
  }

  /** By the meeting's id before or after. */
  find(meeting: string): Promise<PendingRotation | null> {
    return this.#store.get(nameOf(meeting))
  }

  async keep(pending: PendingRotation): Promise<void> {
    for (const meeting of [pending.former, pending.meeting]) {
      await this.#store.put(nameOf(meeting), pending) // oxlint-disable-line no-await-in-loop -- two writes
    }
  }

  async forget({ former, meeting }: Pick<PendingRotation, "former" | "meeting">): Promise<void> {
    await Promise.all([this.#store.delete(nameOf(former)), this.#store.delete(nameOf(meeting))])
  }
}

/** Beside the tickets, which are under the meeting's id alone. */
function nameOf(meeting: string): string {
  return `rotation ${meeting}`
}
