// What this browser keeps of a meeting's group, for its return: how far the hosts' word had gone, so that nobody shows it
// an older one, and the ticket that lets it in. In memory and in the vault, as a crash must lock nobody out.

import { isEqual } from "../bytes/bytes.ts"
import { bytes, bytesUpTo, nullable, record, type Shaped, uint } from "../bytes/shape.ts"
import { type EpochState, originOf } from "../mls/epoch-state.ts"
import { SerialQueue } from "../mls/serial-queue.ts"
import type { SeenGeneration } from "../mls/session-options.ts"
import { decodeTicket } from "../mls/ticket.ts"
import type { SealedStore } from "../vault/sealed-store.ts"
import type { Vault } from "../vault/vault.ts"

const MAX_TICKET_BYTES = 1024

const shape = record({
  /** Group id that the hosts' statements name. */
  origin: bytes(32),
  /** The highest that was seen in a group of this origin. */
  generation: uint(),
  /** Whose ticket it is: an identity is given up after a day. */
  identityKey: bytes(32),
  ticket: nullable(bytesUpTo(MAX_TICKET_BYTES)),
})

type Kept = Shaped<typeof shape>

export class GroupMemory {
  readonly #store: Pick<SealedStore<Kept>, "put" | "delete">
  #meeting: string
  readonly #identityKey: Uint8Array
  /** Writes of one after the other. */
  readonly #queue = new SerialQueue()
  #kept: Kept | null
  /** A ticket of a generation that is not final yet. */
  #early: Uint8Array | null = null

  private constructor(
    store: Pick<SealedStore<Kept>, "put" | "delete">,
    meeting: string,
    identityKey: Uint8Array,
    kept: Kept | null,
  ) {
    this.#store = store
    this.#meeting = meeting
    this.#identityKey = identityKey
    this.#kept = kept
  }

  /** What was kept of a meeting, for the identity that goes there now. */
  static async open(vault: Vault, meeting: string, identityKey: Uint8Array): Promise<GroupMemory> {
    const store = vault.sealed("tickets", shape)
    return new GroupMemory(store, meeting, identityKey, await store.get(meeting))
  }

  /** For the policy: a group of this origin whose generation is lower is not gone into. */
  get seen(): SeenGeneration | null {
    return this.#kept
  }

  /** The newest ticket of this identity. */
  get ticket(): Uint8Array | null {
    return this.#kept && isEqual(this.#kept.identityKey, this.#identityKey) ? this.#kept.ticket : null
  }

  /** An epoch that is final; the ticket of an earlier generation, or for another group, is let go. */
  handleFinal(state: Pick<EpochState, "groupId" | "succession" | "context">): Promise<void> {
    const origin = originOf(state)
    const { generation } = state.context
    return this.#queue.run(async () => {
      const isSame = this.#kept !== null && isEqual(this.#kept.origin, origin)
      if (!isSame || (this.#kept && this.#kept.generation < generation)) {
        await this.#keep({ origin, generation, identityKey: this.#identityKey, ticket: null })
      }
      if (this.#early) await this.#keepTicket(this.#early)
    })
  }

  /** A ticket that was verified; one of a generation to come is kept once that is final. Throws PolicyError. */
  keepTicket(ticket: Uint8Array): Promise<void> {
    return this.#queue.run(() => this.#keepTicket(ticket))
  }

  /** The meeting has another id from now on. */
  moveTo(meeting: string): Promise<void> {
    return this.#queue.run(async () => {
      await this.#store.delete(this.#meeting)
      this.#meeting = meeting
      if (this.#kept) await this.#store.put(meeting, this.#kept)
    })
  }

  async #keepTicket(ticket: Uint8Array): Promise<void> {
    const { generation } = decodeTicket(ticket)
    this.#early = this.#kept && generation > this.#kept.generation ? ticket : null
    if (generation === this.#kept?.generation) {
      await this.#keep({ ...this.#kept, identityKey: this.#identityKey, ticket })
    }
  }

  async #keep(kept: Kept): Promise<void> {
    this.#kept = kept
    await this.#store.put(this.#meeting, kept)
  }
}
