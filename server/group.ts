// One living group: orders its commits, keeps its log, and tells its live members. The service holds no secret of it.

import { isEqual, toHex } from "../src/bytes/bytes.ts"
import type { Push } from "../src/delivery/messages.ts"
import { PolicyError } from "../src/mls/policy.ts"
import type { Clock } from "./clock.ts"
import { readCommitHeader } from "./commit-header.ts"
import { ServiceError } from "./errors.ts"
import { GroupLog } from "./group-log.ts"
import type { GroupPolicy, Judgement, PublicGroup } from "./group-policy.ts"
import type { Peer } from "./peer.ts"
import { type Outcome, Vote } from "./provisional.ts"

const VOTE_MS = 2000

/** A commit's way, as its author hears of it. */
export type CommitAnswer =
  | { readonly type: "provisional"; readonly epoch: bigint; readonly log: number }
  | { readonly type: "outcome"; readonly outcome: Outcome; readonly epoch: bigint; readonly log: number }
  | {
      readonly type: "stale"
      readonly epoch: bigint
      readonly commits: readonly Uint8Array[]
      readonly groupInfo: Uint8Array | null
    }
  | { readonly type: "refused"; readonly by: "service"; readonly fault: string }

export interface GroupParts {
  readonly policy: GroupPolicy
  readonly clock: Clock
  /** After each commit's end; `judged` has come into force when the outcome is final. */
  readonly onSettled: (judged: Judgement, outcome: Outcome) => void
  /** The group info of the epoch in force is there: newcomers can join. */
  readonly onReady: () => void
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
  readonly log = new GroupLog()
  readonly #parts: GroupParts
  readonly #live = new Map<string, Peer>()
  #current: PublicGroup
  #groupInfo: Uint8Array | null
  #lastGroupInfo: Uint8Array
  #provisional: Provisional | null = null
  #queue: Promise<void> = Promise.resolve()

  constructor(founded: PublicGroup, groupInfo: Uint8Array, parts: GroupParts) {
    this.#current = founded
    this.#groupInfo = groupInfo
    this.#lastGroupInfo = groupInfo
    this.#parts = parts
  }

  /** The group of the last final epoch. */
  get current(): PublicGroup {
    return this.#current
  }

  /** Group info that a newcomer can join by now, or null while a commit is provisional or it is missing. */
  get groupInfo(): Uint8Array | null {
    return this.#provisional ? null : this.#groupInfo
  }

  /** The newest group info there is; its epoch may be over. */
  get lastGroupInfo(): Uint8Array {
    return this.#lastGroupInfo
  }

  get liveCount(): number {
    return this.#live.size
  }

  isMember(identityKey: Uint8Array): boolean {
    return this.#current.leaves.some((leaf) => isEqual(leaf.identityKey, identityKey))
  }

  isLive(identityKey: Uint8Array): boolean {
    return this.#live.has(toHex(identityKey))
  }

  /** Pushes go to `peer` from now on; the socket that this identity had before ends. */
  connect(identityKey: Uint8Array, peer: Peer): void {
    const name = toHex(identityKey)
    const before = this.#live.get(name)
    this.#live.set(name, peer)
    if (before && before !== peer) before.end("replaced")
  }

  /** False when another socket took the place of this one before. */
  disconnect(identityKey: Uint8Array, peer: Peer): boolean {
    const name = toHex(identityKey)
    if (this.#live.get(name) !== peer) return false
    this.#live.delete(name)
    this.#provisional?.vote.handleGone(name)
    return true
  }

  /** Appends to the log and tells all live members; gives the number. */
  publish(make: (log: number) => Push, except?: Peer): number {
    const { log, bytes } = this.log.append(make)
    for (const peer of new Set(this.#live.values())) if (peer !== except) peer.push(bytes)
    return log
  }

  /** Takes a commit in its turn; `answer` hears of its way. Rejects with ServiceError `malformed` only. */
  submit(author: Author, commit: Uint8Array, answer: (reply: CommitAnswer) => void): Promise<void> {
    const turn = this.#queue.then(() => this.#take(author, commit, answer))
    this.#queue = turn.catch(() => {}) // its author hears of it; the next commit's turn comes all the same
    return turn
  }

  /** Keeps the group info of the provisional epoch or, where it is missing, of the current one. */
  async uploadGroupInfo(epoch: bigint, groupInfo: Uint8Array): Promise<void> {
    const provisional = this.#provisional
    const group = provisional?.next.epoch === epoch ? provisional.next : this.#current
    if (group.epoch !== epoch) throw new ServiceError("group-malformed", "a group info of another epoch")
    await this.#parts.policy.verifyGroupInfo(group, groupInfo)
    if (provisional?.next === group) provisional.groupInfo = groupInfo
    if (this.#current !== group) return
    this.#groupInfo = groupInfo
    this.#reportReady()
  }

  /** A member installed the provisional epoch; late ones are fine. Throws ServiceError `wrong-tag`. */
  handleApplied(identityKey: Uint8Array, epoch: bigint, confirmationTag: Uint8Array): void {
    const provisional = this.#provisional
    if (provisional?.next.epoch !== epoch) return
    if (!isEqual(provisional.judged.confirmationTag, confirmationTag)) {
      throw new ServiceError("wrong-tag", "the confirmation tag is not the commit's")
    }
    provisional.vote.handleApplied(toHex(identityKey))
  }

  handleRefusal(identityKey: Uint8Array, epoch: bigint): void {
    if (this.#provisional?.next.epoch === epoch) this.#provisional.vote.handleRefusal(toHex(identityKey))
  }

  async #take(author: Author, commit: Uint8Array, answer: (reply: CommitAnswer) => void): Promise<void> {
    const { groupId, epoch } = readCommitHeader(commit)
    const group = this.#current
    if (!isEqual(groupId, group.groupId)) return answer({ type: "refused", by: "service", fault: "wrong-group" })
    if (epoch !== group.epoch) {
      const commits = this.log.commitsSince(epoch, group.epoch)
      return answer({ type: "stale", epoch: group.epoch, commits, groupInfo: null })
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
    const vote = new Vote(this.#voters(judged, next))
    const log = this.publish((log) => ({ type: "commit", log, epoch, commit }), author.peer)
    const provisional: Provisional = { judged, next, vote, log, groupInfo: null }
    this.#provisional = provisional
    answer({ type: "provisional", epoch, log })
    // A newcomer counts log numbers from its own commit on.
    const isJoin = judged.added !== null
    if (isJoin) this.connect(author.identityKey, author.peer)
    const cancel = this.#parts.clock.after(VOTE_MS, () => provisional.vote.handleTimeout())
    const outcome = await provisional.vote.outcome
    cancel()
    this.#provisional = null
    if (outcome === "final") this.#finalize(author, provisional, answer)
    else this.#restore(author, provisional, answer)
    this.#parts.onSettled(judged, outcome)
    this.#reportReady()
  }

  #finalize(author: Author, provisional: Provisional, answer: (reply: CommitAnswer) => void): void {
    const { judged, next, groupInfo } = provisional
    this.#current = next
    this.#groupInfo = groupInfo
    const { epoch } = next
    this.log.begin(epoch, provisional.log)
    const log = this.publish((log) => ({ type: "final", log, epoch }), author.peer)
    answer({ type: "outcome", outcome: "final", epoch, log })
    for (const { identityKey, reason } of judged.removed) {
      if (reason !== "replaced") this.#live.delete(toHex(identityKey))
    }
    const { added } = judged
    if (added) this.publish((log) => ({ type: "joined", log, identityKey: added.identityKey }))
  }

  #restore(author: Author, { judged }: Provisional, answer: (reply: CommitAnswer) => void): void {
    const { epoch } = this.#current
    const log = this.publish((log) => ({ type: "restored", log, epoch, author: judged.author }), author.peer)
    answer({ type: "outcome", outcome: "restored", epoch, log })
    this.#live.delete(toHex(author.identityKey))
    author.peer.end("refused-by-members")
  }

  #voters(judged: Judgement, next: PublicGroup): string[] {
    const after = new Set(next.leaves.map(nameOf))
    const author = toHex(judged.author)
    return this.#current.leaves.map(nameOf).filter((name) => name !== author && after.has(name) && this.#live.has(name))
  }

  #reportReady(): void {
    const { groupInfo } = this
    if (!groupInfo) return
    this.#lastGroupInfo = groupInfo
    this.#parts.onReady()
  }
}

function nameOf({ identityKey }: { readonly identityKey: Uint8Array }): string {
  return toHex(identityKey)
}
