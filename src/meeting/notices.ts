// What happened lately, said to the person for a while.

import type { Notice } from "./notice.ts"

/** How long a notice is worth saying (ui.md). */
export const NOTICE_LIFE_MS = 10_000

export class Notices {
  readonly #now: () => number
  #nextId = 1
  #notices: readonly Notice[] = []

  constructor(now: () => number) {
    this.#now = now
  }

  add(kind: Notice["kind"], name: string | null = null, by: string | null = null): void {
    this.#notices = [...this.current(), { id: this.#nextId++, at: this.#now(), kind, name, by }]
  }

  current(): readonly Notice[] {
    const oldest = this.#now() - NOTICE_LIFE_MS
    this.#notices = this.#notices.filter(({ at }) => at > oldest)
    return this.#notices
  }
}
