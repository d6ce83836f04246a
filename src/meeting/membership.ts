// Our membership in the group: takes what the service pushes, in its order, hands commits to MLS, answers for them, and
// makes the removals that are ours to make.
//
// The service's word decides which commit counts. A commit of somebody else is installed at once and answered by
// `applied`; it stays provisional until the service says final. Our own is entered when the service says final.

import { isEqual, toHex } from "../bytes/bytes.ts"
import type { Push } from "../delivery/messages.ts"
import type { Clock } from "../media/clock.ts"
import type { EpochChange } from "../media/epoch.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import { MlsError, PolicyError } from "../mls/errors.ts"
import { SerialQueue } from "../mls/serial-queue.ts"
import type { CommitReport, PendingCommit, Received, Removal } from "../mls/session-options.ts"
import { Removals } from "./removals.ts"

/** The MLS session in its worker, as far as a membership needs it. */
export interface GroupMls {
  receive(commit: Uint8Array): Promise<Received>
  finalize(epoch: bigint): Promise<EpochState | null>
  restore(): Promise<EpochState>
  discard(): Promise<unknown>
  removeMembers(removals: readonly Removal[]): Promise<PendingCommit>
}

/** What became of a commit of ours. */
export type CommitOutcome = "final" | "restored" | "stale" | "refused"

/** The delivery service, as far as a membership needs it. */
export interface GroupService {
  /**
   * `onProvisional` is called once the service has taken the commit for the time being. Rejects when the connection was
   * lost: the replay after it tells what became of the commit.
   */
  submit(pending: PendingCommit, onProvisional: () => void): Promise<CommitOutcome>
  applied(epoch: bigint, confirmationTag: Uint8Array): void
  refuse(epoch: bigint, fault: string): void
}

export interface MembershipListener {
  /** A new epoch; `report` is null for one of our own. */
  onEpoch(state: EpochState, change: EpochChange, report: CommitReport | null): Promise<void>
  /** The service will not take the epoch back any more. */
  onFinal(epoch: bigint): void
  /** The epoch `retired` was taken back; `state` is in use again. */
  onRestored(state: EpochState, retired: bigint): Promise<void>
  /** Somebody said that they leave, or the service that they are gone: still in the group, but no longer there. */
  onDeparture(identityKey: Uint8Array): void
  /** We are no member any more, or cannot follow: `removed`, or why not. */
  onEnded(reason: "removed" | "commit-refused" | "unreadable"): void
}

export interface MembershipOptions {
  readonly mls: GroupMls
  readonly service: GroupService
  readonly clock: Clock
  readonly listener: MembershipListener
}

/**
 * A commit of ours whose outcome is not known: on its way, provisional at the service, or lost with the connection so
 * that the service may never have seen it.
 */
interface OwnCommit {
  readonly pending: PendingCommit
  state: "sent" | "provisional" | "lost"
}

export class Membership {
  readonly #options: MembershipOptions
  readonly #queue = new SerialQueue()
  readonly #removals: Removals
  #state: EpochState
  /** An epoch that we follow but that is not final. */
  #provisional: bigint | null = null
  #undecided: OwnCommit | null = null
  #isOver = false

  /** `state`: the epoch that founding or joining brought. */
  constructor(state: EpochState, options: MembershipOptions) {
    this.#options = options
    this.#state = state
    this.#removals = new Removals(options.clock, () => void this.#queue.run(() => this.#removeLeavers()))
    this.#removals.handleEpoch(state)
  }

  get state(): EpochState {
    return this.#state
  }

  /** Takes a log entry of the service; entries are worked off one after the other. */
  handlePush(push: Push): void {
    void this.#queue.run(async () => {
      if (!this.#isOver) await this.#take(push)
    })
  }

  /** Everything that happened while the connection was lost has been handed in. */
  handleReplayed(): void {
    void this.#queue.run(async () => {
      if (this.#undecided?.state === "lost") await this.#giveUp()
    })
  }

  isDeparting(leafKey: Uint8Array): boolean {
    return this.#removals.isDeparting(leafKey)
  }

  /** Resolves when everything handed in so far is done. */
  settled(): Promise<void> {
    return this.#queue.run(async () => {})
  }

  close(): void {
    this.#isOver = true
    this.#removals.close()
  }

  async #take(push: Push): Promise<void> {
    switch (push.type) {
      case "commit":
        return this.#follow(push.epoch, push.commit)
      case "final":
        return this.#finalize(push.epoch)
      case "restored":
        return this.#restore(push.epoch)
      case "left":
        this.#removals.handleDeparture({ reason: "left", leafKey: push.leafKey, signature: push.signature })
        return this.#options.listener.onDeparture(push.identityKey)
      case "gone": {
        const { leafKey, signature, epoch } = push
        this.#removals.handleDeparture({ reason: "gone", leafKey, signature, epoch })
        return this.#options.listener.onDeparture(push.identityKey)
      }
      case "joined": // who is in, the group says
      case "asking":
      case "answered":
      case "wanted":
      case "successor":
        return undefined
    }
  }

  async #follow(epoch: bigint, commit: Uint8Array): Promise<void> {
    if (epoch !== this.#state.epoch + 1n) return // one that we have: a replay may overlap
    if (this.#undecided && isEqual(commit, this.#undecided.pending.commit)) {
      this.#undecided.state = "provisional" // entered when it is final
      return
    }
    try {
      if (this.#provisional !== null) await this.#finalize(this.#provisional) // a later commit says so
      this.#undecided = null // somebody else's was taken
      const received = await this.#options.mls.receive(commit)
      if (received.kind === "removed") return this.#end("removed")
      this.#provisional = received.state.epoch
      this.#options.service.applied(received.state.epoch, received.state.confirmationTag)
      await this.#enter(received.state, received.report)
    } catch (error) {
      if (!(error instanceof PolicyError || error instanceof MlsError)) throw error
      this.#options.service.refuse(epoch, error.fault)
      this.#end(error instanceof PolicyError ? "commit-refused" : "unreadable")
    }
  }

  async #finalize(epoch: bigint): Promise<void> {
    if (this.#undecided?.pending.epoch === epoch) return this.#enterOwn(this.#undecided.pending)
    if (this.#provisional !== epoch) return
    this.#provisional = null
    await this.#options.mls.finalize(epoch)
    this.#options.listener.onFinal(epoch)
    this.#removals.handleEpoch(this.#state) // what had to wait
  }

  async #enterOwn(pending: PendingCommit): Promise<void> {
    this.#undecided = null
    const state = await this.#options.mls.finalize(pending.epoch)
    if (!state) return
    await this.#enter(state, null)
    this.#options.listener.onFinal(state.epoch)
  }

  /** `epoch` is the one that is in use again. */
  async #restore(epoch: bigint): Promise<void> {
    if (this.#undecided?.pending.epoch === epoch + 1n) return this.#giveUp()
    const retired = this.#provisional
    if (retired !== epoch + 1n) return
    this.#provisional = null
    this.#state = await this.#options.mls.restore()
    await this.#options.listener.onRestored(this.#state, retired)
    this.#removals.handleEpoch(this.#state)
  }

  async #enter(state: EpochState, report: CommitReport | null): Promise<void> {
    this.#state = state
    await this.#options.listener.onEpoch(state, changeOf(report), report)
    this.#removals.handleEpoch(state)
  }

  // Waits for a provisional epoch to be final: the service takes no commit before.
  async #removeLeavers(): Promise<void> {
    const due = this.#removals.due()
    if (this.#isOver || this.#provisional !== null || this.#undecided || due.length === 0) return
    const pending = await this.#options.mls.removeMembers(due)
    this.#undecided = { pending, state: "sent" }
    // Not awaited here: somebody else's commit may be the one that counts, and wants our answer before the service
    // can refuse ours.
    void this.#submit(this.#undecided)
  }

  async #submit(own: OwnCommit): Promise<void> {
    const handleProvisional = () => {
      own.state = "provisional"
    }
    const outcome = await this.#options.service.submit(own.pending, handleProvisional).catch(() => null)
    if (outcome === null) {
      // What the service had taken is decided without us; of the rest the replay tells.
      if (own.state === "sent") own.state = "lost"
      return
    }
    await this.#queue.run(async () => {
      if (this.#isOver || this.#undecided !== own) return // given up meanwhile
      if (outcome === "final") return this.#enterOwn(own.pending)
      this.#undecided = null
      await this.#options.mls.discard()
    })
  }

  // Our commit does not count, and what it was for is still to be done.
  async #giveUp(): Promise<void> {
    this.#undecided = null
    await this.#options.mls.discard()
    this.#removals.handleEpoch(this.#state)
  }

  #end(reason: Parameters<MembershipListener["onEnded"]>[0]): void {
    this.close()
    this.#options.listener.onEnded(reason)
  }
}

/** Our own commits are removals. */
function changeOf(report: CommitReport | null): EpochChange {
  if (report === null || report.removed.some(({ reason }) => reason !== "replaced")) return "removal"
  return report.kind === "join" ? "join" : "other"
}

/** People who are in one epoch and not in the other, by identity. */
export function rosterChange(
  before: EpochState,
  after: EpochState,
): { came: readonly string[]; went: readonly string[] } {
  const old = new Set(before.members.map(({ identityKey }) => toHex(identityKey)))
  const now = new Set(after.members.map(({ identityKey }) => toHex(identityKey)))
  return { came: [...now].filter((id) => !old.has(id)), went: [...old].filter((id) => !now.has(id)) }
}
