// What people are told of a new epoch: who came and went, and what hosts changed.

import type { EpochState } from "../mls/epoch-state.ts"
import { AuthorityNews } from "./authority-news.ts"
import type { Notice } from "./notice.ts"
import { type News, RosterNews } from "./roster-news.ts"
import type { Deed } from "./deed.ts"

export interface MeetingNewsListener {
  /** `name`: whom it is about; `by`: who ordered it. */
  onNotice(kind: Notice["kind"], name: string | null, by: string | null): void
  /** Somebody is out, by identity key in hexadecimal. */
  onGone(id: string): void
}

export class MeetingNews {
  readonly #listener: MeetingNewsListener
  readonly #roster: RosterNews
  readonly #authority: AuthorityNews

  constructor(state: EpochState, listener: MeetingNewsListener) {
    this.#listener = listener
    this.#roster = new RosterNews(state)
    this.#authority = new AuthorityNews(state)
  }

  /** Tells of an epoch; says whether other people are in than before. */
  tell(state: EpochState, deed: Deed | null): "same" | "changed" {
    const { news, roster } = this.#roster.update(state, deed)
    this.#announce(news)
    const gathering = this.#roster.isGathering ? "gathering" : "whole"
    this.#say(this.#authority.update(state, deed, gathering))
    return roster
  }

  /** The next epoch is a successor group's. */
  handleParted(author: Uint8Array): void {
    this.#roster.handleParted(author)
  }

  /** Whoever was expected in the successor group has had the time to come. */
  handleGathered(): void {
    this.#announce(this.#roster.handleGathered())
    this.#say(this.#authority.handleGathered())
  }

  #announce(news: readonly News[]): void {
    this.#say(news)
    for (const { kind, id } of news) if (kind !== "joined") this.#listener.onGone(id)
  }

  #say(news: readonly Pick<Notice, "kind" | "name" | "by">[]): void {
    for (const { kind, name, by } of news) this.#listener.onNotice(kind, name, by)
  }
}
