// Who the people in the meeting are, besides what they call themselves: names told apart, those met before, and pairs who
// compared their code.

import { toHex } from "../bytes/bytes.ts"
import type { EpochMember, EpochState } from "../mls/epoch-state.ts"
import { nullIfWorkerEnded } from "../password/errors.ts"
import type { PasswordWorker } from "../password/password-worker.ts"
import { acquaintance, type Acquaintances, acquaintancesOf, type Claimed } from "../people/acquaintance.ts"
import { KnownPeople } from "../people/known-people.ts"
import { doubtAtDoor, type NameMark, NameMarks } from "../people/name-marks.ts"
import { encodePairwiseQr, judgePairwiseQr, type Pair } from "../people/pairwise-qr.ts"
import type { Evidence, Verified, VerifyOutcome } from "../people/verdict.ts"
import type { Vault } from "../vault/vault.ts"
import { memberOf, ownMember } from "./own-member.ts"
import type { Asker, Person } from "./person.ts"
import type { PairwiseCode } from "./security.ts"

export interface WhoIsWhoOptions {
  readonly vault: Pick<Vault, "sealed">
  readonly passwords: Pick<PasswordWorker, "pairwiseCode">
  readonly wallClock: () => number
  readonly onChange: () => void
}

/** What is known of one person; of yourself there is no acquaintance. */
export type Known = Pick<Person, "nameNumber" | "nameDoubt" | "acquaintance" | "verified">

const UNKNOWN: Known = { nameNumber: null, nameDoubt: null, acquaintance: null, verified: null }

export class WhoIsWho {
  readonly #options: WhoIsWhoOptions
  readonly #knownPeople: KnownPeople
  readonly #nameMarks = new NameMarks()
  readonly #verified = new Map<string, Verified>()
  #state: EpochState
  #known: Acquaintances = acquaintancesOf([])
  #people: ReadonlyMap<string, Known> = new Map()
  /** In the order in which they came. */
  #arrived: readonly EpochMember[] = []

  constructor(first: EpochState, options: WhoIsWhoOptions) {
    this.#state = first
    this.#options = options
    this.#knownPeople = new KnownPeople(options.vault)
  }

  /** Reads who was verified before. */
  async begin(): Promise<void> {
    this.#known = acquaintancesOf(await this.#knownPeople.list())
    this.#describe()
  }

  /** Another roster, or another profile of somebody. */
  handleEpoch(state: EpochState): void {
    this.#state = state
    const coming = new Map(state.members.map((member) => [toHex(member.identityKey), member]))
    const stayed = this.#arrived.flatMap(({ identityKey }) => {
      const id = toHex(identityKey)
      const member = coming.get(id)
      coming.delete(id)
      return member ?? []
    })
    this.#arrived = [...stayed, ...coming.values()]
    this.#describe()
  }

  of(id: string): Known {
    return this.#people.get(id) ?? UNKNOWN
  }

  /** Of whoever asks to come in: nobody is let in for somebody who is in already. */
  ofAsker(claimed: Claimed): Pick<Asker, "acquaintance" | "nameDoubt"> {
    return { acquaintance: acquaintance(claimed, this.#known), nameDoubt: doubtAtDoor(claimed.name, this.#arrived) }
  }

  /** What you and they compare; null for yourself and for whoever left. */
  async code(personId: string): Promise<PairwiseCode | null> {
    const paired = await this.#pair(personId)
    return paired && { digits: paired.digits.split(" "), qr: encodePairwiseQr(paired.pair) }
  }

  /** A lasting key that was found to be theirs is remembered, in this browser alone. */
  async verify(personId: string, evidence: Evidence): Promise<VerifyOutcome> {
    const paired = await this.#pair(personId)
    if (!paired) return "gone"
    const outcome = evidence.kind === "by-eye" ? evidence.verdict : judgePairwiseQr(evidence.content, paired.pair)
    if (outcome !== "match" && outcome !== "differs") return outcome
    const at = this.#options.wallClock()
    this.#verified.set(personId, { verdict: outcome, at, how: evidence.kind })
    const { name, lastingKey } = paired.member
    if (outcome === "match" && name !== null && lastingKey) {
      await this.#knownPeople.remember({ name, lastingKey }, at)
      this.#known = acquaintancesOf(await this.#knownPeople.list())
    }
    this.#describe()
    return outcome
  }

  /** The identity keys alone decide: through them the profile is compared along, and the lasting key in it. */
  async #pair(
    personId: string,
  ): Promise<{ readonly member: EpochMember; readonly pair: Pair; readonly digits: string } | null> {
    const own = ownMember(this.#state)
    const member = memberOf(this.#state, personId)
    if (!member || member === own) return null
    const [one, other] = [own.identityKey, member.identityKey]
    const { hostKey } = this.#state.context
    const code = await this.#options.passwords.pairwiseCode({ hostKey, one, other }).catch(nullIfWorkerEnded)
    return code && { member, pair: { you: one, them: other, digest: code.digest }, digits: code.digits }
  }

  #describe(): void {
    const { ownLeaf } = this.#state
    const people = this.#arrived.map((member) => ({ id: toHex(member.identityKey), name: member.name, member }))
    const marks = this.#nameMarks.mark(people)
    this.#people = new Map(
      people.map(({ id, member }) => [
        id,
        {
          ...markOf(marks.get(id)),
          acquaintance: member.leaf === ownLeaf ? null : acquaintance(member, this.#known),
          verified: this.#verified.get(id) ?? null,
        },
      ]),
    )
    this.#options.onChange()
  }
}

function markOf(mark: NameMark | undefined): Pick<Known, "nameNumber" | "nameDoubt"> {
  return { nameNumber: mark?.number ?? null, nameDoubt: mark?.doubt ?? null }
}
