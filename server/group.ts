// One living group: orders its commits and tells its live members. The service holds no secret of it.

import { createHash } from "node:crypto"
import { isEqual, toHex } from "../src/bytes/bytes.ts"
import { PolicyError } from "../src/mls/policy.ts"
import { Audience } from "./audience.ts"
import type { Clock } from "./clock.ts"
import { readCommitHeader } from "./commit-header.ts"
import { ServiceError } from "./errors.ts"
import { type GroupPolicy, isHostOf, type Judgement, type PartialGroupInfo, type PublicGroup } from "./group-policy.ts"
import { JoinInfo } from "./join-info.ts"
import type { Peer } from "./peer.ts"
import { Penalties } from "./penalties.ts"
import { type Outcome, Vote } from "./provisional.ts"
import { type Verdict, Verdicts } from "./verdicts.ts"

export const VOTE_MS = 2000

/** A commit's way, as its author hears of it; `stale` names the epoch in force and the one it was made in. */
export type CommitAnswer =
  | { readonly type: "provisional"; readonly epoch: bigint; readonly log: number }
  | { readonly type: "outcome"; readonly outcome: Outcome; readonly epoch: bigint; readonly log: number }
  | { readonly type: "stale"; readonly epoch: bigint; readonly madeIn: bigint }
  | { readonly type: "refused"; readonly by: "service"; readonly fault: string }

export interface GroupParts {
  readonly policy: GroupPolicy
  readonly clock: Clock
  /** Keeps the names of the states that the group may be in, so that members are known by them after a restart. */
  readonly keepStates: (groups: readonly [PublicGroup, ...PublicGroup[]]) => Promise<void>
  /** After each commit's end; `judged` has come into force when the outcome is final. */
  readonly onSettled: (judged: Judgement, outcome: Outcome) => void
  /** The group info of the epoch in force is there: newcomers can join. */
  readonly onReady: () => void
}

/** Where a group begins at this service: at its founding, or at what its members showed after a restart. */
export interface GroupStart {
  readonly group: PublicGroup
  readonly groupInfo: Uint8Array
  /** The last commits that led to `group`, in their order. */
  readonly commits: readonly Uint8Array[]
}

interface Provisional {
  readonly judged: Judgement
  readonly next: PublicGroup
  readonly vote: Vote
  /** The number of its entry in the log. */
  readonly log: number
  groupInfo: Uint8Array | null
}

interface Author {
  readonly identityKey: Uint8Array
  readonly peer: Peer
}

export class LiveGroup {
  readonly audience: Audience
  readonly joinInfo: JoinInfo
  /** The number of the first `final`. */
  readonly firstLog: number
  readonly #parts: GroupParts
  readonly #verdicts = new Verdicts()
  readonly #penalties: Penalties
  #current: PublicGroup
  /** The state before, as long as members may be in it still, after a restart too. */
  #former: { readonly group: PublicGroup; readonly until: "somebody follows" | "next commit" } | null = null
  #provisional: Provisional | null = null
  #queue: Promise<void> = Promise.resolve()

  constructor({ group, groupInfo, commits }: GroupStart, parts: GroupParts) {
    this.#current = group
    this.#parts = parts
    this.audience = new Audience(parts.clock)
    this.#penalties = new Penalties(parts.clock)
    this.joinInfo = new JoinInfo(
      { epoch: group.epoch, groupInfo },
      {
        clock: parts.clock,
        ranked: () => this.#ranked(),
        onWanted: (identityKey) => {
          const { epoch } = this.#current
          this.audience.publish((log) => ({ type: "wanted", log, epoch, identityKey }))
        },
        onReady: parts.onReady,
      },
    )
    this.firstLog = this.#begin(commits)
    void parts.keepStates([group])
  }

  /** The group of the last final epoch. */
  get current(): PublicGroup {
    return this.#current
  }

  isMember(identityKey: Uint8Array): boolean {
    return this.#current.leaves.some((leaf) => isEqual(leaf.identityKey, identityKey))
  }

  /** Whether members took back a join of this identity, or came here without it. */
  isBarred(identityKey: Uint8Array): boolean {
    return this.#penalties.isBarred(identityKey) || this.succeedsWithout(identityKey)
  }

  /** Whether its members refused a commit of this identity and came here without it. */
  succeedsWithout(identityKey: Uint8Array): boolean {
    const author = this.#current.succession?.author
    return author !== undefined && isEqual(author, identityKey)
  }

  /** False when another socket took the place of this one before. */
  disconnect(identityKey: Uint8Array, peer: Peer): boolean {
    if (!this.audience.disconnect(identityKey, peer)) return false
    this.#provisional?.vote.handleGone(toHex(identityKey))
    return true
  }

  /** Takes a commit in its turn; `answer` hears of its way. Rejects with ServiceError `malformed` or `too-many`. */
  submit(author: Author, commit: Uint8Array, answer: (reply: CommitAnswer) => void): Promise<void> {
    const turn = this.#queue.then(() => this.#take(author, commit, answer))
    this.#queue = turn.catch(() => {}) // its author hears of it; the next commit's turn comes all the same
    return turn
  }

  /** Makes and keeps the group info of the provisional epoch or, where it is missing, of the current one. */
  async supplyGroupInfo(by: Uint8Array, epoch: bigint, partial: PartialGroupInfo): Promise<void> {
    const provisional = this.#provisional
    const group = provisional?.next.epoch === epoch ? provisional.next : this.#current
    if (group.epoch !== epoch) throw new ServiceError("group-malformed", "a group info of another epoch")
    const groupInfo = await this.#parts.policy.completeGroupInfo(group, partial).catch((error: unknown) => {
      if (!(error instanceof PolicyError)) throw error
      if (this.#current === group) this.joinInfo.handleBad(by)
      throw new ServiceError("group-malformed", "not the group info of this epoch", { cause: error })
    })
    if (this.#current === group) {
      this.joinInfo.supply(groupInfo)
      this.#confirm()
    } else if (provisional?.next === group) provisional.groupInfo = groupInfo
  }

  /** A member installed the provisional epoch; late ones are noted. Throws ServiceError `wrong-tag`. */
  handleApplied(identityKey: Uint8Array, epoch: bigint, confirmationTag: Uint8Array): void {
    const provisional = this.#provisional
    if (provisional?.next.epoch === epoch) {
      if (!isEqual(provisional.judged.confirmationTag, confirmationTag)) {
        throw new ServiceError("wrong-tag", "the confirmation tag is not the commit's")
      }
      provisional.vote.handleApplied(toHex(identityKey))
    }
    if (epoch === this.#current.epoch) this.#confirm()
    this.#verdicts.handleApplied(identityKey, epoch)
  }

  /** A member refuses the commit that began this epoch; noted also when the epoch has come into force. */
  handleRefusal(identityKey: Uint8Array, epoch: bigint): void {
    this.#verdicts.handleRefusal(identityKey, epoch)
    if (this.#provisional?.next.epoch === epoch) this.#provisional.vote.handleRefusal(toHex(identityKey))
  }

  /** What was said of the commit of this digest that ended `epoch`; null when none did, or it is forgotten. */
  verdictOf(epoch: bigint, digest: Uint8Array): Verdict | null {
    return epoch < this.#current.epoch ? this.#verdicts.find(epoch, digest) : null
  }

  /** Ends its timers; whoever waits for a group info hears that there is none. */
  close(): void {
    this.joinInfo.close()
  }

  #begin(commits: readonly Uint8Array[]): number {
    const { log } = this.audience
    const { epoch } = this.#current
    const base = epoch - BigInt(commits.length)
    if (commits.length > 0) log.begin(base, 0)
    for (const [index, commit] of commits.entries()) {
      const begun = base + BigInt(index + 1)
      log.begin(begun, log.append((number) => ({ type: "commit", log: number, epoch: begun, commit })).log)
    }
    const final = log.append((number) => ({ type: "final", log: number, epoch })).log
    if (commits.length === 0) log.begin(epoch, epoch === 0n ? final : 0)
    return final
  }

  async #take(author: Author, commit: Uint8Array, answer: (reply: CommitAnswer) => void): Promise<void> {
    const { groupId, epoch } = readCommitHeader(commit)
    const group = this.#current
    if (!isEqual(groupId, group.groupId)) return answer({ type: "refused", by: "service", fault: "wrong-group" })
    if (epoch !== group.epoch) return answer({ type: "stale", epoch: group.epoch, madeIn: epoch })
    if (this.#penalties.isPaused(author.identityKey)) {
      throw new ServiceError("too-many", "members took back a commit of this author a moment ago")
    }
    try {
      const { judged, next } = await this.#parts.policy.judge(group, commit)
      if (!isEqual(judged.author, author.identityKey)) {
        return answer({ type: "refused", by: "service", fault: "other-author" })
      }
      // An author that is not there any more could not tell whether it is in.
      if (!author.peer.isOpen) return
      await this.#swap(author, commit, { judged, next }, answer)
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error
      answer({ type: "refused", by: "service", fault: error.fault })
    }
  }

  async #swap(
    author: Author,
    commit: Uint8Array,
    { judged, next }: { readonly judged: Judgement; readonly next: PublicGroup },
    answer: (reply: CommitAnswer) => void,
  ): Promise<void> {
    const { epoch } = next
    this.#former = null // its author is in the current one
    await this.#parts.keepStates([this.#current, next]) // before anybody is in it
    const voters = this.#voters(judged, next)
    const isHosts = isHostOf(judged.added ? next : this.#current, judged.author)
    const vote = new Vote(voters, isHosts ? "host" : "member")
    this.joinInfo.holdBack()
    const digest = createHash("sha256").update(commit).digest()
    this.#verdicts.begin({ before: this.#current, digest, author: judged.author, voters })
    const log = this.audience.publish((log) => ({ type: "commit", log, epoch, commit }), author.peer)
    const provisional: Provisional = { judged, next, vote, log, groupInfo: null }
    this.#provisional = provisional
    answer({ type: "provisional", epoch, log })
    // A newcomer counts log numbers from its own commit on.
    if (judged.added) this.audience.connect(author.identityKey, author.peer)
    const cancel = this.#parts.clock.after(VOTE_MS, () => vote.handleTimeout())
    const outcome = await vote.outcome
    cancel()
    this.#provisional = null
    if (outcome === "final") this.#finalize(author, provisional, answer)
    else this.#restore(author, provisional, answer)
    this.#keepStates()
    this.#parts.onSettled(judged, outcome)
  }

  #finalize(author: Author, provisional: Provisional, answer: (reply: CommitAnswer) => void): void {
    const { judged, next, groupInfo } = provisional
    const { audience } = this
    this.#former = formerOf(this.#current, provisional.vote)
    this.#current = next
    const { epoch } = next
    audience.log.begin(epoch, provisional.log)
    const log = audience.publish((log) => ({ type: "final", log, epoch }), author.peer)
    answer({ type: "outcome", outcome: "final", epoch, log })
    for (const { identityKey, reason } of judged.removed) if (reason !== "replaced") audience.drop(identityKey)
    const { added } = judged
    if (added) audience.publish((log) => ({ type: "joined", log, identityKey: added.identityKey }))
    this.joinInfo.replace(epoch, groupInfo, judged.author)
  }

  #restore(author: Author, { judged }: Provisional, answer: (reply: CommitAnswer) => void): void {
    const { epoch } = this.#current
    const log = this.audience.publish((log) => ({ type: "restored", log, epoch, author: judged.author }), author.peer)
    answer({ type: "outcome", outcome: "restored", epoch, log })
    if (judged.added) this.#penalties.bar(author.identityKey)
    else this.#penalties.pause(author.identityKey)
    author.peer.end("refused-by-members")
    this.joinInfo.release()
  }

  #confirm(): void {
    if (this.#former?.until !== "somebody follows") return
    this.#former = null
    this.#keepStates()
  }

  #keepStates(): void {
    void this.#parts.keepStates(this.#former ? [this.#current, this.#former.group] : [this.#current])
  }

  #voters(judged: Judgement, next: PublicGroup): string[] {
    const author = toHex(judged.author)
    const after = new Set(next.leaves.map(({ identityKey }) => toHex(identityKey)))
    const names = this.#ranked().map((identityKey) => toHex(identityKey))
    return names.filter((name) => name !== author && after.has(name))
  }

  #ranked(): readonly Uint8Array[] {
    const { leaves } = this.#current
    const inOrder = leaves.toSorted((a, b) => a.leaf - b.leaf)
    return inOrder.map(({ identityKey }) => identityKey).filter((identityKey) => this.audience.has(identityKey))
  }
}

// Whoever refused the commit stays in the state before, and where nobody applied it nobody may have heard of its end.
function formerOf(group: PublicGroup, { wasApplied, wasRefused }: Vote) {
  if (wasRefused) return { group, until: "next commit" } as const
  return wasApplied ? null : ({ group, until: "somebody follows" } as const)
}
