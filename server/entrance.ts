// Requests at the door: enter, ask, found.

import { isEqual, sha256 } from "../src/bytes/bytes.ts"
import { isSigned } from "../src/bytes/statement.ts"
import { PolicyError } from "../src/mls/policy.ts"
import type { Asker } from "./askers.ts"
import { type Answer, type Conversation, type Handle, leaveState, type Proven, type Service } from "./conversation.ts"
import { ServiceError } from "./errors.ts"
import { admissionOf, type PublicGroup } from "./group-policy.ts"
import { Newcomer, type NewcomerOptions } from "./newcomer.ts"

export const handleEnter: Handle<"enter"> = async (service, conversation, request, answer) => {
  const proven = requireProven(conversation)
  const { identityKey } = request
  const { meeting, nonce, m1 } = proven
  const statement = { host: conversation.host, meeting, nonce, m1 }
  if (!(await isSigned(identityKey, request.session, "session", statement))) {
    throw new ServiceError("bad-signature", "the identity key did not sign this session")
  }
  leaveState(service, conversation)
  conversation.state = { kind: "proven", proven }
  const session = service.sessions.getOrMake(meeting)
  const gathering = session.busiest
  if (gathering?.isExpelled(identityKey)) throw new ServiceError("denied", "a host removed this identity")
  if (gathering?.group.isBarred(identityKey)) {
    throw new ServiceError("refused-by-members", "members took back this identity's join")
  }
  if (gathering) {
    const admission = admissionOf(gathering.group.current, identityKey)
    if (admission === "locked") throw new ServiceError("locked", "nobody is let in")
    if (admission === "ask") return answer({ type: "must-ask" })
  }
  const admission = "to-be-judged"
  session.queueUp(welcome(service, conversation, { proven, session, identityKey, admission }, answer))
}

export const handleAsk: Handle<"ask"> = async (service, conversation, request, answer) => {
  const proven = requireProven(conversation)
  const { identityKey, sealedName, signature } = request
  const { meeting, nonce } = proven
  const statement = { host: conversation.host, meeting, nonce, sealedName: await sha256(sealedName) }
  if (!(await isSigned(identityKey, signature, "ask", statement))) {
    throw new ServiceError("bad-signature", "the identity key did not sign this question")
  }
  const session = service.sessions.get(meeting)
  const gathering = session?.busiest
  if (!session || !gathering) throw new ServiceError("unknown-group", "nobody is there to ask")
  if (gathering.group.isBarred(identityKey)) {
    throw new ServiceError("refused-by-members", "members took back this identity's join")
  }
  leaveState(service, conversation)
  const asker: Asker = {
    identityKey,
    sealedName,
    signature,
    handleAdmitted(ticket) {
      answer({ type: "admitted", ticket })
      const at = { proven, session, identityKey, admission: "settled" } as const
      session.queueUp(welcome(service, conversation, at, answer), gathering)
    },
    handleDenied() {
      conversation.state = { kind: "proven", proven }
      answer({ type: "refused", by: "members", fault: "denied" })
    },
  }
  conversation.state = { kind: "asking", proven, gathering, asker }
  gathering.askers.ask(asker)
}

export const handleFound: Handle<"found"> = async (service, conversation, { groupInfo }, answer) => {
  const { state, peer } = conversation
  if (state.kind !== "waiting" || !state.proven) throw new ServiceError("out-of-order", "enter comes first")
  const { proven, newcomer } = state
  const { session, identityKey } = newcomer
  const founded = await readFounded(service, groupInfo)
  requireOwnGroup(service, founded, identityKey)
  requireFirstGroup(service, proven, founded)
  const gathering = session.found(founded, groupInfo)
  conversation.state = { kind: "member", proven, session, gathering, identityKey }
  answer({ type: "outcome", outcome: "final", epoch: founded.epoch, log: gathering.group.firstLog })
  gathering.handlePresent(identityKey, peer)
  session.leaveQueues(newcomer)
}

/** Somebody who may queue up; from now on that is where the socket stands. */
export function welcome(
  service: Service,
  conversation: Conversation,
  at: { readonly proven: Proven | null } & Pick<NewcomerOptions, "session" | "identityKey" | "admission">,
  answer: (reply: Answer) => void,
): Newcomer {
  const { proven, session, identityKey, admission } = at
  const newcomer = new Newcomer({
    session,
    identityKey,
    admission,
    grantRoom: (room) => service.sfu.grant(room, identityKey),
    answer,
    onTurnedAway: () => {
      conversation.state = proven ? { kind: "proven", proven } : { kind: "new" }
    },
  })
  conversation.state = { kind: "waiting", proven, newcomer }
  return newcomer
}

/** Throws ServiceError `group-malformed`. */
export async function readFounded(service: Service, groupInfo: Uint8Array): Promise<PublicGroup> {
  try {
    return await service.policy.readGroupInfo(groupInfo)
  } catch (error) {
    if (error instanceof PolicyError) throw new ServiceError("group-malformed", "not a group info", { cause: error })
    throw error
  }
}

/** A new group has its founder's leaf alone, and an id of its own; throws ServiceError. */
export function requireOwnGroup(service: Service, { groupId, epoch, leaves }: PublicGroup, by: Uint8Array): void {
  const [leaf, ...others] = leaves
  if (!leaf || others.length > 0 || !isEqual(leaf.identityKey, by) || epoch !== 0n) {
    throw new ServiceError("group-malformed", "the group is not a new one of this identity")
  }
  if (service.sessions.ofGroup(groupId)) throw new ServiceError("group-exists", "the group id is taken")
}

// A founder chooses everything but this: the meeting, its host and the service.
function requireFirstGroup(service: Service, proven: Proven, { context, succession }: PublicGroup): void {
  const isFirst =
    succession === null &&
    context.generation === 0 &&
    context.meeting === proven.meeting &&
    isEqual(context.hostKey, proven.hostKey) &&
    isEqual(context.serviceKey, service.keys.publicKey)
  if (!isFirst) throw new ServiceError("group-malformed", "the group is not the first of this meeting")
}

function requireProven({ state }: Conversation): Proven {
  const proven = "proven" in state ? state.proven : null
  if (!proven) throw new ServiceError("out-of-order", "prove comes first")
  return proven
}
