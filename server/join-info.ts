// The group info that newcomers need: it follows its commit, and when it does not, the members are asked for it in turn.

import { isEqual, toHex } from "../src/bytes/bytes.ts"
import type { Clock } from "./clock.ts"

/** How long the author, and after it each member asked, has to upload it. */
export const WANTED_MS = 1000

export interface JoinInfoOptions {
  readonly clock: Clock
  /** Identity keys of the members who are there, the lowest leaf first. */
  readonly ranked: () => readonly Uint8Array[]
  /** This member is to upload the group info. */
  readonly onWanted: (identityKey: Uint8Array) => void
  /** Newcomers can join by now. */
  readonly onReady: () => void
}

export interface Joinable {
  readonly epoch: bigint
  readonly groupInfo: Uint8Array
}

export class JoinInfo {
  readonly #options: JoinInfoOptions
  readonly #asked = new Set<string>()
  #epoch: bigint
  #bytes: Uint8Array | null
  #author: Uint8Array | null = null
  #isHeldBack = false
  #awaited = Promise.withResolvers<Joinable | null>()
  #cancel: () => void = () => {}

  constructor(first: Joinable, options: JoinInfoOptions) {
    this.#options = options
    this.#epoch = first.epoch
    this.#bytes = first.groupInfo
  }

  /** What a newcomer can join by now, or null while a commit is provisional or the group info is missing. */
  get current(): Joinable | null {
    return this.#bytes && !this.#isHeldBack ? { epoch: this.#epoch, groupInfo: this.#bytes } : null
  }

  /** `current` as soon as there is one; null when the group ended before. */
  async next(): Promise<Joinable | null> {
    return this.current ?? this.#awaited.promise
  }

  /** A commit is provisional: nobody can join by what is here. */
  holdBack(): void {
    this.#isHeldBack = true
    this.#cancel()
  }

  /** The provisional commit was taken back. */
  release(): void {
    this.#isHeldBack = false
    this.#settle()
  }

  /** A new epoch is in force, with its group info if that came already. */
  replace(epoch: bigint, groupInfo: Uint8Array | null, author: Uint8Array): void {
    this.#epoch = epoch
    this.#bytes = groupInfo
    this.#author = author
    this.#asked.clear()
    this.release()
  }

  /** A checked group info of the epoch in force. */
  supply(groupInfo: Uint8Array): void {
    this.#bytes = groupInfo
    this.#settle()
  }

  /** Somebody uploaded what is no group info of the epoch in force; whoever was to upload it has had its turn. */
  handleBad(by: Uint8Array): void {
    const isDue = this.#author !== null && isEqual(this.#author, by)
    if (this.#bytes || this.#isHeldBack || !(isDue || this.#asked.has(toHex(by)))) return
    this.#ask()
  }

  /** The group is over. */
  close(): void {
    this.holdBack()
    this.#awaited.resolve(null)
  }

  #settle(): void {
    this.#cancel()
    const { current } = this
    if (!current) {
      if (!this.#isHeldBack) this.#cancel = this.#options.clock.after(WANTED_MS, () => this.#ask())
      return
    }
    this.#awaited.resolve(current)
    this.#awaited = Promise.withResolvers<Joinable | null>()
    this.#options.onReady()
  }

  // Round and round, since a member may be too slow, gone or malicious; the author's turn comes after all others'.
  #ask(): void {
    this.#cancel()
    const ranked = this.#options.ranked()
    const author = this.#author
    const others = ranked.filter((identityKey) => author === null || !isEqual(identityKey, author))
    const inTurn = [...others, ...ranked.filter((identityKey) => !others.includes(identityKey))]
    if (inTurn.every((identityKey) => this.#asked.has(toHex(identityKey)))) this.#asked.clear()
    const next = inTurn.find((identityKey) => !this.#asked.has(toHex(identityKey)))
    this.#cancel = this.#options.clock.after(WANTED_MS, () => this.#ask())
    if (!next) return // nobody is there
    this.#asked.add(toHex(next))
    this.#options.onWanted(next)
  }
}
