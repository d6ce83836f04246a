// Our membership in the group: takes what the service pushes, in its order, hands commits to MLS, answers for them, and
// makes the commits that are ours to make.
//
// The service's word decides which commit counts. A commit of somebody else is installed at once and answered by
// `applied`; our own is entered when the service says final. An epoch that descends from a commit which we refused is
// never entered: what is left then is a successor group.

import { isEqual } from "../bytes/bytes.ts"
import type { Evidence } from "../delivery/delivery-client.ts"
import type { Push } from "../delivery/messages.ts"
import type { EpochChange } from "../media/epoch.ts"
import { FrameError } from "../media/errors.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import { MlsError } from "../mls/errors.ts"
import { SerialQueue } from "../mls/serial-queue.ts"
import { changeOf, type Deed, deedOf } from "./deed.ts"
import { handIn } from "./handing-in.ts"
import type { Entered, MembershipOptions } from "./membership-options.ts"
import { OwnCommits } from "./own-commits.ts"
import { RecentCommits } from "./recent-commits.ts"
import { departureOf } from "./removals.ts"
import { nextStanding, type OwnCommit, placeOf, type Standing, type StandingEvent, undecidedEpoch } from "./standing.ts"
import { judgeCommit } from "./verdict-on-commit.ts"

export class Membership {
  readonly #options: MembershipOptions
  readonly #queue = new SerialQueue()
  readonly #own: OwnCommits
  readonly #recent = new RecentCommits()
  #state: EpochState
  #standing: Standing = { kind: "settled" }
  /** An own commit that we gave up: should it come into force all the same, we could not follow it any more. */
  #abandoned: Uint8Array | null = null

  constructor({ state, commit }: Entered, options: MembershipOptions) {
    this.#options = options
    this.#state = state
    if (commit) this.#recent.add(commit)
    const { mls, clock, random } = options
    this.#own = new OwnCommits({ mls, clock, random, onDue: () => this.#run(() => this.#commitOwn()) })
    this.#own.handleOwnPath(state)
    this.#own.handleEpoch(state)
  }

  get state(): EpochState {
    return this.#state
  }

  /** The last epoch that we know to be final. */
  get finalEpoch(): bigint {
    return this.#standing.kind === "provisional" ? this.#state.epoch - 1n : this.#state.epoch
  }

  /** Whether a commit that we refused is undecided, so that others may be in an epoch that we do not have. */
  get isRefusing(): boolean {
    return this.#standing.kind === "refusing"
  }

  /** Takes a log entry of the service; entries are worked off one after the other. */
  handlePush(push: Push): void {
    this.#run(() => this.#take(push))
  }

  /** Everything that happened while the connection was lost has been handed in. */
  handleReplayed(): void {
    this.#run(async () => {
      if (this.#standing.kind === "committing" && this.#standing.own.state === "lost") await this.#giveUp()
    })
  }

  /** What a service that was restarted is shown of our epoch; rejects with MlsError where we have none. */
  evidence(): Promise<Evidence> {
    return this.#queue.run(async () => ({
      groupInfo: await this.#options.mls.exportGroupInfo(),
      commits: this.#recent.list(),
    }))
  }

  /** The commits that are ours to make. */
  get own(): Pick<OwnCommits, "order" | "isDeparting"> {
    return this.#own
  }

  /** Resolves when everything handed in so far is done. */
  settled(): Promise<void> {
    return this.#queue.run(async () => {})
  }

  close(): void {
    this.#stand({ kind: "closed" })
    this.#own.close()
  }

  #run(task: () => Promise<void>): void {
    const done = this.#queue.run(async () => {
      if (!this.#isOver) await task()
    })
    done.catch((error: unknown) => {
      if (this.#isOver) return // the workers end with the visit
      if (!(error instanceof MlsError || error instanceof FrameError)) throw error
      this.#end("stranded")
    })
  }

  async #take(push: Push): Promise<void> {
    const { listener } = this.#options
    if (push.type === "successor") return listener.onSuccessor(push)
    if (this.#standing.kind === "parted") return undefined
    switch (push.type) {
      case "commit":
        return this.#handleCommit(push.epoch, push.commit)
      case "final":
        return this.#handleFinal(push.epoch)
      case "restored":
        return this.#handleRestored(push.epoch, push.author)
      case "left":
      case "gone":
        this.#own.handleDeparture(departureOf(push))
        return listener.onDeparture(push.identityKey)
      case "wanted":
        return this.#supply(push)
      case "joined":
        return undefined // who is in, the group says
      case "asking":
      case "answered":
        return listener.onDoor(push)
    }
  }

  async #handleCommit(epoch: bigint, commit: Uint8Array): Promise<void> {
    const standing = this.#standing
    switch (placeOf({ epoch, commit }, standing, this.#state.epoch)) {
      case "ours":
        if (standing.kind === "committing") standing.own.state = "provisional" // entered when it is final
        return undefined
      case "replaces":
        await this.#takeBack(null)
        return this.#handleCommit(epoch, commit)
      case "confirms":
        await this.#conclude()
        return this.#standing.kind === "settled" ? this.#handleCommit(epoch, commit) : undefined
      case "follows":
        return this.#follow(commit)
      case "ahead":
        return this.#options.listener.onBehind()
      case "known":
        return undefined // a replay may overlap
    }
  }

  async #follow(commit: Uint8Array): Promise<void> {
    const { mls, service, identityKey, listener } = this.#options
    if (this.#abandoned && isEqual(commit, this.#abandoned)) return this.#end("stranded")
    const verdict = await judgeCommit(commit, mls, identityKey)
    switch (verdict.kind) {
      case "follow": {
        const { state, report } = verdict
        this.#stand({ kind: "provisional", commit })
        this.#recent.add(commit)
        service.applied(state.epoch, state.confirmationTag)
        if (report.nextLink) await listener.onNextLink(report.nextLink, state)
        return this.#enter(state, changeOf(report), deedOf(report))
      }
      case "leave":
        return this.#stand({ kind: "leaving", commit, reason: verdict.reason, deed: verdict.deed })
      case "refuse":
        if (this.#standing.kind === "committing") await mls.discard()
        this.#stand({ kind: "refusing", commit, author: verdict.author })
        return service.refuse(this.#state.epoch + 1n, verdict.fault)
    }
  }

  async #handleFinal(epoch: bigint): Promise<void> {
    if (epoch === undecidedEpoch(this.#standing, this.#state.epoch)) await this.#conclude()
    else if (epoch > this.#state.epoch) this.#options.listener.onBehind()
  }

  /** The undecided commit stays. */
  async #conclude(): Promise<void> {
    const standing = this.#standing
    const { mls, listener } = this.#options
    switch (standing.kind) {
      case "committing":
        return this.#enterOwn(standing.own)
      case "provisional":
        await mls.finalize(this.#state.epoch)
        listener.onFinal(this.#state.epoch)
        this.#stand({ kind: "final" })
        return this.#own.handleEpoch(this.#state) // what had to wait may be done
      case "refusing":
        this.#stand({ kind: "final" })
        this.#own.close()
        return listener.onParted(standing)
      case "leaving":
        return this.#end(standing.reason === "order" ? "removed" : "stranded", standing.deed)
      case "settled":
      case "parted":
      case "over":
        return undefined // nothing was undecided
    }
  }

  /** `epoch` is the one that is in use again. */
  async #handleRestored(epoch: bigint, author: Uint8Array): Promise<void> {
    if (undecidedEpoch(this.#standing, this.#state.epoch) !== epoch + 1n) return
    if (this.#standing.kind === "committing") return this.#giveUp()
    await this.#takeBack(author)
    this.#own.handleEpoch(this.#state)
  }

  /** Somebody else's commit does not count. */
  async #takeBack(author: Uint8Array | null): Promise<void> {
    const { mls, listener } = this.#options
    const { kind } = this.#standing
    const retired = kind === "provisional" ? this.#state.epoch : null
    if (kind !== "refusing") this.#state = await mls.restore()
    if (kind === "provisional") this.#recent.drop()
    this.#stand({ kind: "undone" })
    await listener.onRestored(this.#state, retired, author)
  }

  async #enter(state: EpochState, change: EpochChange, deed: Deed): Promise<void> {
    this.#state = state
    await this.#options.listener.onEpoch(state, change, deed)
    this.#own.handleEpoch(state)
  }

  #stand(event: StandingEvent): void {
    this.#standing = nextStanding(this.#standing, event)
  }

  get #isOver(): boolean {
    return this.#standing.kind === "over"
  }

  async #supply({ epoch, identityKey }: { readonly epoch: bigint; readonly identityKey: Uint8Array }): Promise<void> {
    const { mls, service } = this.#options
    if (isEqual(identityKey, this.#options.identityKey) && epoch === this.finalEpoch)
      service.supply(epoch, await mls.exportPartialGroupInfo())
  }

  // While a commit is undecided the service takes no other.
  async #commitOwn(): Promise<void> {
    if (this.#standing.kind !== "settled") return
    const built = await this.#own.build(this.#state)
    if (!built || this.#isOver) return
    const own: OwnCommit = { ...built, state: "sent" }
    this.#stand({ kind: "committing", own })
    // Not awaited here: somebody else's commit may be the one that counts, and wants our answer before the service
    // can refuse ours.
    void this.#submit(own)
  }

  async #submit(own: OwnCommit): Promise<void> {
    const outcome = await handIn(own, this.#options.service)
    if (outcome === "lost") return
    this.#run(async () => {
      if (this.#standing.kind !== "committing" || this.#standing.own !== own) return // given up meanwhile
      if (outcome === "final") return this.#enterOwn(own)
      // Tried again by the next rank, or when the epoch that was faster is there.
      this.#stand({ kind: "undone" })
      await this.#options.mls.discard()
      if (outcome !== "stale") this.#own.handleRefused()
    })
  }

  async #enterOwn({ pending, change, expelled, handleFinal }: OwnCommit): Promise<void> {
    const { mls, identityKey, listener } = this.#options
    const state = await mls.finalize(pending.epoch)
    if (!state) return
    this.#stand({ kind: "final" })
    this.#recent.add(pending.commit)
    handleFinal(state)
    await this.#enter(state, change, { author: identityKey, expelled })
    listener.onFinal(state.epoch)
  }

  // Our commit does not count, and what it was for is still to be done.
  async #giveUp(): Promise<void> {
    if (this.#standing.kind === "committing") this.#abandoned = this.#standing.own.pending.commit
    this.#stand({ kind: "undone" })
    await this.#options.mls.discard()
    this.#own.handleEpoch(this.#state)
  }

  #end(reason: "removed" | "stranded", deed: Deed | null = null): void {
    this.close()
    this.#options.listener.onEnded(reason, deed)
  }
}
