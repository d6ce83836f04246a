// Requests of members who refused a commit that came into force: succeed, follow. They meet again in a successor group.

import { isEqual } from "../src/bytes/bytes.ts"
import { PolicyError, verifySuccession } from "../src/mls/policy.ts"
import type { Handle } from "./conversation.ts"
import { readFounded, requireOwnGroup, welcome } from "./entrance.ts"
import { ServiceError } from "./errors.ts"
import type { Gathering } from "./gathering.ts"
import { VOTE_MS } from "./group.ts"
import type { PublicGroup } from "./group-policy.ts"
import { requireMember } from "./members.ts"
import type { Verdict } from "./verdicts.ts"

export const handleSucceed: Handle<"succeed"> = async (service, conversation, { groupInfo }, answer) => {
  const { session, gathering, identityKey, proven } = requireMember(conversation)
  const founded = await readFounded(service, groupInfo)
  requireOwnGroup(service, founded, identityKey)
  const verdict = requireVerdict(gathering, founded)
  requireSuccessor(founded, verdict)
  if (!verdict.hasRefused(identityKey)) throw new ServiceError("denied", "this member did not refuse the commit")
  if (!(await verdict.isRefused(service.clock, VOTE_MS))) throw new ServiceError("denied", "most do not refuse it")
  requireMember(conversation) // may have been removed meanwhile
  const successor = session.succeed(founded, groupInfo)
  gathering.handleLost(identityKey, conversation.peer)
  conversation.state = { kind: "member", proven, session, gathering: successor, identityKey }
  answer({ type: "outcome", outcome: "final", epoch: founded.epoch, log: successor.group.firstLog })
  successor.handlePresent(identityKey, conversation.peer)
  const { epoch } = verdict.before
  const { groupId } = founded
  gathering.group.audience.publish((log) => ({ type: "successor", log, groupId, epoch, refused: verdict.digest }))
}

export const handleFollow: Handle<"follow"> = async (service, conversation, { groupId }, answer) => {
  const { session, gathering, identityKey, proven } = requireMember(conversation)
  const successor = session.gatheringOf(groupId)
  if (!successor) throw new ServiceError("unknown-group", "no such group lives")
  const verdict = requireVerdict(gathering, successor.group.current)
  const wasIn = verdict.before.leaves.some((leaf) => isEqual(leaf.identityKey, identityKey))
  if (!wasIn || isEqual(verdict.author, identityKey) || verdict.hasApplied(identityKey)) {
    throw new ServiceError("denied", "only who refused the commit goes to the successor")
  }
  gathering.handleLost(identityKey, conversation.peer)
  const newcomer = welcome(
    service,
    conversation,
    { proven, session, identityKey, warrant: { kind: "predecessor" }, precedence: "warranted" },
    answer,
  )
  session.queueUp(newcomer, successor)
}

function requireVerdict({ group }: Gathering, { succession }: PublicGroup): Verdict {
  const isOurs = succession && isEqual(succession.predecessor, group.current.groupId)
  const verdict = isOurs ? group.verdictOf(succession.epoch, succession.refused) : null
  if (!verdict) throw new ServiceError("denied", "the group does not succeed this one after a commit of late")
  return verdict
}

function requireSuccessor(founded: PublicGroup, { before, digest, author }: Verdict): void {
  try {
    verifySuccession(founded, before, { refused: digest, author })
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    throw new ServiceError("group-malformed", "not the successor of this group after this commit", { cause: error })
  }
  if (founded.context.generation !== before.context.generation) {
    throw new ServiceError("group-malformed", "a successor begins with the context of its predecessor")
  }
}
