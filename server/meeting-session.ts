// One meeting while somebody is in it or at its door. Usually it has one group; several live beside each other where
// members refused a commit that came into force, and meet again in a successor.

import { isEqual, toHex } from "../src/bytes/bytes.ts"
import type { Sign } from "../src/bytes/statement.ts"
import type { Clock } from "./clock.ts"
import { ServiceError } from "./errors.ts"
import { Gathering } from "./gathering.ts"
import type { GroupStart } from "./group.ts"
import type { GroupPolicy, PublicGroup } from "./group-policy.ts"
import { JoinQueue } from "./join-queue.ts"
import type { Log } from "./log.ts"
import type { FormerGroup } from "./meeting-store.ts"
import type { Newcomer } from "./newcomer.ts"
import { Recovery } from "./recovery.ts"
import { RoomSessions } from "./room-sessions.ts"
import type { SfuEvent } from "./sfu.ts"
import { personPrefix, prefixOf } from "./tokens.ts"

export interface SessionParts {
  readonly meeting: string
  readonly policy: GroupPolicy
  readonly clock: Clock
  readonly sign: Sign
  readonly log: Log
  /** A group began or came back, or is over. */
  readonly onGroup: (session: MeetingSession, groupId: Uint8Array, event: "founded" | "recovered" | "forgotten") => void
  /** On disk, so that members are known by them after a restart; of one group, which may be in any of these states. */
  readonly keepStates: (groups: readonly [PublicGroup, ...PublicGroup[]]) => Promise<void>
  /** A host removed somebody: the SFU should too. */
  readonly onExpelled: (room: string, prefix: string) => void
  /** The LiveKit identities of all sessions in a room; none when the SFU cannot say; never rejects. */
  readonly listSessions: (room: string) => Promise<readonly string[]>
}

export class MeetingSession {
  /** Who waits to found the first group. */
  readonly founders: JoinQueue<Newcomer>
  readonly #parts: SessionParts
  readonly #gatherings = new Map<string, Gathering>()
  readonly #recoveries = new Map<string, Recovery>()
  #meeting: string
  #room = new RoomSessions()

  constructor(parts: SessionParts) {
    this.#parts = parts
    this.#meeting = parts.meeting
    this.founders = new JoinQueue({
      clock: parts.clock,
      isOpen: () => !this.isOccupied,
      onTurn: (newcomer) => void newcomer.handleTurn(null),
    })
  }

  /** The id that its link has now. */
  get meeting(): string {
    return this.#meeting
  }

  /** The SFU's room, another one for each meeting of people; successors stay in it. */
  get room(): RoomSessions {
    return this.#room
  }

  get isIdle(): boolean {
    return this.#gatherings.size === 0 && this.#recoveries.size === 0 && this.founders.isEmpty
  }

  /** Whether people are in, or are expected back after a restart. */
  get isOccupied(): boolean {
    return this.#gatherings.size > 0 || this.#isPending
  }

  /** Whether the link may become the one of this id: nobody is in whose group would not know it. */
  isReadyFor(meeting: string): boolean {
    const { busiest } = this
    return busiest ? busiest.group.current.context.meeting === meeting : !this.#isPending
  }

  /** The group with most live members, the oldest of several: newcomers are sent there. */
  get busiest(): Gathering | null {
    const [first, ...others] = this.#gatherings.values()
    return others.reduce((best, other) => (best && other.liveCount <= best.liveCount ? best : other), first) ?? null
  }

  gatheringOf(groupId: Uint8Array): Gathering | null {
    return this.#gatherings.get(toHex(groupId)) ?? null
  }

  /** What is known of a group since the service was restarted, if it lived before. */
  recoveryOf(groupId: Uint8Array): Recovery | null {
    return this.#recoveries.get(toHex(groupId)) ?? null
  }

  /** Ends the group to which newcomers are sent as long as it keeps the meeting's host out of its own meeting. */
  clearFor(host: Uint8Array): void {
    const { busiest } = this
    if (!busiest?.group.succeedsWithout(host)) return
    busiest.group.audience.end("unknown-group")
    this.#forget(busiest.group.current.groupId)
    this.clearFor(host)
  }

  /** Waits for its turn to come in, or to found where there is no group. */
  queueUp(newcomer: Newcomer, gathering: Gathering | null = this.busiest): void {
    const queue = gathering?.queue ?? this.founders
    queue.add(newcomer)
  }

  /** Waits or holds a turn nowhere any more. */
  leaveQueues(newcomer: Newcomer): void {
    this.founders.remove(newcomer)
    newcomer.gathering?.queue.remove(newcomer)
    for (const { queue } of this.#gatherings.values()) queue.remove(newcomer)
  }

  /** Starts the group; throws ServiceError `group-exists` when somebody was first. */
  found(group: PublicGroup, groupInfo: Uint8Array): Gathering {
    if (this.isOccupied) throw new ServiceError("group-exists", "somebody founded the group before")
    return this.#gather({ group, groupInfo, commits: [] }, "founded")
  }

  /** Starts the successor of a group; throws ServiceError `group-exists` when there is one after the same commit. */
  succeed(group: PublicGroup, groupInfo: Uint8Array): Gathering {
    if (this.successorOf(group)) throw new ServiceError("group-exists", "somebody founded the successor before")
    return this.#gather({ group, groupInfo, commits: [] }, "founded")
  }

  /** The living group that succeeds the same group after the same commit. */
  successorOf({ succession }: Pick<PublicGroup, "succession">): Gathering | null {
    if (!succession) return null
    const { predecessor, refused } = succession
    const isAfterTheSame = ({ group }: Gathering): boolean => {
      const other = group.current.succession
      return other !== null && isEqual(other.predecessor, predecessor) && isEqual(other.refused, refused)
    }
    return this.#gatherings.values().find(isAfterTheSame) ?? null
  }

  /** A group of this id lived before the restart: nobody founds until its members came back or had time to. */
  expectReturn({ groupId, room, states }: FormerGroup): void {
    if (this.#room.name !== room) this.#room = new RoomSessions(room)
    const { policy, clock, log } = this.#parts
    const recovery = new Recovery({
      policy,
      clock,
      log,
      states,
      onSettled: (start) => this.#gather(start, "recovered"),
      onForgotten: () => this.#forget(groupId),
    })
    this.#recoveries.set(toHex(groupId), recovery)
  }

  /** The meeting has another link. */
  rename(meeting: string): void {
    this.#meeting = meeting
    for (const { askers, queue } of this.#gatherings.values()) {
      askers.close("not-proven")
      queue.advance() // its group may name the new link already
    }
  }

  /** The SFU tells of a session in our room. */
  handleSfu({ kind, identity }: Pick<SfuEvent, "kind" | "identity">): void {
    if (kind === "joined") return this.#handleJoined(identity)
    const prefix = this.#room.handleLeft(identity)
    if (prefix === null) return
    for (const gathering of this.#gatherings.values()) gathering.handleSilence(prefix)
  }

  /** Ends all timers. */
  close(): void {
    for (const gathering of this.#gatherings.values()) gathering.close()
    for (const recovery of this.#recoveries.values()) recovery.close()
    this.founders.drain()
  }

  get #isPending(): boolean {
    return this.#recoveries.values().some(({ isPending }) => isPending)
  }

  #gather(start: GroupStart, event: "founded" | "recovered"): Gathering {
    const { groupId } = start.group
    const { policy, clock, sign, log, keepStates } = this.#parts
    const gathering: Gathering = new Gathering(start, {
      policy,
      clock,
      sign,
      log,
      room: this.#room,
      meeting: () => this.#meeting,
      keepStates,
      onPresent: () => this.#sendAskersOn(),
      onOver: () => this.#forget(groupId),
      onExpelled: (identityKey) => this.#expel(gathering, identityKey),
    })
    this.#gatherings.set(toHex(groupId), gathering)
    this.#parts.onGroup(this, groupId, event)
    if (event === "recovered") void this.#learnRoom(this.#room)
    for (const newcomer of this.founders.drain()) gathering.queue.add(newcomer)
    return gathering
  }

  // Where most are now, they ask again: the hosts of a group that others moved on from may have moved too.
  #sendAskersOn(): void {
    const { busiest } = this
    for (const gathering of this.#gatherings.values()) {
      if (gathering !== busiest) gathering.askers.close("unknown-group")
    }
  }

  // What comes by webhook meanwhile says the same, or is newer.
  async #learnRoom(room: RoomSessions): Promise<void> {
    const identities = await this.#parts.listSessions(room.name)
    for (const identity of identities) room.handleJoined(identity)
    this.#parts.log({ event: "room-listed", sessions: identities.length })
  }

  // A token is good for some minutes, also after its holder was removed.
  #handleJoined(identity: string): void {
    this.#room.handleJoined(identity)
    const prefix = prefixOf(identity)
    for (const gathering of this.#gatherings.values()) {
      const expelled = prefix === null ? null : gathering.expelledAs(prefix)
      if (expelled) this.#expel(gathering, expelled)
    }
  }

  // The room is one for all groups: who is in another one with most of the people stays in it.
  #expel(from: Gathering, identityKey: Uint8Array): void {
    const larger = [...this.#gatherings.values()].filter(({ liveCount }) => liveCount > from.liveCount)
    if (larger.some(({ group }) => group.isMember(identityKey))) return
    this.#parts.onExpelled(this.#room.name, personPrefix(this.#room.name, identityKey))
  }

  // Drops all that is known of a group; after the last one the next newcomer founds another in another room.
  #forget(groupId: Uint8Array): void {
    const name = toHex(groupId)
    const gathering = this.#gatherings.get(name)
    this.#gatherings.delete(name)
    this.#recoveries.get(name)?.close()
    this.#recoveries.delete(name)
    if (this.#gatherings.size + this.#recoveries.size === 0) this.#room = new RoomSessions()
    const waiting = gathering?.close() ?? []
    gathering?.askers.close("unknown-group")
    for (const newcomer of waiting) this.queueUp(newcomer)
    this.#parts.onGroup(this, groupId, "forgotten")
    this.founders.advance()
  }
}
