// Making a meeting from a view's wish: one that everybody with the link may join, kept among the owner's.

import type { MeetingLink } from "../links/link.ts"
import { createMeeting, OPEN_TO_ALL } from "../meetings/create-meeting.ts"
import { linkOf } from "../meetings/stored-meeting.ts"
import type { WantedMeeting } from "./idle.ts"
import type { VisitParts } from "./parts.ts"

/** Makes a meeting on a server; throws DeliveryError, PasswordError. */
export async function createLink({ server, name }: WantedMeeting, parts: VisitParts): Promise<MeetingLink> {
  const wanted = {
    origin: server,
    name,
    kind: "named",
    schedule: null,
    settings: OPEN_TO_ALL,
    passphrase: null,
  } as const
  return linkOf(await createMeeting(wanted, parts))
}
