// A group that grows to hundreds of members in seconds: all but two of them join and are forgotten, since nobody needs to
// follow whom nothing is asked of. Those two, and the service, follow every commit once they are in.

import { GroupSession } from "../../src/mls/group.ts"
import { judgeCommit } from "../../src/mls/policy.ts"
import { nextPublicGroup, type PublicGroup, readGroupInfo } from "../../src/mls/public-group.ts"
import type { PendingCommit } from "../../src/mls/session-options.ts"
import { createSuite, type SuiteName } from "../../src/mls/suite.ts"
import { keyPair, Meeting, OPEN } from "../../tests/unit/mls/people.ts"
import type { Stopwatch } from "./stopwatch.ts"

interface Newcomer extends PendingCommit {
  readonly session: GroupSession
}

/** Who commits, who only follows, and the group as the service knows it. */
interface Followers {
  readonly author: GroupSession
  readonly other: GroupSession
  service: PublicGroup
}

export class GrowingGroup {
  readonly #meeting: Meeting
  readonly #stopwatch: Stopwatch
  #groupInfo: Uint8Array
  #members = 1

  private constructor(meeting: Meeting, groupInfo: Uint8Array, stopwatch: Stopwatch) {
    this.#meeting = meeting
    this.#groupInfo = groupInfo
    this.#stopwatch = stopwatch
  }

  static async found(suite: SuiteName, stopwatch: Stopwatch): Promise<GrowingGroup> {
    const meeting = await Meeting.create(OPEN, suite)
    const { session, groupInfo } = await GroupSession.found(meeting.options("host", await keyPair(), { isHost: true }))
    await session.close()
    return new GrowingGroup(meeting, groupInfo, stopwatch)
  }

  /** People join until there are so many. */
  async growTo(members: number): Promise<void> {
    while (this.#members < members) {
      const { session } = await this.#admit()
      await session.close()
    }
  }

  /** Measures at the present number of members, two of whom are made anew: one joins, is removed, one heals. */
  async measure(times: number): Promise<void> {
    const author = await this.#admit()
    const other = await this.#admit()
    await author.session.receive(other.commit)
    await author.session.finalize(other.epoch)
    const service = await readGroupInfo(this.#groupInfo, await createSuite(this.#meeting.suite))
    const followers = { author: author.session, other: other.session, service }
    for (let round = 0; round < times; round++) await this.#round(followers)
    await author.session.close()
    await other.session.close()
  }

  async #round(followers: Followers): Promise<void> {
    const { author, other } = followers
    const time = this.#stopwatch
    const newcomer = await time("join", () => this.#admit())
    await this.#follow(author, newcomer, "receive a join")
    await this.#follow(other, newcomer, "receive a join")
    await this.#judge(followers, newcomer, "judge a join")
    const { leafKey, signature } = await newcomer.session.signLeave()
    const removals = [{ reason: "left", leafKey, signature }] as const
    const removal = await time("remove", () => committed(author, author.removeMembers(removals)))
    await this.#follow(other, removal, "receive a removal")
    await this.#judge(followers, removal, "judge a removal")
    const healing = await time("heal", () => committed(author, author.heal()))
    await this.#follow(other, healing, "receive a heal")
    await this.#judge(followers, healing, "judge a heal")
    await newcomer.session.close()
    this.#members--
    this.#groupInfo = await author.exportGroupInfo()
  }

  async #admit(): Promise<Newcomer> {
    const options = this.#meeting.options("somebody", await keyPair())
    const joined = await GroupSession.join(this.#groupInfo, { ...options, ticket: null })
    await joined.session.finalize(joined.epoch)
    this.#groupInfo = await joined.session.exportGroupInfo()
    this.#members++
    return joined
  }

  async #follow(session: GroupSession, { commit, epoch }: PendingCommit, what: string): Promise<void> {
    await this.#stopwatch(what, async () => {
      await session.receive(commit)
      await session.finalize(epoch)
    })
  }

  async #judge(followers: Followers, { commit }: PendingCommit, what: string): Promise<void> {
    const { service } = followers
    followers.service = await this.#stopwatch(what, async () =>
      nextPublicGroup(service, await judgeCommit(service, commit)),
    )
  }
}

async function committed(session: GroupSession, pending: Promise<PendingCommit>): Promise<PendingCommit> {
  const commit = await pending
  await session.finalize(commit.epoch)
  return commit
}
