// Tickets by which members come back after a break that cost them their leaf, where nobody comes in unasked. A host sends
// one to each member whenever the generation rose: the host who raised it at once, and, should that one be gone, the
// others in turn. Others than the one who gave the order cannot know whom it is about to remove.

import { isEqual } from "../bytes/bytes.ts"
import type { Clock } from "../media/clock.ts"
import type { OpenedDataMessage } from "../media/data-message.ts"
import { FrameError } from "../media/errors.ts"
import { type EpochMember, type EpochState, originOf } from "../mls/epoch-state.ts"
import { MlsError, PolicyError } from "../mls/errors.ts"
import type { MlsWorker } from "../mls/mls-worker.ts"
import { decodeTicket, verifyTicket } from "../mls/ticket.ts"
import type { DataMessages } from "./data-messages.ts"
import type { GroupMemory } from "./group-memory.ts"
import { ownMember } from "./own-member.ts"
import { RANK_DELAY_MS } from "./removals.ts"
import { unlessDeleted } from "./unless-deleted.ts"
import type { Deed } from "./deed.ts"

const TICKET = "ticket"
/** Hosts who did not raise the generation wait so long for the tickets of the one who did. */
export const FALLBACK_MS = 5000

export interface ReturnTicketsOptions {
  readonly mls: Pick<MlsWorker, "issueTicket">
  readonly data: Pick<DataMessages, "post" | "take">
  readonly clock: Clock
  readonly memory: () => Pick<GroupMemory, "keepTicket">
  /** Whom an order of ours is about to remove, or who is not there any more: they get none. */
  readonly isGoing: (member: EpochMember) => boolean
}

export class ReturnTickets {
  readonly #options: ReturnTicketsOptions
  #state: EpochState
  /** The newest generation of whose tickets we know that they were sent. */
  #sent: { readonly origin: Uint8Array; readonly generation: number } | null = null
  #cancel: () => void = () => undefined

  constructor(first: EpochState, options: ReturnTicketsOptions) {
    this.#state = first
    this.#options = options
    options.data.take(TICKET, (message) => void this.#take(message))
  }

  /** `deed` is null where nobody's commit brought the epoch about: we came in. */
  handleEpoch(state: EpochState, deed: Deed | null): void {
    const isRaised = state.context.generation !== this.#state.context.generation
    this.#state = state
    if (!this.#isDue) return
    const isOurs = deed !== null && isEqual(deed.author, ownMember(state).identityKey)
    if (isRaised && isOurs) return this.#plan(0)
    const rank = this.#hosts.findIndex(({ leaf }) => leaf === state.ownLeaf)
    if (isRaised || deed === null) this.#plan(FALLBACK_MS + rank * RANK_DELAY_MS)
  }

  close(): void {
    this.#cancel()
  }

  get #hosts(): readonly EpochMember[] {
    return this.#state.members.filter((member) => member.role !== "member" && !this.#options.isGoing(member))
  }

  /** Whether there are tickets to be sent, and we may. */
  get #isDue(): boolean {
    const { context, ownLeaf } = this.#state
    const isHost = this.#hosts.some(({ leaf }) => leaf === ownLeaf)
    return isHost && context.admission !== "open" && !this.#isKnown(context.generation)
  }

  #isKnown(generation: number): boolean {
    return (
      this.#sent !== null && isEqual(this.#sent.origin, originOf(this.#state)) && this.#sent.generation >= generation
    )
  }

  #note(generation: number): void {
    if (!this.#isKnown(generation)) this.#sent = { origin: originOf(this.#state), generation }
  }

  #plan(delayMs: number): void {
    this.#cancel()
    this.#cancel = this.#options.clock.after(delayMs, () => void this.#send())
  }

  async #send(): Promise<void> {
    if (!this.#isDue) return
    const { members, ownLeaf, context } = this.#state
    this.#note(context.generation)
    const others = members.filter((member) => member.leaf !== ownLeaf && !this.#options.isGoing(member))
    try {
      await Promise.all(others.map((member) => this.#sendTo(member)))
    } catch (error) {
      if (!(error instanceof FrameError || error instanceof MlsError)) throw error
      this.#sent = null // nothing is sealed just now, or we are a host no more
      this.#plan(FALLBACK_MS)
    }
  }

  async #sendTo({ identityKey }: EpochMember): Promise<void> {
    const { mls, data } = this.#options
    await data.post(TICKET, await mls.issueTicket(identityKey), [identityKey])
  }

  /** A ticket is what it says by its own signatures, whoever brings it. */
  async #take({ body }: OpenedDataMessage): Promise<void> {
    const { context } = this.#state
    const { identityKey } = ownMember(this.#state)
    try {
      const ticket = decodeTicket(body)
      await verifyTicket(ticket, { origin: originOf(this.#state), context, identityKey })
      this.#note(ticket.generation)
      await this.#options.memory().keepTicket(body).catch(unlessDeleted)
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error // else nobody's word, or an old one
    }
  }
}
