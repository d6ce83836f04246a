// What is said in a meeting beside the media: hosts' orders, what people say of themselves, and chat. All of it are signed
// data messages, judged by the epoch under which they were sealed.

import { isEqual, toHex } from "../../bytes/bytes.ts"
import type { Clock } from "../../media/clock.ts"
import type { OpenedDataMessage } from "../../media/data-message.ts"
import type { FrameWorker } from "../../media/frame-worker.ts"
import type { EpochState } from "../../mls/epoch-state.ts"
import type { DataMessages } from "../data-messages.ts"
import type { Random } from "../jitter.ts"
import { ownMember } from "../own-member.ts"
import { type ChatMessage, type OrderNotice, type Said, type SayOutcome, type Stopped } from "../said.ts"
import { Chat, CHAT } from "./chat.ts"
import { HostWords } from "./host-words.ts"
import type { Medium } from "./media-orders.ts"
import type { GivenOrder } from "./order-message.ts"
import { noticeOf } from "./order-notices.ts"
import { type OwnMedium, OwnPart } from "./own-part.ts"
import { Speakers } from "./speakers.ts"
import { STATUS, Statuses } from "./status.ts"

export interface WordsListener {
  /** Anything that is shown changed. */
  onChange(): void
  /** `name`: whom it is about; `by`: who ordered it. */
  onNotice(kind: OrderNotice | "hand-raised", name: string | null, by: string | null): void
  /** Ours is to be turned off. */
  onStopped(medium: OwnMedium): void
  /** A host ended the meeting for all. */
  onEnded(by: string | null): void
}

export interface WordsOptions {
  readonly data: Pick<DataMessages, "post" | "take">
  readonly frames: Pick<FrameWorker, "setStopped">
  readonly clock: Clock
  readonly random: Random
  /** Milliseconds of the epoch of time. */
  readonly wallClock: () => number
  /** The epoch that we entered. */
  readonly state: EpochState
  readonly listener: WordsListener
}

export class Words {
  readonly hosts: HostWords
  readonly own: OwnPart
  readonly #options: WordsOptions
  readonly #speakers = new Speakers()
  readonly #statuses = new Statuses()
  readonly #chat: Chat
  readonly #id: string
  readonly #since: number
  /** Of everybody who was in. */
  readonly #names = new Map<string, string | null>()
  #state: EpochState
  #installed: EpochState | null = null

  constructor(options: WordsOptions) {
    this.#options = options
    const { data, state, listener, wallClock } = options
    this.#state = state
    this.#since = wallClock()
    this.#id = toHex(ownMember(state).identityKey)
    this.hosts = new HostWords({
      ...options,
      speakers: this.#speakers,
      listener: {
        onOrder: (order, by) => this.#tellOrder(order, by),
        onChange: () => {
          this.own.obey()
          listener.onChange()
        },
        onEnded: (by) => listener.onEnded(this.#nameOf(by)),
      },
    })
    this.own = new OwnPart({
      ...options,
      id: this.#id,
      hosts: this.hosts,
      post: (body, to) => data.post(STATUS, body, to),
      onStopped: (medium) => listener.onStopped(medium),
    })
    this.#chat = new Chat({
      wallClock,
      post: (body) => data.post(CHAT, body),
      onChange: () => listener.onChange(),
    })
    data.take(STATUS, (message) => this.#handleStatus(message))
    data.take(CHAT, (message) => this.#handleChat(message))
  }

  /** An epoch is about to be installed, or in use again. */
  handleComing(state: EpochState): void {
    this.#state = state
    this.#speakers.handleComing(state)
    const present = new Map(state.members.map(({ identityKey, name }) => [toHex(identityKey), name]))
    for (const [id, name] of present) this.#names.set(id, name)
    this.#statuses.keepOnly(present)
    this.own.handleComing(state)
    this.hosts.handleComing(state)
  }

  /** The epoch is installed: who came with it is told what stands. */
  handleInstalled(state: EpochState): void {
    const before = this.#installed
    this.#installed = state
    this.own.handleInstalled(state)
    // With a new leaf it is we who came.
    if (!before || !isEqual(ownMember(before).leafKey, ownMember(state).leafKey)) return
    const known = new Set(before.members.map(({ leafKey }) => toHex(leafKey)))
    const newcomers = state.members.filter(({ leafKey }) => !known.has(toHex(leafKey)))
    this.hosts.tellNewcomers(newcomers.map(({ identityKey }) => identityKey))
  }

  get chat(): readonly ChatMessage[] {
    return this.#chat.messages
  }

  say(text: string): SayOutcome {
    const { name, role } = ownMember(this.#state)
    if (this.#state.context.mayChat === "hosts" && role === "member") return "not-allowed"
    return this.#chat.say(text, { id: this.#id, name })
  }

  /** What is known of a member from signed messages alone. */
  said(id: string): Said {
    const status = id === this.#id ? this.own.status : this.#statuses.of(id)
    const hand = status?.hand ?? null
    const isUp = hand !== null && this.hosts.stopOf(id, "hand") === null
    return {
      hand: isUp ? Math.min(hand, this.#options.wallClock()) : null,
      microphone: status?.microphone ?? null,
      screen: status?.screen ?? null,
      stopped: {
        microphone: this.#stopped(id, "microphone"),
        camera: this.#stopped(id, "camera"),
        screen: this.#stopped(id, "screen"),
      },
    }
  }

  close(): void {
    this.own.close()
  }

  #handleStatus(message: OpenedDataMessage): void {
    const id = toHex(message.identityKey)
    const before = this.#statuses.of(id)
    const status = this.#statuses.take(message, this.#state)
    if (!status) return
    this.hosts.handleAnswers(id, status.resumed)
    // Who came after it was raised sees it, and need not be told.
    const isNews = before ? before.hand === null : (status.hand ?? 0) >= this.#since
    if (status.hand !== null && isNews) this.#options.listener.onNotice("hand-raised", this.#nameOf(id), null)
    this.#options.listener.onChange()
  }

  #handleChat(message: OpenedDataMessage): void {
    if (!this.#speakers.mayChat(message)) return
    this.#chat.handleMessage(message, this.#nameOf(toHex(message.identityKey)))
  }

  #stopped(id: string, medium: Medium): Stopped | null {
    const stop = this.hosts.stopOf(id, medium)
    return stop && { by: stop.by && this.#nameOf(stop.by), mayResume: stop.mayResume }
  }

  #tellOrder(order: GivenOrder, by: string): void {
    const kind = noticeOf(order)
    const [one, ...more] = order.whom ?? []
    const name = one === undefined || more.length > 0 ? null : this.#nameOf(one)
    if (kind) this.#options.listener.onNotice(kind, name, this.#nameOf(by))
  }

  #nameOf(id: string): string | null {
    return this.#names.get(id) ?? null
  }
}
