// The security code of the people who are in, whether you compared it, and who of the others did.

import { toHex } from "../bytes/bytes.ts"
import type { Clock } from "../media/clock.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import type { PasswordWorker } from "../password/password-worker.ts"
import type { SecurityCode } from "../password/security-code.ts"
import { type Compared, comparison, type Roster, rosterOf } from "./comparison.ts"
import { COMPARE, Confirmations } from "./confirmations.ts"
import { type DataMessages, nullIfUnsent } from "./data-messages.ts"
import type { Notice } from "./notice.ts"
import { ownMember } from "./own-member.ts"
import { RosterCodes } from "./roster-codes.ts"
import { nameIn } from "./roster-news.ts"
import type { CodeWord, Security } from "./security.ts"

export interface GroupCodeOptions {
  readonly passwords: Pick<PasswordWorker, "securityCode">
  readonly data: Pick<DataMessages, "post" | "take">
  readonly clock: Clock
  /** Milliseconds of the epoch of time. */
  readonly wallClock: () => number
  /** The epoch in use. */
  readonly state: () => EpochState
  readonly onChange: () => void
  /** Once for everybody else whose code differs; `name`: theirs. */
  readonly onNotice: (kind: Notice["kind"], name: string | null, by: null) => void
}

export class GroupCode {
  readonly #options: GroupCodeOptions
  readonly #confirmations = new Confirmations()
  #compared: Compared | null = null
  readonly #codes: RosterCodes
  /** The people whose code is wanted. */
  #wanted: Roster = new Map()
  /** Whose difference was told, by id. */
  #told: readonly string[] = []
  /** Of the members that were looked at last. */
  #present: { readonly members: EpochState["members"]; readonly roster: Roster } = { members: [], roster: new Map() }

  constructor(options: GroupCodeOptions) {
    this.#options = options
    const { passwords, clock, onChange } = options
    this.#codes = new RosterCodes({ passwords, clock, onCode: onChange })
    options.data.take(COMPARE, (message) => {
      this.#confirmations.handleMessage(message)
      this.#tell()
      options.onChange()
    })
  }

  get shown(): Pick<Security, "digits" | "emoji" | "comparison" | "confirmations"> {
    const code = this.#code
    const state = this.#options.state()
    const confirmations = this.#confirmations.shown
    const { differ } = confirmations
    const [roster, you] = [this.#roster, toHex(ownMember(state).identityKey)]
    return {
      digits: code?.digits.split(" ") ?? null,
      emoji: code?.emoji ?? null,
      comparison: comparison(this.#compared, { roster, you, differ }),
      confirmations,
    }
  }

  /**
   * Tells the others too: that you read the code to them, or what you found. Nothing can be said of a code that is being
   * worked out, or of one whose people are not those who are in: who pressed just when somebody came has compared the one
   * before.
   */
  say(word: CodeWord): void {
    const { data, wallClock, onChange } = this.#options
    if (!this.#code) return
    if (word !== "reads") this.#compared = { verdict: word, at: wallClock(), roster: this.#wanted }
    // While nothing may be sent, the others are in another epoch: what is said of their code they ask about anew.
    void data.post(COMPARE, this.#confirmations.say(word)).catch(nullIfUnsent)
    onChange()
  }

  /** Other people are in than before. */
  handleRoster(state: EpochState): void {
    this.#confirmations.handleRoster(state)
    this.#tell()
    this.#wanted = rosterOf(state.members)
    this.#codes.want({ name: toHex(this.#confirmations.roster), state })
  }

  close(): void {
    this.#codes.close()
  }

  // The group's state is another one some moments before its roster is learnt here.
  get #code(): SecurityCode | null {
    return isSame(this.#wanted, this.#roster) ? this.#codes.code : null
  }

  /** Of the group's state. */
  get #roster(): Roster {
    const { members } = this.#options.state()
    if (members !== this.#present.members) this.#present = { members, roster: rosterOf(members) }
    return this.#present.roster
  }

  #tell(): void {
    const { onNotice } = this.#options
    const state = this.#options.state()
    const you = toHex(ownMember(state).identityKey)
    const others = this.#confirmations.shown.differ.filter((id) => id !== you)
    for (const id of others) if (!this.#told.includes(id)) onNotice("code-differs", nameIn(state, id), null)
    this.#told = others
  }
}

function isSame(one: Roster, other: Roster): boolean {
  return one.size === other.size && [...one.keys()].every((id) => other.has(id))
}
