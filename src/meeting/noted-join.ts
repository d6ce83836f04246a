// What this browser notes when its person goes in: the link, to find back after a crash, and the last use of an own meeting.

import { StoredMeetings } from "../meetings/stored-meetings.ts"
import type { VisitParts } from "./parts.ts"

export async function noteJoin(link: string, { vault, wallClock }: Pick<VisitParts, "vault" | "wallClock">) {
  await Promise.all([vault.setRunningLink(link), new StoredMeetings(vault).touch(link, wallClock())])
}
