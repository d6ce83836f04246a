// Where and how a notice is said: what changed the code stands on the shield, everything else over the tiles. Of many who
// come, go or raise a hand within the time that a notice is shown, their number is said.

import type { Notice } from "../../meeting/notice.ts"
import { en } from "../strings/en.ts"

/** How long a notice is shown. */
export const NOTICE_MS = 10_000
/** More than can be read one after the other. */
const MANY = 3

type Said = Pick<Notice, "kind" | "name" | "by" | "at">

/** `newest` in words, with those of `notices` that it makes many of. */
export function newsWords(newest: Said, notices: readonly Said[]): string {
  const recent = notices.filter(({ at }) => at > newest.at - NOTICE_MS)
  if (isOnShield(newest)) {
    const news = recent.filter(isOnShield)
    const came = news.filter(({ kind }) => kind === "joined").length
    if (news.length > MANY) return en.people.changed.many(came, news.length - came)
  }
  const hands = recent.filter(({ kind }) => kind === "hand-raised").length
  if (newest.kind === "hand-raised" && hands > MANY) return en.people.changed.manyHands(hands)
  return noticeWords(newest)
}

export function noticeWords({ kind, name, by }: Pick<Notice, "kind" | "name" | "by">): string {
  return en.notices[kind](name ?? en.common.somebody, by ?? en.common.aHost)
}

/** Short enough for the shield, which says that the code is another now. */
export function isOnShield({ kind }: Pick<Notice, "kind">): boolean {
  return kind === "joined" || kind === "left" || kind === "removed"
}
