// What hosts say at the door of a meeting, and those who ask.

import { randomBytes } from "../../src/bytes/bytes.ts"
import type { ContextChange } from "../../src/mls/session-options.ts"
import type { Company } from "./company.ts"
import type { Participant } from "./participant.ts"

/** A host's word for all: the context is changed by a commit of this member. */
export async function say(
  company: Company,
  host: Participant,
  change: ContextChange,
  by: "host" | "host key" = "host",
): Promise<void> {
  const hostSign = by === "host key" ? company.made.hostKeys.sign : null
  const pending = await host.session.changeContext(change, { hostSign, rotation: null })
  const result = await host.commit(pending)
  if (result.type !== "outcome" || result.outcome !== "final") throw new Error(`the commit is ${result.type}`)
}

/** Asks; `answer` is what comes of it, `tickets` fills when a host admits. */
export function asks(guest: Participant) {
  const tickets: Uint8Array[] = []
  const listener = { onAdmitted: (ticket: Uint8Array) => tickets.push(ticket), onQueued: () => {} }
  const answer = guest.client.ask(guest.identity, randomBytes(348), listener)
  answer.catch(() => undefined) // some wait until the end
  return { tickets, answer }
}
