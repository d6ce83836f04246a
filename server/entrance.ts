// Requests at the door: enter, found, ask, resume.

import { isEqual, randomBytes, sha256 } from "../src/bytes/bytes.ts"
import { isSigned } from "../src/bytes/statement.ts"
import { PolicyError } from "../src/mls/policy.ts"
import { type Answer, type Conversation, type Handle, leaveState, type Proven, type Service } from "./conversation.ts"
import { ServiceError } from "./errors.ts"
import { requireVersion } from "./gate.ts"
import type { PublicGroup } from "./group-policy.ts"
import { type Joiner, LEASE_MS } from "./join-queue.ts"
import type { Asker, MeetingSession } from "./meeting-session.ts"

const NONCE_BYTES = 32

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
  const { group } = session
  if (session.isExpelled(identityKey)) throw new ServiceError("denied", "a host removed this identity")
  if (group && !group.isMember(identityKey)) {
    const { admission } = group.current.context
    if (admission === "locked") throw new ServiceError("locked", "nobody is let in")
    if (admission === "ask") return answer({ type: "must-ask" })
  }
  queueUp(service, conversation, { proven, session, identityKey }, answer)
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
  if (!session?.group) throw new ServiceError("unknown-group", "nobody is there to ask")
  leaveState(service, conversation)
  const asker: Asker = {
    identityKey,
    sealedName,
    signature,
    handleAdmitted(ticket) {
      answer({ type: "admitted", ticket })
      queueUp(service, conversation, { proven, session, identityKey }, answer)
    },
    handleDenied() {
      conversation.state = { kind: "proven", proven }
      answer({ type: "refused", by: "members", fault: "denied" })
    },
  }
  conversation.state = { kind: "asking", proven, session, asker }
  session.ask(asker)
}

export const handleFound: Handle<"found"> = async (service, conversation, { groupInfo }, answer) => {
  const { state } = conversation
  if (state.kind !== "waiting") throw new ServiceError("out-of-order", "enter comes first")
  const { proven, session, identityKey } = state
  const founded = await readFounded(service, groupInfo)
  requireOwnGroup(service, proven, founded, identityKey)
  const { group, log } = session.found(founded, groupInfo, { identityKey, peer: conversation.peer })
  conversation.state = { kind: "member", proven, session, group, identityKey }
  answer({ type: "outcome", outcome: "final", epoch: founded.epoch, log })
  session.queue.remove(state.joiner)
}

export const handleHelloGroup: Handle<"hello-group"> = async (service, conversation, request, answer) => {
  requireVersion(request.version)
  service.limits.srpPerAddress.take(conversation.address)
  leaveState(service, conversation)
  const nonce = randomBytes(NONCE_BYTES)
  conversation.state = { kind: "group-challenged", groupId: request.groupId, nonce }
  answer({ type: "group-challenge", nonce })
}

export const handleResume: Handle<"resume"> = async (service, conversation, request, answer) => {
  const { state, host, peer } = conversation
  if (state.kind !== "group-challenged") throw new ServiceError("out-of-order", "hello comes first")
  conversation.state = { kind: "new" }
  const { groupId, nonce } = state
  const { identityKey, signature } = request
  if (!(await isSigned(identityKey, signature, "resume", { host, groupId, nonce }))) {
    throw new ServiceError("bad-signature", "the identity key did not sign this")
  }
  const found = service.sessions.ofGroup(groupId)
  if (!found) throw new ServiceError("unknown-group", "the group is over")
  const { session, group } = found
  if (!group.isMember(identityKey)) throw new ServiceError("not-a-member", "the identity is not in the tree")
  const grant = await service.sfu.grant(session.room, identityKey)
  // From here to the end nothing waits, so no entry falls between what was missed and what is pushed.
  if (session.group !== group) throw new ServiceError("unknown-group", "the group is over")
  const from = group.log.positionOf(request.epoch)
  if (from === null) throw new ServiceError("log-too-old", "entries in between are forgotten")
  conversation.state = { kind: "member", proven: null, session, group, identityKey }
  answer({ type: "resumed", ...grant, from, upTo: group.log.last })
  for (const entry of group.log.since(from)) peer.push(entry)
  session.handlePresent({ identityKey, peer })
}

function queueUp(
  service: Service,
  conversation: Conversation,
  at: { readonly proven: Proven; readonly session: MeetingSession; readonly identityKey: Uint8Array },
  answer: (reply: Answer) => void,
): void {
  const joiner: Joiner = {
    tellPosition: (position) => answer({ type: "queued", position }),
    grantLease: () => {
      grantLease(service, at.session, at.identityKey).then(answer, () => {
        at.session.queue.remove(joiner)
        answer({ type: "error", fault: "internal" })
      })
    },
  }
  conversation.state = { kind: "waiting", ...at, joiner }
  at.session.queue.add(joiner)
}

async function grantLease(service: Service, session: MeetingSession, identityKey: Uint8Array): Promise<Answer> {
  const grant = await service.sfu.grant(session.room, identityKey)
  const { group } = session
  if (!group) return { type: "may-found", ...grant, leaseMs: LEASE_MS }
  // A member's commit may have come in between; the newcomer then gets what is newest, and `stale` if that is not enough.
  const groupInfo = group.groupInfo ?? group.lastGroupInfo
  return { type: "may-join", ...grant, leaseMs: LEASE_MS, groupInfo }
}

async function readFounded(service: Service, groupInfo: Uint8Array): Promise<PublicGroup> {
  try {
    return await service.policy.readGroupInfo(groupInfo)
  } catch (error) {
    if (error instanceof PolicyError) throw new ServiceError("group-malformed", "not a group info", { cause: error })
    throw error
  }
}

// A founder chooses everything but this: its own leaf alone, in a new group of this meeting, host and service.
function requireOwnGroup(service: Service, proven: Proven, group: PublicGroup, identityKey: Uint8Array): void {
  const [leaf, ...others] = group.leaves
  const { context } = group
  const isOwn =
    leaf !== undefined &&
    others.length === 0 &&
    isEqual(leaf.identityKey, identityKey) &&
    group.epoch === 0n &&
    context.generation === 0 &&
    context.meeting === proven.meeting &&
    isEqual(context.hostKey, proven.hostKey) &&
    isEqual(context.serviceKey, service.keys.publicKey)
  if (!isOwn) throw new ServiceError("group-malformed", "the group is not a new one of this meeting and identity")
  if (service.sessions.ofGroup(group.groupId)) throw new ServiceError("group-exists", "the group id is taken")
}

function requireProven({ state }: Conversation): Proven {
  const proven = "proven" in state ? state.proven : null
  if (!proven) throw new ServiceError("out-of-order", "prove comes first")
  return proven
}
