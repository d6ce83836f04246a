// Who goes by the group's epoch, and in which order: the same for one that is new and for one that is in use again after
// a later one was taken back, so that nobody stays behind on an epoch that never was.

import type { EpochState } from "../mls/epoch-state.ts"
import type { GroupCode } from "./group-code.ts"
import type { MeetingNews } from "./meeting-news.ts"
import type { RosterMemory } from "./roster-memory.ts"
import type { Deed } from "./deed.ts"
import type { Words } from "./words/words.ts"

/** `deed` is null where no commit brought the epoch about: we came in, or a later epoch was taken back. */
export interface EpochFollower {
  handleEpoch(state: EpochState, deed: Deed | null): void
}

export interface EpochFollowersOptions {
  readonly roster: Pick<RosterMemory, "learn">
  readonly words: Pick<Words, "handleComing" | "handleInstalled">
  readonly news: Pick<MeetingNews, "tell">
  readonly code: Pick<GroupCode, "handleRoster">
  /** Whoever else is told once an epoch is installed. */
  readonly others: readonly EpochFollower[]
}

export class EpochFollowers {
  readonly #options: EpochFollowersOptions

  constructor(options: EpochFollowersOptions) {
    this.#options = options
  }

  /** `install` makes its keys usable: before that it must be known who its people are, and what they may say. */
  async handleEpoch(state: EpochState, deed: Deed | null, install: () => Promise<void>): Promise<void> {
    const { roster, words, news, code, others } = this.#options
    await roster.learn(state)
    words.handleComing(state)
    await install()
    words.handleInstalled(state)
    if (news.tell(state, deed) === "changed") code.handleRoster(state)
    for (const other of others) other.handleEpoch(state, deed)
  }

  /** The epoch is in use again; its keys were there all the time. */
  async handleRestored(state: EpochState): Promise<void> {
    await this.handleEpoch(state, null, async () => {})
  }
}
