// Requests of members who return on a new socket: hello-group, resume, and recover after a restart of the service.

import { isEqual, randomBytes } from "../src/bytes/bytes.ts"
import { isSigned } from "../src/bytes/statement.ts"
import { type Answer, type Conversation, type Handle, leaveState, type Service } from "./conversation.ts"
import { ServiceError } from "./errors.ts"
import { requireVersion } from "./gate.ts"
import type { MeetingSession } from "./meeting-session.ts"

const NONCE_BYTES = 32

export const handleHelloGroup: Handle<"hello-group"> = async (service, conversation, request, answer) => {
  requireVersion(request.version)
  service.limits.srpPerAddress.take(conversation.address)
  leaveState(service, conversation)
  const nonce = randomBytes(NONCE_BYTES)
  conversation.state = { kind: "group-challenged", groupId: request.groupId, nonce }
  answer({ type: "group-challenge", nonce })
}

export const handleResume: Handle<"resume"> = async (service, conversation, request, answer) => {
  const { state, host } = conversation
  if (state.kind !== "group-challenged") throw new ServiceError("out-of-order", "hello comes first")
  conversation.state = { kind: "new" }
  const { groupId, nonce } = state
  const { identityKey, epoch, signature } = request
  if (!(await isSigned(identityKey, signature, "resume", { host, groupId, nonce }))) {
    throw new ServiceError("bad-signature", "the identity key did not sign this")
  }
  const session = requireSession(service, groupId)
  const group = session.gatheringOf(groupId)?.group
  const leaf = group?.current.leaves.find((candidate) => isEqual(candidate.identityKey, identityKey))
  if (group && !leaf) throw new ServiceError("not-a-member", "the identity is not in the tree")
  if (!group || !leaf || session.recoveryOf(groupId)?.mustClaim(leaf.leafKey)) {
    conversation.state = { kind: "lost", groupId, identityKey }
    return answer({ type: "lost" })
  }
  const from = group.audience.log.positionOf(epoch)
  if (from === null) throw new ServiceError("log-too-old", "entries in between are forgotten")
  await takeBack(service, conversation, { session, groupId, identityKey, from }, answer)
}

export const handleRecover: Handle<"recover"> = async (service, conversation, { groupInfo, commits }, answer) => {
  const { state } = conversation
  if (state.kind !== "lost") throw new ServiceError("out-of-order", "nothing was lost")
  conversation.state = { kind: "new" }
  const { groupId, identityKey } = state
  const session = requireSession(service, groupId)
  const recovery = session.recoveryOf(groupId)
  const kept = await service.store.read(session.meeting)
  if (!recovery || !kept) throw new ServiceError("unknown-group", "the group is over")
  const facts = { groupId, hostKey: kept.hostKey, serviceKey: service.keys.publicKey }
  const from = await recovery.claim(identityKey, { groupInfo, commits }, facts)
  await takeBack(service, conversation, { session, groupId, identityKey, from }, answer)
}

async function takeBack(
  service: Service,
  conversation: Conversation,
  at: {
    readonly session: MeetingSession
    readonly groupId: Uint8Array
    readonly identityKey: Uint8Array
    readonly from: number
  },
  answer: (reply: Answer) => void,
): Promise<void> {
  const { session, groupId, identityKey, from } = at
  const { peer } = conversation
  const grant = await service.sfu.grant(session.room.name, identityKey)
  // From here to the end nothing waits, so no entry falls between what was missed and what is pushed.
  const gathering = session.gatheringOf(groupId)
  if (!gathering) throw new ServiceError("unknown-group", "the group is over")
  if (!gathering.group.isMember(identityKey)) throw new ServiceError("not-a-member", "the identity is not in the tree")
  const { log } = gathering.group.audience
  conversation.state = { kind: "member", proven: null, session, gathering, identityKey }
  answer({ type: "resumed", ...grant, from, upTo: log.last })
  for (const entry of log.since(from)) peer.push(entry)
  gathering.handlePresent(identityKey, peer)
}

function requireSession(service: Service, groupId: Uint8Array): MeetingSession {
  const session = service.sessions.ofGroup(groupId)
  if (!session) throw new ServiceError("unknown-group", "the group is over")
  return session
}
