// Requests of those who are in, or on their way in with a commit.

import { isEqual, toHex } from "../src/bytes/bytes.ts"
import { isSigned } from "../src/bytes/statement.ts"
import type { Answer, Conversation, Handle, Service } from "./conversation.ts"
import { readTicket } from "./entrance.ts"
import { ServiceError } from "./errors.ts"
import type { Gathering } from "./gathering.ts"
import type { CommitAnswer } from "./group.ts"
import { isHostOf } from "./group-policy.ts"
import type { Newcomer } from "./newcomer.ts"

/** Answers in its turn: the socket goes on meanwhile, for its own group info and for others' commits. */
export const handleCommit: Handle<"commit"> = async (service, conversation, { commit }, answer) => {
  const { session, gathering, identityKey, newcomer } = requireInGroup(conversation)
  const { limits, log, clock } = service
  limits.commitsPerPerson.take(toHex(identityKey))
  const isHosts = newcomer ? newcomer.precedence === "warranted" : isHostOf(gathering.group.current, identityKey)
  if (!isHosts) limits.commitsPerMeeting.take(session.meeting)
  const startedAt = clock.now()
  if (newcomer) gathering.queue.stopLease(newcomer)
  const handleAnswer = (reply: CommitAnswer): void => {
    if (reply.type !== "provisional") {
      const outcome = reply.type === "outcome" ? reply.outcome : reply.type
      const people = gathering.group.current.leaves.length
      log({ event: "commit", outcome, people, durationMs: clock.now() - startedAt })
    }
    if (newcomer) answerNewcomer(service, conversation, { newcomer, gathering, reply }, answer)
    else answer(reply.type === "stale" ? missedBy(gathering, reply) : reply)
  }
  gathering.group.submit({ identityKey, peer: conversation.peer }, commit, handleAnswer).catch((error: unknown) => {
    const fault = error instanceof ServiceError ? error.fault : "internal"
    if (newcomer) gathering.queue.startLease(newcomer)
    answer({ type: "error", fault })
    if (fault !== "internal") return
    log({ event: "failure", where: "commit", kind: error instanceof Error ? error.name : "" })
  })
}

export const handleGroupInfo: Handle<"group-info"> = async (_, conversation, { epoch, ...partial }, answer) => {
  const { gathering, identityKey } = requireInGroup(conversation)
  await gathering.group.supplyGroupInfo(identityKey, epoch, partial)
  answer({ type: "done" })
}

export const handleApplied: Handle<"applied"> = async (_, conversation, { epoch, confirmationTag }) => {
  const { gathering, identityKey } = requireMember(conversation)
  gathering.group.handleApplied(identityKey, epoch, confirmationTag)
}

export const handleRefuse: Handle<"refuse"> = async (_, conversation, { epoch }) => {
  const { gathering, identityKey } = requireMember(conversation)
  gathering.group.handleRefusal(identityKey, epoch)
}

export const handleLeave: Handle<"leave"> = async (_, conversation, { leafKey, signature }, answer) => {
  const { gathering, identityKey, proven } = requireMember(conversation)
  const { group } = gathering
  const leaf = group.current.leaves.find((candidate) => isEqual(candidate.leafKey, leafKey))
  if (!leaf || !isEqual(leaf.identityKey, identityKey)) throw new ServiceError("not-a-member", "not your leaf")
  const { groupId } = group.current
  if (!(await isSigned(identityKey, signature, "leave", { groupId, leafKey }))) {
    throw new ServiceError("bad-signature", "the identity key did not sign this")
  }
  conversation.state = proven ? { kind: "proven", proven } : { kind: "new" }
  answer({ type: "done" })
  gathering.handleLeft(identityKey, leafKey, signature, conversation.peer)
}

export const handleAdmit: Handle<"admit"> = async (_, conversation, request, answer) => {
  const { gathering, identityKey } = requireMember(conversation)
  readTicket(request.ticket)
  gathering.askers.answer(identityKey, request.identityKey, request.ticket)
  answer({ type: "done" })
}

export const handleDeny: Handle<"deny"> = async (_, conversation, request, answer) => {
  const { gathering, identityKey } = requireMember(conversation)
  gathering.askers.answer(identityKey, request.identityKey, null)
  answer({ type: "done" })
}

/** Throws ServiceError `not-a-member`, also for whoever was removed since. */
export function requireMember(conversation: Conversation) {
  const { state, peer } = conversation
  if (state.kind !== "member") throw new ServiceError("not-a-member", "only members may")
  if (state.gathering.group.audience.isConnected(state.identityKey, peer)) return state
  conversation.state = { kind: "new" }
  throw new ServiceError("not-a-member", "a member no more")
}

// Members, and newcomers whose commit is what makes them members.
function requireInGroup(conversation: Conversation) {
  const { state } = conversation
  if (state.kind === "member") return { ...requireMember(conversation), newcomer: null }
  const gathering = state.kind === "waiting" ? state.newcomer.gathering : null
  if (state.kind !== "waiting" || !gathering) throw new ServiceError("out-of-order", "enter comes first")
  const { newcomer } = state
  const { session, identityKey } = newcomer
  if (session.gatheringOf(gathering.group.current.groupId) !== gathering) {
    throw new ServiceError("unknown-group", "the group is over")
  }
  return { session, gathering, identityKey, newcomer }
}

function missedBy({ group }: Gathering, { epoch, madeIn }: CommitAnswer & { type: "stale" }): Answer {
  const commits = group.audience.log.commitsSince(madeIn, epoch)
  return { type: "stale", epoch, commits, groupInfo: null }
}

// A stale commit leaves the newcomer its turn; every other end of a commit ends it.
function answerNewcomer(
  { sessions }: Service,
  conversation: Conversation,
  by: { readonly newcomer: Newcomer; readonly gathering: Gathering; readonly reply: CommitAnswer },
  answer: (reply: Answer) => void,
): void {
  const { newcomer, gathering, reply } = by
  if (reply.type === "stale") return void newcomer.handleStale(answer)
  answer(reply)
  if (reply.type === "provisional") return
  const { state } = conversation
  const isIn = reply.type === "outcome" && reply.outcome === "final"
  if (isIn && state.kind === "waiting" && state.newcomer === newcomer) {
    const { session, identityKey } = newcomer
    conversation.state = { kind: "member", proven: state.proven, session, gathering, identityKey }
  }
  newcomer.session.leaveQueues(newcomer)
  sessions.dropIfIdle(newcomer.session)
}
