// The waiting room, at a host's: who asks to come in, as far as it can be checked here, and the host's answers.
//
// The service names whoever asks. That the identity key itself asked, in this meeting and with this profile, its signature
// shows; that it belongs to somebody with the link, the profile, which is sealed under a key of the link.

import { sha256, toHex } from "../bytes/bytes.ts"
import { isSigned } from "../bytes/statement.ts"
import { DeliveryError } from "../delivery/errors.ts"
import { type AskerFacts, MAX_ASKERS, type Push } from "../delivery/messages.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import { MlsError } from "../mls/errors.ts"
import type { MlsWorker } from "../mls/mls-worker.ts"
import { openProfile } from "../mls/profile.ts"
import type { Arrival } from "./arrival.ts"
import type { OrderOutcome } from "./host-order.ts"
import type { DoorOrder } from "./orders.ts"
import { isOwnHost } from "./own-member.ts"
import type { OwnRelease } from "./parts.ts"
import { releaseOf } from "./people.ts"
import type { Asker } from "./person.ts"

export interface WaitingRoomOptions {
  /** How we came in last: the link that is asked by, and the service that asks. */
  readonly arrival: () => Arrival
  readonly state: () => EpochState
  readonly mls: Pick<MlsWorker, "issueTicket">
  readonly ownRelease: OwnRelease
  readonly wallClock: () => number
  readonly onChange: () => void
}

/** Somebody who asks, as far as what they signed and sealed tells. */
export interface OpenedAsker extends Omit<Asker, "acquaintance" | "nameDoubt"> {
  /** A lasting identity that vouches for this person, verified; 32 bytes. */
  readonly lastingKey: Uint8Array | null
}

/** Somebody the service told of; `asker` is null until what they signed is checked. */
interface Question {
  readonly facts: AskerFacts
  readonly since: number
  asker: OpenedAsker | null
}

/** So long after a host's yes a ticket that a new generation made void is made anew: nobody takes longer to come in. */
export const ADMITTED_MS = 60_000

export class WaitingRoom {
  readonly #options: WaitingRoomOptions
  readonly #questions = new Map<string, Question>()
  /** Those who were let in and are not in yet, and when: a ticket that a new generation made void is made anew for them. */
  readonly #admitted = new Map<string, number>()

  constructor(options: WaitingRoomOptions) {
    this.#options = options
  }

  /** Who asks, in the service's order; nobody for whoever is no host. */
  get askers(): readonly OpenedAsker[] {
    if (!this.#isHost) return []
    return Array.from(this.#questions.values(), ({ asker }) => asker).filter((asker) => asker !== null)
  }

  /** What the service tells its hosts; resolves when what was signed is checked. */
  async handleDoor(push: Push<"asking" | "answered">): Promise<void> {
    if (push.type === "asking") return this.#take(push)
    this.#questions.delete(toHex(push.identityKey))
    this.#options.onChange()
  }

  /** Whoever is in asks no more; a yes does not outlive a lock, nor an open door. */
  handleEpoch({ members, context }: EpochState): void {
    if (context.admission !== "ask") this.#admitted.clear()
    for (const { identityKey } of members) {
      this.#admitted.delete(toHex(identityKey))
      this.#questions.delete(toHex(identityKey))
    }
  }

  /** A host's answer to some of those who ask. */
  async order({ kind, askerIds }: DoorOrder): Promise<OrderOutcome> {
    if (!this.#isHost) return "not-allowed"
    for (const id of askerIds) this.#admitted.delete(id)
    const outcomes = await Promise.all(askerIds.map((id) => this.#answer(id, kind)))
    return SEVEREST.find((outcome) => outcomes.includes(outcome)) ?? "outdone"
  }

  async #take({ scope, askers }: Push<"asking">): Promise<void> {
    if (scope === "all") this.#questions.clear()
    const checks = askers.map(async (facts) => {
      const id = toHex(facts.identityKey)
      if (!this.#questions.has(id) && this.#questions.size >= MAX_ASKERS) return
      const question = { facts, since: this.#options.wallClock() - facts.waitedMs, asker: null }
      this.#questions.set(id, question)
      await this.#check(id, question)
    })
    await Promise.all(checks)
    this.#options.onChange()
  }

  /** Nobody is shown of whom only the service says that they ask. */
  async #check(id: string, question: Question): Promise<void> {
    const asker = await this.#open(id, question)
    if (this.#questions.get(id) !== question) return // answered meanwhile, or asks anew
    if (!asker) {
      this.#questions.delete(id)
      return
    }
    question.asker = asker
    if (this.#isWaitedFor(id) && this.#isHost) void this.#answer(id, "admit")
  }

  async #open(id: string, { facts, since }: Question): Promise<OpenedAsker | null> {
    const { link, opened } = this.#options.arrival()
    const { identityKey, sealedName, nonce, signature } = facts
    const { host, meeting } = link
    const statement = { host, meeting, nonce, sealedName: await sha256(sealedName) }
    if (!(await isSigned(identityKey, signature, "ask", statement))) return null
    const profile = await openProfile(opened.nameKey, { meeting, identityKey }, sealedName)
    const release = profile && { digest: profile.releaseDigest, version: profile.releaseVersion }
    return {
      id,
      name: profile?.name ?? null,
      since,
      release: releaseOf(release, this.#options.ownRelease),
      lastingKey: profile?.lasting?.publicKey ?? null,
    }
  }

  async #answer(id: string, kind: DoorOrder["kind"]): Promise<OrderOutcome> {
    const question = this.#questions.get(id)
    if (!question?.asker) return "outdone"
    const { identityKey } = question.facts
    try {
      await (kind === "admit" ? this.#admit(identityKey) : this.#turnAway(identityKey))
      return "done"
    } catch (error) {
      const outcome = outcomeOf(error)
      if (outcome === "outdone") this.#forget(id, question)
      return outcome
    }
  }

  async #admit(identityKey: Uint8Array): Promise<void> {
    const ticket = await this.#options.mls.issueTicket(identityKey)
    const id = toHex(identityKey)
    if (!this.#admitted.has(id)) this.#admitted.set(id, this.#options.wallClock()) // given anew, it is no new yes
    await this.#options.arrival().service.client.admit(identityKey, ticket)
  }

  async #turnAway(identityKey: Uint8Array): Promise<void> {
    await this.#options.arrival().service.client.deny(identityKey)
  }

  #isWaitedFor(id: string): boolean {
    const since = this.#admitted.get(id)
    const isLate = since !== undefined && this.#options.wallClock() - since > ADMITTED_MS
    if (isLate) this.#admitted.delete(id)
    return since !== undefined && !isLate && this.#options.state().context.admission === "ask"
  }

  #forget(id: string, question: Question): void {
    if (this.#questions.get(id) !== question) return
    this.#questions.delete(id)
    this.#options.onChange()
  }

  get #isHost(): boolean {
    return isOwnHost(this.#options.state())
  }
}

/** What is said of answers to several: the first of these that any of them had. */
const SEVEREST: readonly OrderOutcome[] = ["not-allowed", "not-connected", "done"]

function outcomeOf(error: unknown): OrderOutcome {
  if (error instanceof MlsError) return error.fault === "not-a-host" ? "not-allowed" : "not-connected"
  if (!(error instanceof DeliveryError)) throw error
  if (error.fault === "not-asking") return "outdone"
  return error.fault === "not-a-host" ? "not-allowed" : "not-connected"
}
