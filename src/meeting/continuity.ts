// Staying in the meeting: follows the group over the service, and finds back when it lost its step.
//
//   the socket broke ─────────────► resume: the service replays what we missed
//   the service was restarted ────► resume, with evidence of our epoch
//   out of step with the others ──► nothing is sealed; resume; if that does not help, enter anew
//   not taken back, overtaken ────► enter anew under the same identity, with another leaf
//   a refused commit in force ────► nothing is sealed; the successor group

import type { Push } from "../delivery/messages.ts"
import type { Clock } from "../media/clock.ts"
import type { EpochChange } from "../media/epoch.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import type { MlsWorker } from "../mls/mls-worker.ts"
import type { Arrival } from "./arrival.ts"
import type { Conference } from "./conference.ts"
import type { Deed } from "./deed.ts"
import type { Entry } from "./entry.ts"
import { faultOfReturn } from "./errors.ts"
import { followLog, sayGoodBye } from "./follow-log.ts"
import type { Step } from "./heartbeat.ts"
import type { Random } from "./jitter.ts"
import type { LinkRotation } from "./link-rotation.ts"
import { Membership } from "./membership.ts"
import type { Entered, MembershipListener } from "./membership-options.ts"
import { Reentry } from "./reentry.ts"
import type { MeetingFault } from "./snapshot.ts"
import type { RefusedCommit } from "./standing.ts"
import { type Remedy, StepWatch } from "./step-watch.ts"
import { Succession } from "./succession.ts"

export interface ContinuityListener {
  /** A new epoch to install, of this group or of another one. */
  onEpoch(state: EpochState, change: EpochChange, deed: Deed | null): Promise<void>
  /** A commit was taken back, by the identity key of its author; `state` is in use again. */
  onRestored(state: EpochState, author: Uint8Array | null): Promise<void>
  onDeparture(): void
  /** Somebody asks to come in, or was answered. */
  onDoor(push: Push<"asking" | "answered">): void
  onConnection(state: "connected" | "reconnecting"): void
  /** `out`: nothing is sent until `in`. */
  onStep(step: "in" | "out"): void
  /** This person's commit was refused here and is in force there: nothing is sent until `onMoved`. */
  onParted(author: Uint8Array): void
  onMoved(author: Uint8Array): void
  /** We entered anew; the SFU's room may be another one. */
  onReturned(entry: Entry): void
  /** `deed`: who put us out, where somebody did. */
  onEnded(fault: MeetingFault, deed?: Deed | null): void
}

export interface ContinuityOptions {
  readonly entry: Entry
  readonly mls: MlsWorker
  readonly conference: Pick<Conference, "halt" | "proceed" | "finalize" | "restore">
  readonly rotation: Pick<LinkRotation, "handleNextLink" | "handleFinal">
  readonly clock: Clock
  readonly random: Random
  /** Enters under the same identity; rejects when that is refused. */
  readonly enterAgain: () => Promise<Entry>
  readonly listener: ContinuityListener
}

export class Continuity {
  readonly #options: ContinuityOptions
  #entry: Entry
  #membership: Membership
  #step: StepWatch
  readonly #reentry: Reentry
  /** Of the group in which a commit that we refused is in force. */
  #succession: Succession | null = null
  #isClosed = false

  constructor(options: ContinuityOptions) {
    this.#options = options
    this.#reentry = new Reentry(options.enterAgain)
    this.#entry = options.entry
    this.#step = this.#watchStep()
    this.#membership = this.#memberOf(options.entry.entered)
  }

  get state(): EpochState {
    return this.#membership.state
  }

  /** How we came in last. */
  get arrival(): Arrival {
    return this.#entry.arrival
  }

  /** The commits that are ours to make. */
  get own(): Membership["own"] {
    return this.#membership.own
  }

  /** Installs the first epoch and begins to follow the group. */
  async begin(): Promise<void> {
    await this.#options.listener.onEpoch(this.state, "join", null)
    this.#attach(this.#membership)
  }

  handleBeat(identity: string, step: Step): void {
    if (this.#succession) return
    if (step === "same") this.#step.handleHeard(identity)
    if (step === "forked") this.#step.handleForked(identity)
  }

  /** Frames come of an epoch that we do not have; of a commit that we refused they may, while it is undecided. */
  handleBehind(): void {
    if (!this.#succession && !this.#membership.isRefusing) this.#step.handleBehind()
  }

  /** A fresh token for the SFU; rejects with DeliveryError when the service does not take us back. */
  renewToken(): Promise<string> {
    return this.#reentry.renewToken(this.#entry.arrival.service)
  }

  /** Resolves when the service knows us as a member, after a break that is. */
  returned(): Promise<void> {
    return this.#entry.arrival.service.returned()
  }

  /** Says good-bye, so that the others need not wait for our silence. */
  leave(): Promise<void> {
    this.#membership.close()
    return sayGoodBye(this.#entry.arrival.service, this.#options.mls)
  }

  close(): void {
    this.#isClosed = true
    this.#membership.close()
    this.#step.close()
    this.#succession?.close()
  }

  #memberOf(entered: Entered): Membership {
    const { mls, clock, random } = this.#options
    const { identity, service } = this.#entry.arrival
    const listener = this.#listener()
    const identityKey = identity.publicKey
    return new Membership(entered, { mls, service, clock, random, identityKey, listener })
  }

  /** From now on we are this member at the service. */
  #attach(membership: Membership): void {
    const { listener } = this.#options
    this.#step.handleEpoch(membership.state.members.length - 1)
    followLog(membership, this.#entry.arrival, {
      onConnection: (state) => listener.onConnection(state),
      onReplayed: () => {
        if (membership === this.#membership) this.#step.handleResynchronised()
      },
      onDisplaced: () => void this.#enterAnew(),
      onLost: () => listener.onEnded("service-lost"),
    })
  }

  #listener(): MembershipListener {
    const { listener, conference, rotation } = this.#options
    return {
      onEpoch: async (state, change, deed) => {
        await listener.onEpoch(state, change, deed)
        this.#step.handleEpoch(state.members.length - 1)
      },
      onFinal: (epoch) => {
        void conference.finalize(epoch)
        void this.#handleFinal()
      },
      onNextLink: (link, { context }) => rotation.handleNextLink(this.#entry.arrival, link, context),
      onRestored: async (state, retired, author) => {
        if (retired !== null) {
          await conference.restore(state, retired)
          this.#step.handleEpoch(state.members.length - 1)
        }
        await listener.onRestored(state, author)
      },
      onDeparture: () => listener.onDeparture(),
      onDoor: (push) => listener.onDoor(push),
      onBehind: () => this.#step.handleBehind(),
      onParted: (refused) => this.#part(refused),
      onSuccessor: (push) => void this.#succession?.handleSuccessor(push),
      onEnded: (reason, deed) => {
        if (reason === "removed") listener.onEnded("removed", deed)
        else void this.#enterAnew()
      },
    }
  }

  async #handleFinal(): Promise<void> {
    const { arrival } = this.#entry
    const { context } = this.state
    void arrival.memory.handleFinal(this.state)
    const adopted = await this.#options.rotation.handleFinal(arrival, context)
    if (adopted) this.#entry = { ...this.#entry, arrival: adopted }
  }

  #watchStep(): StepWatch {
    const { clock, conference, listener } = this.#options
    return new StepWatch(clock, {
      onOut: (remedy: Remedy) => {
        void conference.halt()
        listener.onStep("out")
        if (remedy === "enter-anew") void this.#enterAnew()
        else this.#entry.arrival.service.resynchronise()
      },
      onBack: () => {
        void conference.proceed()
        listener.onStep("in")
      },
    })
  }

  #part({ commit, author }: RefusedCommit): void {
    const { mls, clock, conference, listener } = this.#options
    void conference.halt()
    this.#step.close()
    if (author === null) return listener.onEnded("commit-refused") // whom a successor would have to keep out
    this.#succession = new Succession({
      last: this.state,
      refusal: { commit, author },
      mls,
      service: this.#entry.arrival.service,
      clock,
      onMoved: (entered) => void this.#move(entered, author),
      onFailed: () => void this.#enterAnew(),
    })
    listener.onParted(author)
  }

  async #move(entered: Entered, author: Uint8Array): Promise<void> {
    await this.#begin(entered)
    this.#options.listener.onMoved(author)
  }

  async #enterAnew(): Promise<void> {
    if (this.#reentry.isOut || this.#isClosed) return
    const { listener } = this.#options
    this.#membership.close()
    this.#succession?.close()
    this.#entry.arrival.service.close()
    listener.onConnection("reconnecting")
    try {
      this.#entry = await this.#reentry.enter()
      listener.onReturned(this.#entry)
      await this.#begin(this.#entry.entered)
    } catch (error) {
      if (!this.#isClosed) listener.onEnded(faultOfReturn(error))
      return
    }
    this.#step.handleResynchronised()
    listener.onConnection("connected")
  }

  /** Another group, or the same one with another leaf. */
  async #begin(entered: Entered): Promise<void> {
    const { listener, conference } = this.#options
    if (this.#isClosed) return
    if (this.#succession) this.#step = this.#watchStep() // what was wrong stayed behind
    this.#succession = null
    this.#membership.close()
    this.#membership = this.#memberOf(entered)
    await listener.onEpoch(entered.state, "join", null)
    this.#attach(this.#membership)
    if (this.#step.isInStep) await conference.proceed()
  }
}
