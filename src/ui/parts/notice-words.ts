// Where and how a notice is said: what changed the code stands on the shield, everything else over the tiles.

import type { Notice } from "../../meeting/notice.ts"
import { en } from "../strings/en.ts"

export function noticeWords({ kind, name, by }: Pick<Notice, "kind" | "name" | "by">): string {
  return en.notices[kind](name ?? en.common.somebody, by ?? en.common.aHost)
}

/** Short enough for the shield, which says that the code is another now. */
export function isOnShield({ kind }: Pick<Notice, "kind">): boolean {
  return kind === "joined" || kind === "left" || kind === "removed"
}
