// The request of those who ask a meeting's hosts to be let in, and what becomes of it.

import { sha256 } from "../src/bytes/bytes.ts"
import { isSigned } from "../src/bytes/statement.ts"
import type { Asker } from "./askers.ts"
import { type Handle, leaveState } from "./conversation.ts"
import { readTicket, requireKept, requireProven, requireWelcome, welcome } from "./entrance.ts"
import { ServiceError } from "./errors.ts"
import { admissionOf, type Warrant } from "./group-policy.ts"

/** Whoever asks has neither room token nor group info; both come with its turn, after a host's yes. */
export const handleAsk: Handle<"ask"> = async (service, conversation, request, answer) => {
  const proven = requireProven(conversation)
  service.limits.asksPerAddress.take(`${proven.meeting} ${conversation.address}`)
  const { identityKey, sealedName, signature } = request
  const { meeting, nonce } = proven
  const statement = { host: conversation.host, meeting, nonce, sealedName: await sha256(sealedName) }
  if (!(await isSigned(identityKey, signature, "ask", statement))) {
    throw new ServiceError("bad-signature", "the identity key did not sign this question")
  }
  await requireKept(service, proven)
  const session = service.sessions.get(meeting)
  const gathering = session?.busiest
  if (!session || !gathering) throw new ServiceError("unknown-group", "nobody is there to ask")
  requireWelcome(gathering, identityKey)
  const admission = admissionOf(gathering.group.current, identityKey)
  if (admission === "locked") throw new ServiceError("locked", "nobody is let in")
  const comeIn = (warrant: Warrant): void => {
    const precedence = warrant.kind === "none" ? "none" : "warranted"
    const at = { proven, session, identityKey, warrant, precedence } as const
    session.queueUp(welcome(service, conversation, at, answer), gathering)
  }
  leaveState(service, conversation)
  conversation.state = { kind: "proven", proven }
  if (admission === "open") return comeIn({ kind: "none" }) // since it was told to ask
  const asker: Asker = {
    identityKey,
    sealedName,
    nonce,
    signature,
    address: conversation.address,
    handleAdmitted(ticket) {
      answer({ type: "admitted", ticket })
      comeIn({ kind: "ticket", ticket: readTicket(ticket) })
    },
    handleDenied() {
      conversation.state = { kind: "proven", proven }
      answer({ type: "refused", by: "members", fault: "denied" })
    },
    handleOpened: () => comeIn({ kind: "none" }),
    handleClosed(fault) {
      conversation.state = { kind: "proven", proven }
      answer({ type: "error", fault })
    },
  }
  gathering.askers.ask(asker)
  conversation.state = { kind: "asking", proven, gathering, asker }
}
