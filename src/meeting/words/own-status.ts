// Tells the others what we say of ourselves: on change everybody, and those who came since, some at a time, so that many
// joins at once are few messages.

import { isEqual, toHex } from "../../bytes/bytes.ts"
import { encodeCbor } from "../../bytes/cbor.ts"
import type { Clock } from "../../media/clock.ts"
import { FrameError } from "../../media/errors.ts"
import { MAX_AWAITED } from "../../media/switching.ts"
import type { EpochState } from "../../mls/epoch-state.ts"
import { around, type Random } from "../jitter.ts"
import { ownMember } from "../own-member.ts"
import { encodeStatus, NO_STATUS, type Status } from "./status.ts"

/** A newcomer's first second belongs to the media. */
const NEWCOMERS_AFTER_MS = 1000
export interface OwnStatusOptions {
  readonly clock: Clock
  readonly random: Random
  /** Resolves once it is sent; rejects while nothing can be. */
  readonly post: (body: Uint8Array, to?: readonly Uint8Array[]) => Promise<unknown>
}

export class OwnStatus {
  readonly #options: OwnStatusOptions
  #status: Status = NO_STATUS
  #members: EpochState["members"] | null = null
  /** Their leaf keys, in hexadecimal. */
  #present: ReadonlySet<string> = new Set()
  #ownLeafKey: Uint8Array = new Uint8Array()
  /** Leaf keys of those who are not told yet, in hexadecimal. */
  #newcomers: ReadonlySet<string> = new Set()
  #isUntold = false
  #isPlanned = false
  #cancel: () => void = () => undefined

  constructor(options: OwnStatusOptions) {
    this.#options = options
  }

  get status(): Status {
    return this.#status
  }

  set(status: Status): void {
    if (isEqual(encodeCbor(status), encodeCbor(this.#status))) return
    this.#status = status
    if (this.#members) void this.#tellEverybody()
  }

  /** An epoch is installed. */
  handleInstalled(state: EpochState): void {
    const ownLeafKey = ownMember(state).leafKey
    const others = state.members.filter(({ leaf }) => leaf !== state.ownLeaf)
    const isNewLeaf = !isEqual(ownLeafKey, this.#ownLeafKey)
    const before = isNewLeaf ? new Set() : this.#present
    this.#ownLeafKey = ownLeafKey
    this.#members = others
    this.#present = new Set(others.map(({ leafKey }) => toHex(leafKey)))
    this.#newcomers = new Set([...this.#present].filter((key) => this.#newcomers.has(key) || !before.has(key)))
    if (this.#isUntold) void this.#tellEverybody()
    else if (isNewLeaf) void this.#tellNewcomers()
    else if (this.#newcomers.size > 0) this.#planNewcomers()
  }

  /** Sending is possible again. */
  handleBack(): void {
    if (this.#isUntold) void this.#tellEverybody()
  }

  close(): void {
    this.#cancel()
  }

  #planNewcomers(): void {
    if (this.#isPlanned) return
    this.#isPlanned = true
    const { clock, random } = this.#options
    this.#cancel = clock.after(around(NEWCOMERS_AFTER_MS, random), () => {
      this.#isPlanned = false
      void this.#tellNewcomers()
    })
  }

  async #tellEverybody(): Promise<void> {
    this.#newcomers = new Set()
    await this.#tell()
  }

  // In a crowd only of what they could not see otherwise: a hand, an answer to an order.
  async #tellNewcomers(): Promise<void> {
    const { hand, resumed } = this.#status
    const isSeen = hand === null && Object.values(resumed).every((number) => number === null)
    const members = this.#members ?? []
    const newcomers = members.filter(({ leafKey }) => this.#newcomers.has(toHex(leafKey)))
    this.#newcomers = new Set()
    if (newcomers.length === 0 || (isSeen && members.length > MAX_AWAITED)) return
    await this.#tell(newcomers.map(({ identityKey }) => identityKey))
  }

  async #tell(to?: readonly Uint8Array[]): Promise<void> {
    this.#isUntold = false
    try {
      await this.#options.post(encodeStatus(this.#status), to)
    } catch (error) {
      if (!(error instanceof FrameError)) throw error
      this.#isUntold = true // no epoch to seal under just now
    }
  }
}
