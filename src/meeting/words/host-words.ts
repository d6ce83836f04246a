// A host's words: given by data messages of a host's leaf, and enforced by every client on what it plays, whatever the
// client of the person does whom they are about.

import { toHex } from "../../bytes/bytes.ts"
import type { Clock } from "../../media/clock.ts"
import type { OpenedDataMessage } from "../../media/data-message.ts"
import type { TrackContext } from "../../media/kid.ts"
import type { FrameWorker } from "../../media/frame-worker.ts"
import type { EpochState } from "../../mls/epoch-state.ts"
import { type DataMessages, nullIfUnsent } from "../data-messages.ts"
import type { OrderOutcome } from "../host-order.ts"
import { isOwnHost, ownMember } from "../own-member.ts"
import type { SpokenOrder } from "../orders.ts"
import { MEDIA, type MediaOrder, MediaOrders, type Medium, type Stop, type Subject } from "./media-orders.ts"
import {
  decodeOrder,
  decodeStanding,
  encodeEnd,
  encodeOrder,
  encodeStanding,
  END,
  type GivenOrder,
  ORDER,
  STANDING,
  verifyEnd,
} from "./order-message.ts"
import type { Speakers } from "./speakers.ts"
import type { Status } from "./status.ts"
import { stoppedMedia, subjectOf } from "./stopped-media.ts"

/** So long an order waits for everybody's acknowledgement before it is called done. */
const ACKNOWLEDGED_MS = 2000

export interface HostWordsListener {
  /** A host, by identity key in hexadecimal, gave an order that was not known. */
  onOrder(order: GivenOrder, by: string): void
  /** Orders or permissions changed: what is ours may have to be turned off. */
  onChange(): void
  /** A host, by identity key in hexadecimal, ended the meeting for all. */
  onEnded(by: string): void
}

export interface HostWordsOptions {
  readonly data: Pick<DataMessages, "post" | "take">
  readonly frames: Pick<FrameWorker, "setStopped">
  readonly clock: Clock
  readonly wallClock: () => number
  readonly speakers: Speakers
  /** The epoch that we entered. */
  readonly state: EpochState
  readonly listener: HostWordsListener
}

export class HostWords {
  readonly #options: HostWordsOptions
  readonly #orders: MediaOrders
  #state: EpochState
  /** The members by identity key in hexadecimal. */
  #subjects: ReadonlyMap<string, Subject> = new Map()
  /** What the worker was told last, by `mediaName`. */
  #stopped: ReadonlySet<string> = new Set()

  constructor(options: HostWordsOptions) {
    this.#options = options
    const { data, wallClock } = options
    this.#orders = new MediaOrders({ wallClock, isIn: (id) => this.#subjects.has(id) })
    this.#state = options.state
    this.#subjects = subjectsOf(options.state)
    data.take(ORDER, (message) => this.#handleOrder(message))
    data.take(STANDING, (message) => this.#handleStanding(message))
    data.take(END, (message) => this.#handleEnd(message))
  }

  /** An epoch is about to be installed, or in use again. */
  handleComing(state: EpochState): void {
    this.#state = state
    this.#subjects = subjectsOf(state)
    this.#enforce()
  }

  /** They came with a new leaf, and may know nothing: a host tells them what stands. */
  tellNewcomers(identityKeys: readonly Uint8Array[]): void {
    if (!this.#isOwnHost || identityKeys.length === 0) return
    for (const body of encodeStanding(this.#orders.standing())) {
      void this.#options.data.post(STANDING, body, identityKeys).catch(nullIfUnsent) // other hosts may tell
    }
  }

  /** Somebody, or ourselves, turned things on again, each in answer to the order of its number. */
  handleAnswers(id: string, resumed: Status["resumed"]): void {
    for (const medium of MEDIA) {
      const number = resumed[medium]
      if (number !== null) this.#orders.handleAnswer(id, medium, number)
    }
    this.#enforce()
  }

  /** The stop in force for a member, by identity key in hexadecimal. */
  stopOf(id: string, medium: Medium): Stop | null {
    const subject = this.#subjects.get(id)
    return subject ? this.#orders.stopOf(subject, medium) : null
  }

  /** Whether nothing of this kind of a member's is opened here, by a host's word or as only hosts may send it. */
  isStopped(id: string, context: TrackContext): boolean {
    return this.#stopped.has(mediaName(id, context))
  }

  /** Gives an order; done once all have acknowledged it, or after two seconds. */
  async order(order: SpokenOrder): Promise<OrderOutcome> {
    if (!this.#isOwnHost) return "not-allowed"
    if (order.kind === "end") return this.#spread(END, encodeEnd(), () => undefined)
    const whom = this.#named(order)
    if (whom?.length === 0) return order.whom === "everyone" ? "done" : "outdone"
    const given = { ...meaningOf(order), whom, number: this.#orders.nextNumber() }
    return this.#spread(ORDER, encodeOrder(given), () => this.#take(given, toHex(ownMember(this.#state).identityKey)))
  }

  get #isOwnHost(): boolean {
    return isOwnHost(this.#state)
  }

  /** Those who are named; null: everybody who is no host, also who comes later, as long as the order stands. */
  #named(order: MediaWord): readonly string[] | null {
    const { whom } = order
    if (whom !== "everyone") return this.#subjects.has(whom.personId) ? [whom.personId] : []
    if (meaningOf(order).word !== "stop") return null
    return [...this.#subjects.values()].filter(({ isHost }) => !isHost).map(({ id }) => id)
  }

  async #spread(kind: string, body: Uint8Array, onSent: () => void): Promise<OrderOutcome> {
    const posted = await this.#options.data.post(kind, body).catch(nullIfUnsent)
    if (!posted) return "not-connected"
    onSent()
    const late = new Promise<void>((resolve) => this.#options.clock.after(ACKNOWLEDGED_MS, resolve))
    await Promise.race([posted.reached, late])
    return "done"
  }

  #handleOrder(message: OpenedDataMessage): void {
    if (!this.#options.speakers.isHost(message)) return
    this.#take(decodeOrder(message.body), toHex(message.identityKey))
  }

  #take(given: GivenOrder, by: string): void {
    const { whom, ...order } = given
    const each = whom ?? [null]
    const outcomes = each.map((one) => this.#orders.take({ ...order, by, whom: one }, by))
    if (!outcomes.includes("new")) return
    this.#enforce()
    this.#options.listener.onOrder(given, by)
  }

  #handleStanding(message: OpenedDataMessage): void {
    if (!this.#options.speakers.isHost(message)) return
    const orders: readonly MediaOrder[] = decodeStanding(message.body)
    for (const order of orders) this.#orders.take(order, toHex(message.identityKey))
    this.#enforce()
  }

  #handleEnd(message: OpenedDataMessage): void {
    if (!this.#options.speakers.isHost(message)) return
    verifyEnd(message.body)
    this.#options.listener.onEnded(toHex(message.identityKey))
  }

  #enforce(): void {
    const media = stoppedMedia(this.#state, this.#orders)
    const stopped = new Set(media.map(({ identityKey, context }) => mediaName(toHex(identityKey), context)))
    const isSame = stopped.size === this.#stopped.size && [...stopped].every((name) => this.#stopped.has(name))
    this.#stopped = stopped
    if (!isSame) void this.#options.frames.setStopped(media)
    this.#options.listener.onChange()
  }
}

function subjectsOf({ members }: EpochState): ReadonlyMap<string, Subject> {
  return new Map(members.map(subjectOf).map((subject) => [subject.id, subject]))
}

function mediaName(id: string, context: TrackContext): string {
  return `${id} ${context}`
}

type MediaWord = Exclude<SpokenOrder, { readonly kind: "end" }>

function meaningOf(order: MediaWord): Pick<MediaOrder, "medium" | "word"> {
  switch (order.kind) {
    case "mute":
      return { medium: "microphone", word: order.mayUnmute ? "stop" : "forbid" }
    case "allow-unmute":
      return { medium: "microphone", word: "allow" }
    case "stop-video":
      return { medium: "camera", word: "stop" }
    case "stop-sharing":
      return { medium: "screen", word: "stop" }
    case "lower-hand":
      return { medium: "hand", word: "stop" }
  }
}
