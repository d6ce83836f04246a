// What this browser keeps of a meeting's group, for its return: how far the hosts' word had gone, so that nobody shows it
// an older one, and the ticket that lets it in. In memory and in the vault, as a crash must lock nobody out.

import { isEqual } from "../bytes/bytes.ts"
import { bytes, bytesUpTo, nullable, record, type Shaped, uint } from "../bytes/shape.ts"
import { type EpochState, originOf } from "../mls/epoch-state.ts"
import { SerialQueue } from "../mls/serial-queue.ts"
import type { SeenGeneration } from "../mls/session-options.ts"
import { decodeTicket } from "../mls/ticket.ts"
import type { SealedStore } from "../vault/sealed-store.ts"
import type { VisitParts } from "./parts.ts"

const MAX_TICKET_BYTES = 1024
/** As long as the identity that a ticket is for. */
const LIFE_MS = 24 * 60 * 60 * 1000

const shape = record({
  /** Group id that the hosts' statements name. */
  origin: bytes(32),
  /** The highest that was seen in a group of this origin. */
  generation: uint(),
  /** Whose ticket it is: an identity is given up after a day. */
  identityKey: bytes(32),
  ticket: nullable(bytesUpTo(MAX_TICKET_BYTES)),
  /** Milliseconds of the epoch of time. */
  keptAt: uint(),
})

type Kept = Shaped<typeof shape>

interface MemoryOptions {
  readonly store: Pick<SealedStore<Kept>, "put" | "delete">
  readonly meeting: string
  readonly identityKey: Uint8Array
  readonly wallClock: () => number
}

export class GroupMemory {
  readonly #options: MemoryOptions
  #meeting: string
  /** Writes of one after the other. */
  readonly #queue = new SerialQueue()
  #kept: Kept | null
  /** A ticket of a generation that is not final yet. */
  #early: Uint8Array | null = null

  private constructor(options: MemoryOptions, kept: Kept | null) {
    this.#options = options
    this.#meeting = options.meeting
    this.#kept = kept
  }

  /** What was kept of a meeting, for the identity that goes there now. */
  static async open(
    { vault, wallClock }: Pick<VisitParts, "vault" | "wallClock">,
    meeting: string,
    identityKey: Uint8Array,
  ): Promise<GroupMemory> {
    const store = vault.sealed("tickets", shape)
    const now = wallClock()
    await store.sweep(({ keptAt }) => keptAt <= now - LIFE_MS)
    return new GroupMemory({ store, meeting, identityKey, wallClock }, await store.get(meeting))
  }

  /** For the policy: a group of this origin whose generation is lower is not gone into. */
  get seen(): SeenGeneration | null {
    return this.#kept
  }

  /** The newest ticket of this identity. */
  get ticket(): Uint8Array | null {
    return this.#kept && isEqual(this.#kept.identityKey, this.#options.identityKey) ? this.#kept.ticket : null
  }

  /** An epoch that is final; the ticket of an earlier generation, or for another group, is let go. */
  handleFinal(state: Pick<EpochState, "groupId" | "succession" | "context">): Promise<void> {
    const origin = originOf(state)
    const { generation } = state.context
    return this.#queue.run(async () => {
      const isSame = this.#kept !== null && isEqual(this.#kept.origin, origin)
      if (!isSame || (this.#kept && this.#kept.generation < generation)) {
        await this.#keep({ origin, generation, ticket: null })
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
      await this.#options.store.delete(this.#meeting)
      this.#meeting = meeting
      if (this.#kept) await this.#options.store.put(meeting, this.#kept)
    })
  }

  async #keepTicket(ticket: Uint8Array): Promise<void> {
    const { generation } = decodeTicket(ticket)
    this.#early = this.#kept && generation > this.#kept.generation ? ticket : null
    if (generation === this.#kept?.generation) {
      const { origin } = this.#kept
      await this.#keep({ origin, generation, ticket })
    }
  }

  async #keep(newest: Pick<Kept, "origin" | "generation" | "ticket">): Promise<void> {
    const { store, identityKey, wallClock } = this.#options
    this.#kept = { ...newest, identityKey, keptAt: wallClock() }
    await store.put(this.#meeting, this.#kept)
  }
}
