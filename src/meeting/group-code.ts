// The security code of the people who are in, whether you compared it, and who of the others did.

import { toHex } from "../bytes/bytes.ts"
import type { Clock } from "../media/clock.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import { nullIfWorkerEnded } from "../password/errors.ts"
import type { PasswordWorker } from "../password/password-worker.ts"
import type { SecurityCode } from "../password/security-code.ts"
import { type Compared, comparison, type Roster, rosterOf } from "./comparison.ts"
import { COMPARE, Confirmations } from "./confirmations.ts"
import { type DataMessages, nullIfUnsent } from "./data-messages.ts"
import type { Notice } from "./notice.ts"
import { ownMember } from "./own-member.ts"
import { nameIn } from "./roster-news.ts"
import type { CodeWord, Security } from "./security.ts"

/** After a change of roster the code is computed when the roster has been the same for this long. */
const CODE_AFTER_MS = 1000

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
  /** With the people of whom it is made. */
  #code: { readonly code: SecurityCode; readonly roster: Roster } | null = null
  /** Whose difference was told, by id. */
  #told: readonly string[] = []
  #request = 0

  constructor(options: GroupCodeOptions) {
    this.#options = options
    options.data.take(COMPARE, (message) => {
      this.#confirmations.handleMessage(message)
      this.#tell()
      options.onChange()
    })
  }

  get shown(): Pick<Security, "digits" | "emoji" | "comparison" | "confirmations"> {
    const code = this.#present?.code
    const state = this.#options.state()
    const confirmations = this.#confirmations.shown
    const { differ } = confirmations
    const [roster, you] = [rosterOf(state.members), toHex(ownMember(state).identityKey)]
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
    const present = this.#present
    if (!present) return
    if (word !== "reads") this.#compared = { verdict: word, at: wallClock(), roster: present.roster }
    // While nothing may be sent, the others are in another epoch: what is said of their code they ask about anew.
    void data.post(COMPARE, this.#confirmations.say(word)).catch(nullIfUnsent)
    onChange()
  }

  /** Not in the moment of a join, in which everybody's processor has media to begin; nor for each of many joins. */
  handleRoster(state: EpochState): void {
    this.#confirmations.handleRoster(state)
    this.#tell()
    const request = ++this.#request
    this.#code = null
    this.#options.clock.after(CODE_AFTER_MS, () => {
      if (request === this.#request) void this.#compute(request)
    })
  }

  close(): void {
    this.#request++ // whatever was planned
  }

  // The group's state is another one some moments before its roster is learnt here.
  get #present() {
    return this.#code && isSame(this.#code.roster, rosterOf(this.#options.state().members)) ? this.#code : null
  }

  #tell(): void {
    const { onNotice } = this.#options
    const state = this.#options.state()
    const you = toHex(ownMember(state).identityKey)
    const others = this.#confirmations.shown.differ.filter((id) => id !== you)
    for (const id of others) if (!this.#told.includes(id)) onNotice("code-differs", nameIn(state, id), null)
    this.#told = others
  }

  async #compute(request: number): Promise<void> {
    const { passwords, state, onChange } = this.#options
    const { context, members } = state()
    const keys = members.map(({ identityKey }) => identityKey)
    const code = await passwords.securityCode(context.hostKey, keys).catch(nullIfWorkerEnded)
    if (code === null || request !== this.#request) return
    this.#code = { code, roster: rosterOf(members) }
    onChange()
  }
}

function isSame(one: Roster, other: Roster): boolean {
  return one.size === other.size && [...one.keys()].every((id) => other.has(id))
}
