// One living group and its people: who is present, who waits at its door, who asks, who left, whom a host removed.

import { fromHex, isEqual, toHex } from "../src/bytes/bytes.ts"
import { type Sign, signStatement } from "../src/bytes/statement.ts"
import { Askers } from "./askers.ts"
import type { Clock } from "./clock.ts"
import { type GroupParts, type GroupStart, LiveGroup } from "./group.ts"
import type { GroupPolicy, Judgement } from "./group-policy.ts"
import { JoinQueue } from "./join-queue.ts"
import type { Log } from "./log.ts"
import type { Newcomer } from "./newcomer.ts"
import type { Peer } from "./peer.ts"
import { Presence } from "./presence.ts"
import type { Outcome } from "./provisional.ts"
import type { RoomSessions } from "./room-sessions.ts"
import { personPrefix } from "./tokens.ts"

/** A group without any socket is forgotten after this time, */
export const FORGET_MS = 60_000
/** and a newcomer waits this long for one of its members to resume. */
export const RESUME_GRACE_MS = 10_000

export interface GatheringParts {
  readonly policy: GroupPolicy
  readonly clock: Clock
  readonly sign: Sign
  readonly log: Log
  readonly room: RoomSessions
  /** The id that the meeting's link has now. */
  readonly meeting: () => string
  readonly keepStates: GroupParts["keepStates"]
  /** Somebody is there who was not. */
  readonly onPresent: () => void
  /** Nobody is in it any more, or comes back to it. */
  readonly onOver: () => void
  /** A host removed somebody. */
  readonly onExpelled: (identityKey: Uint8Array) => void
}

export class Gathering {
  readonly group: LiveGroup
  readonly queue: JoinQueue<Newcomer>
  readonly askers: Askers
  readonly #parts: GatheringParts
  readonly #presence: Presence
  readonly #left = new Set<string>()
  readonly #expelled = new Set<string>()
  #cancelForget: () => void
  #cancelGrace: (() => void) | null = null

  constructor(start: GroupStart, parts: GatheringParts) {
    const { policy, clock, keepStates } = parts
    this.#parts = parts
    this.queue = new JoinQueue({
      clock,
      isOpen: () => this.#isOpen(),
      onTurn: (newcomer) => void newcomer.handleTurn(this),
    })
    this.group = new LiveGroup(start, {
      policy,
      clock,
      keepStates,
      onSettled: (judged, outcome) => this.#handleSettled(judged, outcome),
      onReady: () => this.queue.advance(),
    })
    this.askers = new Askers(this.group, clock)
    this.#presence = new Presence(clock, parts.room, (name) => void this.#announceGone(name))
    // Until they show themselves, its members are as good as lost.
    for (const { identityKey } of start.group.leaves) {
      this.#presence.handlePresent(toHex(identityKey), this.#prefix(identityKey))
      this.#presence.handleLost(toHex(identityKey))
    }
    this.#cancelForget = clock.after(FORGET_MS, parts.onOver)
  }

  get liveCount(): number {
    return this.group.audience.size
  }

  /** Whether a host removed this identity: it gets no further token. */
  isExpelled(identityKey: Uint8Array): boolean {
    return this.#expelled.has(toHex(identityKey))
  }

  /** Whom of those that a host removed the SFU knows by this prefix; null: nobody. */
  expelledAs(prefix: string): Uint8Array | null {
    const identityKeys = [...this.#expelled].map((name) => fromHex(name))
    return identityKeys.find((identityKey) => this.#prefix(identityKey) === prefix) ?? null
  }

  /** A member's socket is there. */
  handlePresent(identityKey: Uint8Array, peer: Peer): void {
    this.group.audience.connect(identityKey, peer)
    this.#presence.handlePresent(toHex(identityKey), this.#prefix(identityKey))
    this.#cancelForget()
    this.#cancelGrace?.()
    this.#cancelGrace = null
    this.askers.handlePresent(identityKey)
    this.#parts.onPresent()
    this.queue.advance()
  }

  /** A member's socket ended; nothing happens where another one took its place before. */
  handleLost(identityKey: Uint8Array, peer: Peer): void {
    if (this.group.disconnect(identityKey, peer)) this.#lose(identityKey)
  }

  /** A member left with its own signature, checked by the caller; the last one takes the group along. */
  handleLeft(identityKey: Uint8Array, leafKey: Uint8Array, signature: Uint8Array, peer: Peer): void {
    this.group.disconnect(identityKey, peer)
    this.#presence.forget(toHex(identityKey))
    this.#left.add(toHex(leafKey))
    this.group.audience.publish((log) => ({ type: "left", log, identityKey, leafKey, signature }))
    if (this.group.current.leaves.every((leaf) => this.#left.has(toHex(leaf.leafKey)))) this.#parts.onOver()
    else this.#awaitReturn()
  }

  /** A person's last session in the SFU's room has ended. */
  handleSilence(prefix: string): void {
    this.#presence.handleSilence(prefix)
  }

  /** Ends all timers; gives those who waited at the door. */
  close(): readonly Newcomer[] {
    this.#cancelForget()
    this.#cancelGrace?.()
    this.#presence.close()
    const waiting = this.queue.drain()
    this.group.close()
    return waiting
  }

  #isOpen(): boolean {
    // Between the two halves of a rotation nobody could join: the link and the group's context name different meetings.
    if (this.group.current.context.meeting !== this.#parts.meeting()) return false
    if (this.liveCount > 0) return this.group.joinInfo.current !== null
    // Nobody is there to hear a join: the newcomer waits for a resume, then founds.
    this.#cancelGrace ??= this.#parts.clock.after(RESUME_GRACE_MS, this.#parts.onOver)
    return false
  }

  #lose(identityKey: Uint8Array): void {
    this.#presence.handleLost(toHex(identityKey))
    this.#awaitReturn()
  }

  #awaitReturn(): void {
    if (this.liveCount > 0) return
    this.#cancelForget()
    this.#cancelForget = this.#parts.clock.after(FORGET_MS, this.#parts.onOver)
  }

  #handleSettled(judged: Judgement, outcome: Outcome): void {
    if (outcome === "restored") return
    const { added } = judged
    if (added) {
      this.#presence.handlePresent(toHex(added.identityKey), this.#prefix(added.identityKey))
      // Its socket may have ended while the commit was provisional.
      if (this.group.audience.has(added.identityKey)) this.#cancelForget()
      else this.#lose(added.identityKey)
      this.askers.handlePresent(added.identityKey)
    }
    for (const { identityKey, leafKey, reason } of judged.removed) {
      this.#left.delete(toHex(leafKey))
      if (reason === "replaced") continue
      this.#presence.forget(toHex(identityKey))
      if (reason !== "order") continue
      this.#expelled.add(toHex(identityKey))
      this.#parts.onExpelled(identityKey)
    }
    this.askers.handleEpoch()
    this.#parts.onPresent()
    // Signed for one epoch only, so that it cannot be kept for a leaf's return.
    for (const name of this.#presence.gone) void this.#announceGone(name)
  }

  async #announceGone(name: string): Promise<void> {
    const { groupId, epoch, leaves } = this.group.current
    const leaf = leaves.find(({ identityKey }) => isEqual(identityKey, fromHex(name)))
    if (!leaf) return
    const { identityKey, leafKey } = leaf
    const statement = { groupId, epoch, identityKey, leafKey }
    try {
      const signature = await signStatement(this.#parts.sign, "gone", statement)
      this.group.audience.publish((log) => ({ type: "gone", log, ...statement, signature }))
    } catch {
      this.#parts.log({ event: "failure", where: "gone", kind: "signature" })
    }
  }

  #prefix(identityKey: Uint8Array): string {
    return personPrefix(this.#parts.room.name, identityKey)
  }
}
