// One group followed twice: by our code, and by the library as it is published. Each commit must bring both to the same
// state, to the last byte, and what one of them refuses the other must refuse.

import type { ClientState } from "ts-mls/clientState.js"
import { createGroupInfoWithExternalPubAndRatchetTree } from "ts-mls/createCommit.js"
import { processPublicMessage } from "ts-mls/processMessages.js"
import { randomBytes } from "../../../src/bytes/bytes.ts"
import { signStatement } from "../../../src/bytes/statement.ts"
import { settle } from "../../../src/mls/client-state.ts"
import { buildJoin } from "../../../src/mls/external-join.ts"
import { foundGroup } from "../../../src/mls/founding.ts"
import { groupInfoOf } from "../../../src/mls/installed.ts"
import { createLeafIn, type OwnLeaf } from "../../../src/mls/leaf-key.ts"
import { buildHeal, buildRemove, type Member } from "../../../src/mls/member-commit.ts"
import { firstContext } from "../../../src/mls/meeting-context.ts"
import { judgeCommit } from "../../../src/mls/policy.ts"
import { publicGroupOf, readGroupInfo } from "../../../src/mls/public-group.ts"
import { followCommit } from "../../../src/mls/received-commit.ts"
import { createSuite, type MlsSuite } from "../../../src/mls/suite.ts"
import { withNewLeaf, withoutLeaf } from "../../../src/mls/tree.ts"
import { decodeCommit, encodeGroupInfo } from "../../../src/mls/wire.ts"
import { type KeyPair, keyPair, type Meeting } from "../../unit/mls/people.ts"
import type { Random } from "../random.ts"
import { requireSame, requireSamePath, requireSameState } from "./compare.ts"
import { librarysKem, withKem } from "./library-suite.ts"

/** A member, whose state both have. */
interface Twin {
  readonly identity: KeyPair
  readonly own: OwnLeaf
  readonly librarySuite: MlsSuite
  ours: ClientState
  theirs: ClientState
}

type Outcome = { readonly state: ClientState | null } | { readonly refused: unknown }

/** What was done and compared. */
export interface LockstepTally {
  steps: number
  joins: number
  received: number
  /** Commits with a changed bit, or that a member made badly; and how many of them were refused. */
  spoilt: number
  refused: number
}

const MOVES = ["join", "join", "join", "join", "heal", "heal", "heal", "remove", "remove", "return", "empty"] as const

export class Lockstep {
  readonly tally: LockstepTally = { steps: 0, joins: 0, received: 0, spoilt: 0, refused: 0 }
  readonly #meeting: Meeting
  readonly #random: Random
  #twins: Twin[] = []

  private constructor(meeting: Meeting, random: Random) {
    this.#meeting = meeting
    this.#random = random
  }

  static async found(meeting: Meeting, random: Random): Promise<Lockstep> {
    const lockstep = new Lockstep(meeting, random)
    const groupId = randomBytes(32)
    const identity = await keyPair()
    const options = meeting.options("host", identity, { isHost: true })
    const own = await createLeafIn({ groupId, origin: groupId }, options, null)
    const holds = { context: firstContext(meeting.expectation), succession: null }
    lockstep.#twins = [await twinOf(identity, own, await foundGroup(groupId, holds, own))]
    return lockstep
  }

  get trees(): readonly Pick<Twin, "ours" | "own">[] {
    return this.#twins
  }

  /** Somebody joins, returns, is removed or heals; at most `members` are in at once. Throws where the two differ. */
  async step(members: number): Promise<void> {
    const random = this.#random
    const count = this.#twins.length
    const move = random.pick(MOVES)
    if (count < 3) await this.#join(null)
    else if (move === "heal") await this.#commit(random.pick(this.#twins), null)
    else if (move === "return") await this.#join(random.pick(this.#twins))
    else if (move === "empty") await this.emptyLeft()
    else if (move === "join" && count < members) await this.#join(null)
    else {
      const gone = random.pick(this.#twins)
      await this.#commit(random.pick(this.#twins.filter((twin) => twin !== gone)), gone)
    }
    this.tally.steps++
  }

  /** All on the left half of the tree are removed by one on the right, who heals: then the root has no other child. */
  async emptyLeft(): Promise<void> {
    const ordered = this.#twins.toSorted((one, other) => leafOf(one) - leafOf(other))
    const author = ordered.at(-1)
    if (!author || ordered.length < 2) return
    const width = (author.ours.ratchetTree.length + 1) / 2
    for (const gone of ordered.filter((twin) => leafOf(twin) < width / 2)) await this.#commit(author, gone)
    await this.#commit(author, null)
  }

  async #join(former: Twin | null): Promise<void> {
    const identity = former?.identity ?? (await keyPair())
    const groupInfo = await groupInfoOfBoth(this.#random.pick(this.#twins))
    const group = await readGroupInfo(groupInfo, await createSuite(this.#meeting.suite))
    const own = await createLeafIn(group, this.#meeting.options("somebody", identity), null)
    const formerLeaf = former?.ours.privatePath.leafIndex
    const remaining = formerLeaf === undefined ? group.tree : withoutLeaf(group.tree, formerLeaf)
    const place = withNewLeaf(remaining, own.publicPackage.leafNode)
    await requireSamePath(place.tree, { leafIndex: place.leaf, privateKeys: {} }, group.groupContext, own.suite)
    const request = { group, own, identityKey: identity.publicKey, ticket: null }
    this.#twins = this.#twins.filter((twin) => twin !== former)
    await this.#refuse((await buildJoin({ ...request, psk: randomBytes(32) })).commit, this.#twins)
    const { commit, state } = await buildJoin({ ...request, psk: this.#meeting.psk })
    await this.#deliver(commit, this.#twins)
    this.#twins = [...this.#twins, await twinOf(identity, own, state)]
    this.tally.joins++
  }

  /** `author` removes `gone`, or heals. */
  async #commit(author: Twin, gone: Twin | null): Promise<void> {
    const { own, ours: state } = author
    const leaf = gone?.ours.privatePath.leafIndex
    const group = publicGroupOf(state, own.suite)
    const tree = leaf === undefined ? group.tree : withoutLeaf(group.tree, leaf)
    await requireSamePath(tree, state.privatePath, group.groupContext, own.suite)
    const build = async (suite: MlsSuite) => {
      const member: Member = { state, group, suite }
      if (leaf === undefined) return buildHeal(member)
      return buildRemove(member, [{ reason: "left", leaf, signature: await leaveOf(gone, group.groupId) }])
    }
    const others = this.#twins.filter((twin) => twin !== author)
    await this.#refuse((await build(sealingBadly(own.suite))).commit, others)
    const built = await build(own.suite)
    await this.#deliver(built.commit, others)
    author.ours = built.state
    author.theirs = built.state // plain data: either can go on from it
    this.#twins = this.#twins.filter((twin) => twin !== gone)
  }

  async #deliver(commit: Uint8Array, receivers: readonly Twin[]): Promise<void> {
    for (const twin of receivers) {
      if (this.#random.below(4) === 0) await this.#refuse(flipped(commit, this.#random), [twin])
      const [ours, theirs] = await this.#outcomes(twin, commit)
      if ("refused" in ours) throw new Error("we refused a good commit", { cause: ours.refused })
      if ("refused" in theirs) throw new Error("the library refused a good commit", { cause: theirs.refused })
      requireSame("removal", ours.state === null, theirs.state === null)
      if (ours.state && theirs.state) {
        requireSameState(ours.state, theirs.state)
        twin.ours = ours.state
        twin.theirs = theirs.state
      }
      this.tally.received++
    }
  }

  /** A commit that is bad for some of the receivers at least: both refuse it, or both get the same from it. */
  async #refuse(commit: Uint8Array, receivers: readonly Twin[]): Promise<void> {
    for (const twin of receivers) {
      const [ours, theirs] = await this.#outcomes(twin, commit)
      requireSame("refusal of a spoilt commit", "refused" in ours, "refused" in theirs)
      if ("state" in ours && "state" in theirs && ours.state && theirs.state) requireSameState(ours.state, theirs.state)
      this.tally.spoilt++
      if ("refused" in ours) this.tally.refused++
    }
  }

  #outcomes({ ours, theirs, own, librarySuite }: Twin, commit: Uint8Array): Promise<readonly [Outcome, Outcome]> {
    const pskIndex = { findPsk: () => this.#meeting.psk }
    const follow = async () => {
      const group = publicGroupOf(ours, own.suite)
      return followCommit(group, ours, await judgeCommit(group, commit), pskIndex)
    }
    const process = async () => {
      const { message } = decodeCommit(commit)
      const { newState } = await processPublicMessage(theirs, message, pskIndex, librarySuite)
      return newState.groupActiveState.kind === "active" ? settle(newState) : null
    }
    return Promise.all([outcomeOf(follow), outcomeOf(process)])
  }
}

function leafOf({ ours }: Twin): number {
  return ours.privatePath.leafIndex
}

/** The leaver's own word. */
async function leaveOf(gone: Twin | null, groupId: Uint8Array): Promise<Uint8Array> {
  if (!gone) throw new Error("somebody must leave")
  return signStatement(gone.identity.sign, "leave", {
    groupId,
    leafKey: gone.own.publicPackage.leafNode.signaturePublicKey,
  })
}

async function twinOf(identity: KeyPair, own: OwnLeaf, state: ClientState): Promise<Twin> {
  const librarySuite = await withKem(own.suite, librarysKem(own.suite.name))
  return { identity, own, librarySuite, ours: state, theirs: state }
}

async function groupInfoOfBoth({ ours, theirs, own, librarySuite }: Twin): Promise<Uint8Array> {
  const groupInfo = await groupInfoOf(ours, own.suite)
  const other = encodeGroupInfo(await createGroupInfoWithExternalPubAndRatchetTree(theirs, [], librarySuite))
  requireSame("group info", groupInfo, other)
  return groupInfo
}

async function outcomeOf(work: () => Promise<ClientState | null>): Promise<Outcome> {
  try {
    return { state: await work() }
  } catch (refused) {
    return { refused }
  }
}

/** A member that seals path secrets nobody can open. */
function sealingBadly(suite: MlsSuite): MlsSuite {
  const { hpke } = suite
  const seal: typeof hpke.seal = async (...request) => {
    const sealed = await hpke.seal(...request)
    const enc = sealed.enc.slice()
    enc[0] = (enc[0] ?? 0) ^ 1
    return { ...sealed, enc }
  }
  return { ...suite, hpke: { ...hpke, seal } }
}

/** One bit changed, every other time among the last bytes, where the tags are, which no signature covers. */
function flipped(commit: Uint8Array, random: Random): Uint8Array {
  const changed = commit.slice()
  const tags = Math.min(150, changed.length)
  const at = random.below(2) === 0 ? random.below(changed.length) : changed.length - 1 - random.below(tags)
  changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8))
  return changed
}
