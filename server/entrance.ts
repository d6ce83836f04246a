// Requests at the door: enter, found.

import { isEqual, sha256 } from "../src/bytes/bytes.ts"
import { isSigned } from "../src/bytes/statement.ts"
import type { KeptMeeting } from "../src/delivery/digests.ts"
import type { Request } from "../src/delivery/messages.ts"
import { decodeTicket, PolicyError, type Ticket } from "../src/mls/policy.ts"
import { type Answer, type Conversation, type Handle, leaveState, type Proven, type Service } from "./conversation.ts"
import { ServiceError } from "./errors.ts"
import type { Gathering } from "./gathering.ts"
import { admissionWith, isWarranted, type PublicGroup, type Warrant } from "./group-policy.ts"
import { Newcomer, type NewcomerOptions } from "./newcomer.ts"

export const handleEnter: Handle<"enter"> = async (service, conversation, request, answer) => {
  const proven = requireProven(conversation)
  const { identityKey } = request
  const { meeting, nonce, m1 } = proven
  const statement = { host: conversation.host, meeting, nonce, m1 }
  if (!(await isSigned(identityKey, request.session, "session", statement))) {
    throw new ServiceError("bad-signature", "the identity key did not sign this session")
  }
  await requireKept(service, proven)
  const warrant = await readWarrant(conversation, proven, request)
  leaveState(service, conversation)
  conversation.state = { kind: "proven", proven }
  const session = service.sessions.getOrMake(meeting)
  if (warrant.kind === "host-key") session.clearFor(identityKey)
  const gathering = session.busiest
  if (gathering) {
    requireWelcome(gathering, identityKey)
    const admission = await admissionWith(gathering.group.current, identityKey, warrant)
    if (admission === "locked") throw new ServiceError("locked", "nobody is let in")
    if (admission === "ask") return answer({ type: "must-ask" })
  }
  const isFirst = gathering
    ? await isWarranted(gathering.group.current, identityKey, warrant)
    : warrant.kind === "host-key"
  const precedence = isFirst ? "warranted" : "none"
  session.queueUp(welcome(service, conversation, { proven, session, identityKey, warrant, precedence }, answer))
}

export const handleFound: Handle<"found"> = async (service, conversation, { groupInfo }, answer) => {
  const { state, peer } = conversation
  if (state.kind !== "waiting" || !state.proven) throw new ServiceError("out-of-order", "enter comes first")
  const { proven, newcomer } = state
  const { session, identityKey } = newcomer
  const founded = await readFounded(service, groupInfo)
  requireOwnGroup(service, founded, identityKey)
  requireFirstGroup(service, proven, founded)
  const { sealedRecord } = await requireKept(service, proven)
  if (!isEqual(founded.context.recordDigest, await sha256(sealedRecord))) {
    throw new ServiceError("not-proven", "the record was changed meanwhile")
  }
  if (proven.meeting !== session.meeting) throw new ServiceError("not-proven", "the link was rotated meanwhile")
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
  at: { readonly proven: Proven | null } & Pick<NewcomerOptions, "session" | "identityKey" | "warrant" | "precedence">,
  answer: (reply: Answer) => void,
): Newcomer {
  const { proven, ...who } = at
  const { identityKey } = who
  const newcomer = new Newcomer({
    ...who,
    address: conversation.address,
    meeting: proven?.meeting ?? null,
    grantRoom: (room) => service.sfu.grant(room, identityKey),
    answer,
    onTurnedAway: () => {
      conversation.state = proven ? { kind: "proven", proven } : { kind: "new" }
      service.sessions.dropIfIdle(who.session)
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

/** Throws ServiceError `not-proven` for whoever proved the password of a meeting that was rotated or deleted since. */
export async function requireKept({ store }: Service, { meeting, hostKey }: Proven): Promise<KeptMeeting> {
  const kept = await store.read(meeting)
  if (kept && isEqual(kept.hostKey, hostKey)) return kept
  throw new ServiceError("not-proven", "the meeting is not kept any more")
}

/** Throws ServiceError for whoever is not let in whatever the meeting's admission. */
export function requireWelcome(gathering: Gathering, identityKey: Uint8Array): void {
  if (gathering.isExpelled(identityKey)) throw new ServiceError("denied", "a host removed this identity")
  if (gathering.group.isBarred(identityKey)) {
    throw new ServiceError("refused-by-members", "members took back this identity's join")
  }
}

// A wrong proof is refused, a ticket of another generation only void: its holder cannot know that a host has spoken.
async function readWarrant(
  { host }: Conversation,
  { meeting, nonce, m1, hostKey }: Proven,
  { hostProof, ticket }: Request<"enter">,
): Promise<Warrant> {
  if (hostProof) {
    if (await isSigned(hostKey, hostProof, "session", { host, meeting, nonce, m1 })) return { kind: "host-key" }
    throw new ServiceError("bad-signature", "the host key did not sign this session")
  }
  return ticket ? { kind: "ticket", ticket: readTicket(ticket) } : { kind: "none" }
}

/** Throws ServiceError `malformed`. */
export function readTicket(ticket: Uint8Array): Ticket {
  try {
    return decodeTicket(ticket)
  } catch (error) {
    if (error instanceof PolicyError) throw new ServiceError("malformed", "not a ticket", { cause: error })
    throw error
  }
}

export function requireProven({ state }: Conversation): Proven {
  const proven = "proven" in state ? state.proven : null
  if (!proven) throw new ServiceError("out-of-order", "prove comes first")
  return proven
}
