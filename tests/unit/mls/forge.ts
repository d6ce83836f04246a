// A hostile member's workshop: real groups with their secrets at hand, and commits changed at will and signed again, so
// that each breaks the one rule it is meant to break.

import type { ClientState } from "ts-mls/clientState.js"
import { type FramedContentCommit, signFramedContentTBS, toTbs } from "ts-mls/framedContent.js"
import { type LeafNodeCommit, signLeafNodeCommit } from "ts-mls/leafNode.js"
import { protectPublicMessage } from "ts-mls/messageProtectionPublic.js"
import type { Proposal } from "ts-mls/proposal.js"
import type { Sender } from "ts-mls/sender.js"
import type { UpdatePath } from "ts-mls/updatePath.js"
import { randomBytes } from "../../../src/bytes/bytes.ts"
import { buildJoin } from "../../../src/mls/external-join.ts"
import { foundGroup } from "../../../src/mls/founding.ts"
import { groupInfoOf } from "../../../src/mls/installed.ts"
import { createLeafIn, type OwnLeaf } from "../../../src/mls/leaf-key.ts"
import { firstContext, type MeetingContext } from "../../../src/mls/meeting-context.ts"
import { judgeCommit } from "../../../src/mls/policy.ts"
import { type PublicGroup, publicGroupOf, readGroupInfo } from "../../../src/mls/public-group.ts"
import { followCommit } from "../../../src/mls/received-commit.ts"
import type { Succession } from "../../../src/mls/succession.ts"
import { createSuite, FAST_SUITE, type MlsSuite } from "../../../src/mls/suite.ts"
import { decodeCommit, encodeCommit } from "../../../src/mls/wire.ts"
import { type KeyPair, keyPair, type Meeting } from "./people.ts"

interface Place {
  readonly groupId: Uint8Array
  readonly origin: Uint8Array
}

/** What a group of these people succeeds, and the context that it copies; without one the meeting's first. */
interface Successor {
  readonly succession: (people: readonly KeyPair[]) => Succession
  readonly context?: MeetingContext
}

export interface Insider {
  readonly identity: KeyPair
  readonly own: OwnLeaf
  state: ClientState
}

/** A group whose members' states lie open. */
export class Workshop {
  readonly meeting: Meeting
  readonly groupId: Uint8Array
  /** What the host's statements name as group id. */
  readonly origin: Uint8Array
  readonly members: Insider[] = []

  private constructor(meeting: Meeting, place: Place, founder: Insider) {
    this.meeting = meeting
    this.groupId = place.groupId
    this.origin = place.origin
    this.members.push(founder)
  }

  /** A host at leaf 0 and `guests` others; `successor` makes it a successor group, which those people may enter. */
  static async create(meeting: Meeting, guests: number, successor: Successor | null = null): Promise<Workshop> {
    const people = await Promise.all(Array.from({ length: guests + 1 }, keyPair))
    const [identity, ...others] = people
    const groupId = randomBytes(32)
    const succession = successor?.succession(people) ?? null
    const place = { groupId, origin: succession?.origin ?? groupId }
    const own = await leafOf(meeting, place, requireDefined(identity), { isHost: true })
    const context = successor?.context ?? firstContext(meeting.expectation)
    const state = await foundGroup(groupId, { context, succession }, own)
    const workshop = new Workshop(meeting, place, { identity: requireDefined(identity), own, state })
    for (const guest of others) await workshop.admit(await workshop.newcomer(guest))
    return workshop
  }

  get group(): PublicGroup {
    return publicGroupOf(this.member(0).state, this.member(0).own.suite)
  }

  member(index: number): Insider {
    const member = this.members[index]
    if (!member) throw new Error(`no member ${index}`)
    return member
  }

  /** Everybody but `author` follows; the author, if a member, gets `state`. */
  async apply(commit: Uint8Array, author?: { readonly insider: Insider; readonly state: ClientState }): Promise<void> {
    const judged = await judgeCommit(this.group, commit)
    for (const member of this.members) {
      if (member === author?.insider) continue
      const pskIndex = { findPsk: () => this.meeting.psk }
      const group = publicGroupOf(member.state, member.own.suite)
      const next = await followCommit(group, member.state, judged, pskIndex)
      if (next) member.state = next
    }
    if (author) author.insider.state = author.state
  }

  async newcomer(identity?: KeyPair): Promise<Omit<Insider, "state">> {
    const known = identity ?? (await keyPair())
    return { identity: known, own: await leafOf(this.meeting, this, known, { isHost: false }) }
  }

  /** The group info of the present epoch, signed by the host. */
  groupInfo(): Promise<Uint8Array> {
    const { state, own } = this.member(0)
    return groupInfoOf(state, own.suite)
  }

  /** A newcomer's join; `into` replaces parts of the group that it believes to join. */
  async joinOf(newcomer: Omit<Insider, "state">, ticket: Uint8Array | null = null, into: Partial<PublicGroup> = {}) {
    const groupInfo = await this.groupInfo()
    const group = { ...(await readGroupInfo(groupInfo, await createSuite(FAST_SUITE))), ...into }
    const identityKey = newcomer.identity.publicKey
    return buildJoin({ group, own: newcomer.own, identityKey, psk: this.meeting.psk, ticket })
  }

  async admit(newcomer: Omit<Insider, "state">): Promise<void> {
    const { commit, state } = await this.joinOf(newcomer)
    await this.apply(commit)
    this.members.push({ ...newcomer, state })
  }

  /** The commit with some parts changed, signed again by `by`. */
  async forge(
    commit: Uint8Array,
    by: { readonly own: OwnLeaf; readonly state?: ClientState },
    change: (parts: Parts) => Partial<Parts> | Promise<Partial<Parts>>,
  ): Promise<Uint8Array> {
    const { content, auth } = decodeCommit(commit)
    const before: Parts = {
      proposals: content.commit.proposals.flatMap((entry) => ("proposal" in entry ? [entry.proposal] : [])),
      references: [],
      path: content.commit.path,
      authenticatedData: content.authenticatedData,
      sender: content.sender,
      groupId: content.groupId,
      epoch: content.epoch,
      confirmationTag: auth.confirmationTag,
    }
    const parts = { ...before, ...(await change(before)) }
    const { groupContext } = this.group
    const { suite } = by.own
    const framed: FramedContentCommit = {
      contentType: "commit",
      commit: {
        proposals: [
          ...parts.proposals.map((proposal) => ({ proposalOrRefType: "proposal" as const, proposal })),
          ...parts.references.map((reference) => ({ proposalOrRefType: "reference" as const, reference })),
        ],
        path: parts.path,
      },
      groupId: parts.groupId,
      epoch: parts.epoch,
      sender: parts.sender,
      authenticatedData: parts.authenticatedData,
    }
    // Signed in the present group and epoch, whatever the content claims.
    const tbs = toTbs(framed, "mls_public_message", groupContext)
    const authenticated = {
      content: framed,
      auth: {
        contentType: "commit" as const,
        signature: await signFramedContentTBS(new Uint8Array(), tbs, suite.signature),
        confirmationTag: parts.confirmationTag,
      },
      wireformat: "mls_public_message" as const,
    }
    const membershipKey = by.state?.keySchedule.membershipKey ?? new Uint8Array(32)
    return encodeCommit(await protectPublicMessage(membershipKey, groupContext, authenticated, suite))
  }
}

export interface Parts {
  readonly proposals: readonly Proposal[]
  readonly references: readonly Uint8Array[]
  readonly path: UpdatePath | undefined
  readonly authenticatedData: Uint8Array
  readonly sender: Sender
  readonly groupId: Uint8Array
  readonly epoch: bigint
  readonly confirmationTag: Uint8Array
}

/** The path with its leaf changed and signed again. */
export async function withLeaf(
  workshop: Pick<Workshop, "groupId">,
  path: UpdatePath | undefined,
  leaf: number,
  change: Partial<LeafNodeCommit>,
  suite: MlsSuite,
): Promise<UpdatePath> {
  const before = requireDefined(path)
  const { groupId } = workshop
  const unsigned = { ...before.leafNode, ...change, groupId, leafIndex: leaf }
  return { ...before, leafNode: await signLeafNodeCommit(unsigned, new Uint8Array(), suite.signature) }
}

export function requireDefined<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Error("expected a value")
  return value
}

export function leafOf(
  meeting: Meeting,
  place: Place,
  identity: KeyPair,
  as: { readonly isHost: boolean },
): Promise<OwnLeaf> {
  return createLeafIn(place, meeting.options("somebody", identity, as), null)
}
