// Requests of those who are in, or on their way in with a commit.

import { isEqual, toHex } from "../src/bytes/bytes.ts"
import { isSigned } from "../src/bytes/statement.ts"
import { PolicyError } from "../src/mls/policy.ts"
import type { Conversation, Handle } from "./conversation.ts"
import { ServiceError } from "./errors.ts"
import type { CommitAnswer } from "./group.ts"

/** Answers in its turn: the socket goes on meanwhile, for its own group info and for others' commits. */
export const handleCommit: Handle<"commit"> = async (service, conversation, { commit }, answer) => {
  const { session, group, identityKey } = requireInGroup(conversation)
  const { limits, log, clock, sessions } = service
  limits.commitsPerPerson.take(toHex(identityKey))
  limits.commitsPerMeeting.take(session.meeting)
  const { state } = conversation
  const startedAt = clock.now()
  const handleAnswer = (reply: CommitAnswer): void => {
    if (reply.type !== "provisional") {
      const outcome = reply.type === "outcome" ? reply.outcome : reply.type
      log({ event: "commit", outcome, people: group.current.leaves.length, durationMs: clock.now() - startedAt })
    }
    answer(reply)
    if (state.kind !== "waiting" || reply.type === "provisional") return
    const isIn = reply.type === "outcome" && reply.outcome === "final"
    if (isIn && conversation.state === state) {
      conversation.state = { kind: "member", proven: state.proven, session, group, identityKey }
    }
    session.queue.remove(state.joiner)
    sessions.dropIfIdle(session)
  }
  group.submit({ identityKey, peer: conversation.peer }, commit, handleAnswer).catch((error: unknown) => {
    const fault = error instanceof ServiceError ? error.fault : "internal"
    answer({ type: "error", fault })
    if (fault === "internal") log({ event: "failure", where: "commit", kind: error instanceof Error ? error.name : "" })
  })
}

export const handleGroupInfo: Handle<"group-info"> = async (_, conversation, { epoch, groupInfo }, answer) => {
  const { group } = requireInGroup(conversation)
  try {
    await group.uploadGroupInfo(epoch, groupInfo)
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    throw new ServiceError("group-malformed", "not the group info of this epoch", { cause: error })
  }
  answer({ type: "done" })
}

export const handleApplied: Handle<"applied"> = async (_, conversation, { epoch, confirmationTag }) => {
  const { group, identityKey } = requireMember(conversation)
  group.handleApplied(identityKey, epoch, confirmationTag)
}

export const handleRefuse: Handle<"refuse"> = async (_, conversation, { epoch }) => {
  const { group, identityKey } = requireMember(conversation)
  group.handleRefusal(identityKey, epoch)
}

export const handleLeave: Handle<"leave"> = async (_, conversation, { leafKey, signature }, answer) => {
  const { session, group, identityKey, proven } = requireMember(conversation)
  const leaf = group.current.leaves.find((candidate) => isEqual(candidate.leafKey, leafKey))
  if (!leaf || !isEqual(leaf.identityKey, identityKey)) throw new ServiceError("not-a-member", "not your leaf")
  const { groupId } = group.current
  if (!(await isSigned(identityKey, signature, "leave", { groupId, leafKey }))) {
    throw new ServiceError("bad-signature", "the identity key did not sign this")
  }
  conversation.state = proven ? { kind: "proven", proven } : { kind: "new" }
  answer({ type: "done" })
  session.handleLeft(identityKey, leafKey, signature, conversation.peer)
}

export const handleAdmit: Handle<"admit"> = async (_, conversation, request, answer) => {
  const { session, identityKey } = requireMember(conversation)
  session.answerAsker(identityKey, request.identityKey, request.ticket)
  answer({ type: "done" })
}

export const handleDeny: Handle<"deny"> = async (_, conversation, request, answer) => {
  const { session, identityKey } = requireMember(conversation)
  session.answerAsker(identityKey, request.identityKey, null)
  answer({ type: "done" })
}

function requireMember({ state }: Conversation) {
  if (state.kind !== "member") throw new ServiceError("not-a-member", "only members may")
  return state
}

// Members, and newcomers whose commit is what makes them members.
function requireInGroup({ state }: Conversation) {
  const group = state.kind === "member" ? state.group : state.kind === "waiting" ? state.session.group : null
  if (!group || (state.kind !== "member" && state.kind !== "waiting")) {
    throw new ServiceError("out-of-order", "enter comes first")
  }
  return { session: state.session, group, identityKey: state.identityKey }
}
