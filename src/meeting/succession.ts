// From a group in which a commit that we refused came into force, into the group that succeeds it (design §4): founded by
// the first in rank who is there, joined by the others.

import { isEqual, sha256 } from "../bytes/bytes.ts"
import { DeliveryError } from "../delivery/errors.ts"
import type { Push } from "../delivery/messages.ts"
import type { Clock } from "../media/clock.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import { MlsError, PolicyError } from "../mls/errors.ts"
import type { MlsWorker } from "../mls/mls-worker.ts"
import type { Refusal } from "../mls/succession.ts"
import { commitJoin } from "./entry.ts"
import { MeetingError } from "./errors.ts"
import type { Entered } from "./membership-options.ts"
import { isOfTheWay, type ServiceLink } from "./service-link.ts"

/** The next in rank founds the successor when this one did not within the time. */
export const FOUNDING_RANK_MS = 1000

export interface SuccessionOptions {
  /** The last good epoch. */
  readonly last: EpochState
  readonly refusal: Refusal
  readonly mls: Pick<MlsWorker, "foundSuccessor" | "joinSuccessor" | "finalize" | "discard">
  readonly service: Pick<ServiceLink, "succeed" | "follow" | "submit">
  readonly clock: Clock
  readonly onMoved: (entered: Entered) => void
  /** The successor does not take us, or there is none: what is left is the meeting's door. */
  readonly onFailed: () => void
}

export class Succession {
  readonly #options: SuccessionOptions
  #isBusy = false
  #isOver = false
  #successor: Uint8Array | null = null
  #cancel: () => void

  /** Begins when the refused commit is known to be final. */
  constructor(options: SuccessionOptions) {
    this.#options = options
    const rank = foundingRank(options.last, options.refusal.author)
    this.#cancel = options.clock.after(rank * FOUNDING_RANK_MS, () => void this.#run(() => this.#found()))
  }

  /** The service says that a successor was founded; repeated after a break of the connection. */
  async handleSuccessor({ epoch, refused, groupId }: Push<"successor">): Promise<void> {
    const { last, refusal } = this.#options
    // Of another refusal: whoever refused otherwise meets elsewhere.
    if (epoch !== last.epoch || !isEqual(refused, await sha256(refusal.commit))) return
    this.#successor = groupId
    this.#cancel()
    await this.#run(() => this.#follow(groupId))
  }

  close(): void {
    this.#isOver = true
    this.#cancel()
  }

  async #run(move: () => Promise<Entered | null>): Promise<void> {
    if (this.#isBusy || this.#isOver) return
    this.#isBusy = true
    try {
      const entered = await move()
      if (entered) this.#end(() => this.#options.onMoved(entered))
    } catch (error) {
      this.#handleFailure(error)
    } finally {
      this.#isBusy = false
    }
  }

  async #found(): Promise<Entered | null> {
    const { mls, service, refusal } = this.#options
    const { groupInfo, state } = await mls.foundSuccessor(refusal)
    try {
      await service.succeed(groupInfo)
    } catch (error) {
      await mls.discard()
      if (this.#successor && error instanceof DeliveryError) return this.#follow(this.#successor) // somebody was faster
      throw error
    }
    await mls.finalize(state.epoch)
    return { state, commit: null }
  }

  async #follow(groupId: Uint8Array): Promise<Entered | null> {
    const { mls, service, refusal } = this.#options
    const { groupInfo } = await service.follow(groupId)
    const build = (newest: Uint8Array) => mls.joinSuccessor({ groupInfo: newest, refusal })
    const entered = await commitJoin(groupInfo, { service, mls, build })
    return entered ?? this.#follow(groupId)
  }

  #handleFailure(error: unknown): void {
    const isOurs = [DeliveryError, PolicyError, MlsError, MeetingError].some((kind) => error instanceof kind)
    if (!isOurs) throw error
    if (this.#isOver) return
    // Back on a new socket we are told of the successor again, if there is one.
    if (error instanceof DeliveryError && (isOfTheWay(error) || !this.#successor)) this.#foundLater()
    else this.#end(this.#options.onFailed)
  }

  #foundLater(): void {
    const { clock } = this.#options
    this.#cancel()
    this.#cancel = clock.after(FOUNDING_RANK_MS, () => void this.#run(() => this.#found()))
  }

  #end(tell: () => void): void {
    if (this.#isOver) return
    this.close()
    tell()
  }
}

/** Our place among those who may found the successor: hosts by leaf, then the others by leaf, never the author. */
export function foundingRank({ members, ownLeaf }: EpochState, author: Uint8Array): number {
  const able = members.filter(({ identityKey }) => !isEqual(identityKey, author))
  const ranked = able.toSorted((a, b) => Number(a.role === "member") - Number(b.role === "member") || a.leaf - b.leaf)
  return ranked.findIndex(({ leaf }) => leaf === ownLeaf)
}
