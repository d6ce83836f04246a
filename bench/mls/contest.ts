// Our client and the library's own in the same group, one operation after the other, in turns: so that what disturbs
// one disturbs the other. Runs in Node and in a page alike.

import type { ClientState } from "ts-mls/clientState.js"
import { signStatement } from "../../src/bytes/statement.ts"
import { buildJoin } from "../../src/mls/external-join.ts"
import { groupInfoOf } from "../../src/mls/installed.ts"
import { createLeafIn, type OwnLeaf } from "../../src/mls/leaf-key.ts"
import { buildHeal, buildRemove } from "../../src/mls/member-commit.ts"
import { judgeCommit } from "../../src/mls/policy.ts"
import { publicGroupOf, readGroupInfo } from "../../src/mls/public-group.ts"
import { followCommit } from "../../src/mls/received-commit.ts"
import { createSuite, type MlsSuite } from "../../src/mls/suite.ts"
import { librarysKem, withKem } from "../../tests/harness/lockstep/library-suite.ts"
import { keyPair, type KeyPair, type Meeting } from "../../tests/unit/mls/people.ts"
import { commitByLibrary, joinByLibrary, receiveByLibrary } from "./library-client.ts"

export const OPERATIONS = ["join", "receive a join", "heal", "receive a heal", "remove", "receive a removal"] as const
export type Operation = (typeof OPERATIONS)[number]

/** One operation, done by both, in milliseconds. */
export interface Lap {
  readonly operation: Operation
  readonly ours: number
  readonly library: number
}

/** A member, whose state both contestants start from: it is plain data. */
interface Member {
  readonly own: OwnLeaf
  readonly identity: KeyPair
  readonly librarySuite: MlsSuite
  readonly state: ClientState
}

interface Step {
  readonly member: Member
  readonly commit: Uint8Array
}

export class Contest {
  readonly #meeting: Meeting
  #groupInfo: Uint8Array
  #members = 1
  #laps: Lap[] = []
  #turn = 0

  /** `groupInfo` is of a group that has its founder alone. */
  constructor(meeting: Meeting, groupInfo: Uint8Array) {
    this.#meeting = meeting
    this.#groupInfo = groupInfo
  }

  /** Grows to `members` and has both do everything there `rounds` times; answers the laps. */
  async run(members: number, rounds: number): Promise<readonly Lap[]> {
    while (this.#members < members - 3) await this.#join({ isTimed: false }) // those two who stay, and who comes and goes
    const first = await this.#join({ isTimed: false })
    const second = await this.#join({ isTimed: false })
    let author = await this.#receive("receive a join", first.member, second.commit)
    let other = second.member
    this.#laps = []
    for (let round = 0; round < rounds; round++) {
      const joined = await this.#join({ isTimed: true })
      author = await this.#receive("receive a join", author, joined.commit)
      other = await this.#receive("receive a join", other, joined.commit)
      const healed = await this.#commit("heal", author, null)
      other = await this.#receive("receive a heal", other, healed.commit)
      const removed = await this.#commit("remove", healed.member, joined.member)
      other = await this.#receive("receive a removal", other, removed.commit)
      author = removed.member
      this.#members--
      this.#groupInfo = await groupInfoOf(author.state, author.own.suite)
    }
    return this.#laps.slice()
  }

  async #join({ isTimed }: { readonly isTimed: boolean }): Promise<Step> {
    const identity = await keyPair()
    const groupInfo = this.#groupInfo
    const known = await readGroupInfo(groupInfo, await createSuite(this.#meeting.suite))
    const own = await createLeafIn(known, this.#meeting.options("somebody", identity), null)
    const librarySuite = await withKem(own.suite, librarysKem(own.suite.name))
    const pskIndex = { findPsk: () => this.#meeting.psk }
    const join = async () => {
      const group = await readGroupInfo(groupInfo, await createSuite(this.#meeting.suite))
      const { psk } = this.#meeting
      return buildJoin({ group, own, identityKey: identity.publicKey, psk, ticket: null })
    }
    const byLibrary = () => joinByLibrary(known, groupInfo, own, pskIndex, librarySuite)
    const { commit, state } = isTimed ? await this.#race("join", join, byLibrary) : await join()
    this.#groupInfo = await groupInfoOf(state, own.suite)
    this.#members++
    return { commit, member: { own, identity, librarySuite, state } }
  }

  async #receive(operation: Operation, member: Member, commit: Uint8Array): Promise<Member> {
    const { own, librarySuite, state } = member
    const pskIndex = { findPsk: () => this.#meeting.psk }
    const group = publicGroupOf(state, own.suite)
    const receive = async () => followCommit(group, state, await judgeCommit(group, commit), pskIndex)
    const byLibrary = () => receiveByLibrary(group, state, commit, pskIndex, librarySuite)
    const next = await this.#race(operation, receive, byLibrary)
    if (!next) throw new Error("it was removed")
    return { ...member, state: next }
  }

  /** `author` removes `gone`, or heals. */
  async #commit(operation: Operation, author: Member, gone: Member | null): Promise<Step> {
    const { own, librarySuite, state } = author
    const group = publicGroupOf(state, own.suite)
    const member = { state, group, suite: own.suite }
    const reason = gone && (await leaveOf(gone, group.groupId))
    const removes = reason ? [{ proposalType: "remove" as const, remove: { removed: reason.leaf } }] : []
    const build = () => (reason ? buildRemove(member, [reason]) : buildHeal(member))
    const byLibrary = () => commitByLibrary(group, state, removes, librarySuite)
    const { commit, state: next } = await this.#race(operation, build, byLibrary)
    return { commit, member: { ...author, state: next } }
  }

  /** Has both work, who begins changing from one race to the next; answers what ours made. */
  async #race<T>(operation: Operation, work: () => Promise<T>, byLibrary: () => Promise<unknown>): Promise<T> {
    const isOursFirst = this.#turn++ % 2 === 0
    const before = isOursFirst ? null : await timed(byLibrary)
    const ours = await timed(work)
    const library = before ?? (await timed(byLibrary))
    this.#laps.push({ operation, ours: ours.ms, library: library.ms })
    return ours.answer
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly ms: number; readonly answer: T }> {
  const start = performance.now()
  const answer = await work()
  return { ms: performance.now() - start, answer }
}

async function leaveOf({ identity, own, state }: Member, groupId: Uint8Array) {
  const leafKey = own.publicPackage.leafNode.signaturePublicKey
  const signature = await signStatement(identity.sign, "leave", { groupId, leafKey })
  return { reason: "left" as const, leaf: state.privatePath.leafIndex, signature }
}
