// Making a meeting from a view's wish, with workers of its own.

import { type MeetingLink, parseMeetingLink } from "../links/link.ts"
import { createMeeting } from "./arrival.ts"
import { MeetingError } from "./errors.ts"
import type { WantedMeeting } from "./idle.ts"
import type { VisitParts } from "./parts.ts"

/** Makes a meeting on a server; throws MeetingError, DeliveryError, PasswordError. */
export async function createLink({ server, name }: WantedMeeting, parts: VisitParts): Promise<MeetingLink> {
  const ending = new AbortController()
  try {
    const passwords = parts.startPasswords(ending.signal)
    const link = parseMeetingLink(await createMeeting({ origin: server, name }, passwords, parts, ending.signal))
    if (!link) throw new MeetingError("wrong-link", "the meeting that was made has no link")
    return link
  } finally {
    ending.abort()
  }
}
