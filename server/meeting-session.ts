// One meeting while somebody is in it or at its door: the queue, the group, who is present, who asks.

import { fromHex, isEqual, toHex } from "../src/bytes/bytes.ts"
import { type Sign, signStatement } from "../src/bytes/statement.ts"
import type { Clock } from "./clock.ts"
import { ServiceError } from "./errors.ts"
import { LiveGroup } from "./group.ts"
import { type GroupPolicy, isHostOf, type Judgement, type PublicGroup } from "./group-policy.ts"
import { JoinQueue } from "./join-queue.ts"
import type { Log } from "./log.ts"
import type { Peer } from "./peer.ts"
import type { Outcome } from "./provisional.ts"
import { Presence } from "./presence.ts"
import { newRoomName, personPrefix } from "./tokens.ts"

/** A group without any socket is forgotten after this time, */
export const FORGET_MS = 60_000
/** and a newcomer waits this long for one of its members to resume. */
export const RESUME_GRACE_MS = 10_000

export interface SessionParts {
  readonly meeting: string
  readonly policy: GroupPolicy
  readonly clock: Clock
  readonly sign: Sign
  readonly log: Log
  /** The group was founded or forgotten. */
  readonly onGroup: (session: MeetingSession) => void
  /** A host removed somebody: the SFU should too. */
  readonly onExpelled: (room: string, prefix: string) => void
}

/** A member and its socket. */
export interface Present {
  readonly identityKey: Uint8Array
  readonly peer: Peer
}

/** Somebody who asks to be let in. */
export interface Asker {
  readonly identityKey: Uint8Array
  readonly sealedName: Uint8Array
  readonly signature: Uint8Array
  handleAdmitted(ticket: Uint8Array): void
  handleDenied(): void
}

export class MeetingSession {
  readonly queue: JoinQueue
  readonly #parts: SessionParts
  readonly #askers = new Map<string, Asker>()
  readonly #left = new Set<string>()
  readonly #expelled = new Set<string>()
  #room = newRoomName()
  #group: LiveGroup | null = null
  #presence: Presence
  #cancelForget: () => void = ignore
  #cancelGrace: (() => void) | null = null

  constructor(parts: SessionParts) {
    this.#parts = parts
    this.#presence = this.#newPresence()
    this.queue = new JoinQueue(parts.clock, () => this.#isOpen())
  }

  get meeting(): string {
    return this.#parts.meeting
  }

  /** The SFU's room, another one for each group. */
  get room(): string {
    return this.#room
  }

  get group(): LiveGroup | null {
    return this.#group
  }

  get isIdle(): boolean {
    return this.#group === null && this.queue.isEmpty
  }

  /** Whether a host removed this identity: it gets no further token. */
  isExpelled(identityKey: Uint8Array): boolean {
    return this.#expelled.has(toHex(identityKey))
  }

  /** Starts the group; throws ServiceError `group-exists` when somebody was first. */
  found(founded: PublicGroup, groupInfo: Uint8Array, founder: Present): { group: LiveGroup; log: number } {
    if (this.#group) throw new ServiceError("group-exists", "somebody founded the group before")
    const { policy, clock } = this.#parts
    const onSettled = (judged: Judgement, outcome: Outcome) => this.#handleSettled(group, judged, outcome)
    const group = new LiveGroup(founded, groupInfo, { policy, clock, onSettled, onReady: () => this.queue.advance() })
    this.#group = group
    this.handlePresent(founder)
    this.#parts.onGroup(this)
    const log = group.publish((log) => ({ type: "final", log, epoch: founded.epoch }), founder.peer)
    group.log.begin(founded.epoch, log)
    return { group, log }
  }

  /** A member's socket is there. */
  handlePresent({ identityKey, peer }: Present): void {
    this.#group?.connect(identityKey, peer)
    this.#presence.handlePresent(toHex(identityKey), personPrefix(this.#room, identityKey))
    this.#cancelForget()
    this.#cancelGrace?.()
    this.#cancelGrace = null
    this.queue.advance()
  }

  /** A member's socket ended; null when the group knows already. */
  handleLost(identityKey: Uint8Array, peer: Peer | null): void {
    const group = this.#group
    if (!group || (peer && !group.disconnect(identityKey, peer))) return
    this.#presence.handleLost(toHex(identityKey))
    if (group.liveCount > 0) return
    this.#cancelForget()
    this.#cancelForget = this.#parts.clock.after(FORGET_MS, () => this.forgetGroup())
  }

  /** A member left with its own signature, checked by the caller; the last one takes the group along. */
  handleLeft(identityKey: Uint8Array, leafKey: Uint8Array, signature: Uint8Array, peer: Peer): void {
    const group = this.#group
    if (!group) return
    group.disconnect(identityKey, peer)
    this.#presence.forget(toHex(identityKey))
    this.#left.add(toHex(leafKey))
    group.publish((log) => ({ type: "left", log, identityKey, leafKey, signature }))
    if (group.current.leaves.every((leaf) => this.#left.has(toHex(leaf.leafKey)))) this.forgetGroup()
  }

  /** The SFU tells of a session in our room. */
  handleSfu(prefix: string, change: 1 | -1): void {
    this.#presence.handleSfu(prefix, change)
  }

  ask(asker: Asker): void {
    const { identityKey, sealedName, signature } = asker
    this.#askers.set(toHex(identityKey), asker)
    this.#group?.publish((log) => ({ type: "asking", log, identityKey, sealedName, signature }))
  }

  /** The asker went away. */
  withdraw(asker: Asker): void {
    if (this.#askers.get(toHex(asker.identityKey)) === asker) this.#takeAsker(asker.identityKey)
  }

  /** A host's answer; throws ServiceError `not-a-host` or `not-asking`. */
  answerAsker(by: Uint8Array, identityKey: Uint8Array, ticket: Uint8Array | null): void {
    this.#requireHost(by)
    const asker = this.#takeAsker(identityKey)
    if (!asker) throw new ServiceError("not-asking", "nobody with this key asks")
    if (ticket) asker.handleAdmitted(ticket)
    else asker.handleDenied()
  }

  /** Drops all that is known of the group; the next newcomer founds another one in another room. */
  forgetGroup(): void {
    if (!this.#group) return
    this.#group = null
    this.#room = newRoomName()
    this.#left.clear()
    this.#expelled.clear()
    for (const asker of this.#askers.values()) asker.handleDenied()
    this.#askers.clear()
    this.#presence.close()
    this.#presence = this.#newPresence()
    this.#cancelForget()
    this.#cancelGrace?.()
    this.#cancelGrace = null
    this.#parts.onGroup(this)
    this.queue.advance()
  }

  /** Ends all timers. */
  close(): void {
    this.#cancelForget()
    this.#cancelGrace?.()
    this.#presence.close()
    this.queue.clear()
  }

  #isOpen(): boolean {
    const group = this.#group
    if (!group) return true
    if (group.liveCount > 0) return group.groupInfo !== null
    // Nobody is there to hear a join: the newcomer waits for a resume, then founds.
    this.#cancelGrace ??= this.#parts.clock.after(RESUME_GRACE_MS, () => this.forgetGroup())
    return false
  }

  #handleSettled(group: LiveGroup, judged: Judgement, outcome: Outcome): void {
    if (outcome === "restored" || this.#group !== group) return
    const { added } = judged
    if (added) {
      const name = toHex(added.identityKey)
      this.#presence.handlePresent(name, personPrefix(this.#room, added.identityKey))
      // Its socket may have ended while the commit was provisional.
      if (!group.isLive(added.identityKey)) this.handleLost(added.identityKey, null)
    }
    for (const { identityKey, leafKey, reason } of judged.removed) {
      this.#left.delete(toHex(leafKey))
      if (reason === "replaced") continue
      this.#presence.forget(toHex(identityKey))
      if (reason !== "order") continue
      this.#expelled.add(toHex(identityKey))
      this.#parts.onExpelled(this.#room, personPrefix(this.#room, identityKey))
    }
    // Signed for one epoch only, so that it cannot be kept for a leaf's return.
    for (const name of this.#presence.gone) this.#announceGone(name)
  }

  #newPresence(): Presence {
    return new Presence(this.#parts.clock, (name) => this.#announceGone(name))
  }

  #announceGone(name: string): void {
    const group = this.#group
    const leaf = group?.current.leaves.find(({ identityKey }) => isEqual(identityKey, fromHex(name)))
    if (!group || !leaf) return
    const { groupId, epoch } = group.current
    const { identityKey, leafKey } = leaf
    const statement = { groupId, epoch, identityKey, leafKey }
    signStatement(this.#parts.sign, "gone", statement).then(
      (signature) => group.publish((log) => ({ type: "gone", log, ...statement, signature })),
      () => this.#parts.log({ event: "failure", where: "gone", kind: "signature" }),
    )
  }

  #takeAsker(identityKey: Uint8Array): Asker | undefined {
    const name = toHex(identityKey)
    const asker = this.#askers.get(name)
    if (asker && this.#askers.delete(name)) this.#group?.publish((log) => ({ type: "answered", log, identityKey }))
    return asker
  }

  #requireHost(identityKey: Uint8Array): void {
    const current = this.#group?.current
    if (!current || !isHostOf(current, identityKey)) throw new ServiceError("not-a-host", "only hosts admit")
  }
}

function ignore(): void {}
