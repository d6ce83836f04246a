// Being in a meeting: its parts put together, and what they tell each other.

import { toHex } from "../bytes/bytes.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import type { MlsWorker } from "../mls/mls-worker.ts"
import type { PasswordWorker } from "../password/password-worker.ts"
import type { Conference } from "./conference.ts"
import { Continuity, type ContinuityListener } from "./continuity.ts"
import { describeMeeting, type MeetingDescription } from "./describe-meeting.ts"
import type { Comparing } from "./engine-handle.ts"
import type { Entry } from "./entry.ts"
import { EpochFollowers } from "./epoch-followers.ts"
import { GroupCode } from "./group-code.ts"
import { groupEvents } from "./group-events.ts"
import type { HostOrder, OrderOutcome } from "./host-order.ts"
import type { LinkRotation } from "./link-rotation.ts"
import { MeetingNews } from "./meeting-news.ts"
import type { Notice } from "./notice.ts"
import { Notices } from "./notices.ts"
import { OrderDesk } from "./order-desk.ts"
import type { VisitParts } from "./parts.ts"
import type { PeopleInput } from "./people.ts"
import { Place } from "./place.ts"
import { ReturnTickets } from "./return-tickets.ts"
import { RosterMemory } from "./roster-memory.ts"
import { ShownMedia } from "./shown-media.ts"
import type { MeetingFault } from "./snapshot.ts"
import { WaitingRoom } from "./waiting-room.ts"
import { WhoIsWho } from "./who-is-who.ts"
import type { OwnMedium } from "./words/own-part.ts"
import { Words } from "./words/words.ts"

export interface AttendanceOptions {
  readonly entry: Entry
  /** Enters under the same identity; rejects when that is refused. `onAsking`: a host has to let us in. */
  readonly enterAgain: (onAsking: () => void) => Promise<Entry>
  readonly mls: MlsWorker
  readonly passwords: PasswordWorker
  readonly conference: Conference
  readonly rotation: LinkRotation
  readonly parts: VisitParts
  readonly onChange: () => void
  /** Ours is to be turned off, by a host's word. */
  readonly onStopped: (medium: OwnMedium) => void
  /** `by`: the host who put us out, by name where it opened. */
  readonly onEnded: (fault: MeetingFault, by: string | null) => void
  /** Over for everybody by a host's word; null: by our own. */
  readonly onEndedForAll: (ended: HostsEnd | null) => void
}

/** A host, by name where it opened, ended the meeting for all. */
export interface HostsEnd {
  readonly by: string | null
}

export class Attendance {
  /** Our place in the group. */
  readonly continuity: Continuity
  /** What is said beside the media. */
  readonly words: Words
  /** The others' media. */
  readonly shown: ShownMedia
  readonly #options: AttendanceOptions
  readonly #since: number
  readonly #place: Place
  readonly #notices: Notices
  readonly #roster: RosterMemory
  readonly #code: GroupCode
  readonly #who: WhoIsWho
  readonly #waitingRoom: WaitingRoom
  readonly #desk: OrderDesk
  readonly #tickets: ReturnTickets

  constructor(options: AttendanceOptions) {
    this.#options = options
    const { entry, mls, passwords, conference, rotation, parts, onChange } = options
    const { clock, random, wallClock, vault, release: ownRelease } = parts
    const { data, frames, room } = conference
    const first = entry.entered.state
    const state = () => this.state
    const arrival = () => this.continuity.arrival
    const onNotice = (kind: Notice["kind"], name: string | null, by: string | null = null) =>
      this.notice(kind, name, by)
    this.#since = wallClock()
    this.#place = new Place(clock, onChange)
    this.#notices = new Notices(wallClock)
    this.#roster = new RosterMemory({ clock, wallClock, room: entry.grant.room })
    this.#code = new GroupCode({ passwords, data, clock, wallClock, state, onChange, onNotice })
    this.#who = new WhoIsWho(first, { vault, passwords, wallClock, onChange })
    this.#waitingRoom = new WaitingRoom({ arrival, state, mls, ownRelease, wallClock, onChange })
    this.words = new Words({
      data,
      frames,
      clock,
      random,
      wallClock,
      state: first,
      listener: { onChange, onNotice, onStopped: options.onStopped, onEnded: (by) => options.onEndedForAll({ by }) },
    })
    const { hosts } = this.words
    const roster = this.#roster
    this.shown = new ShownMedia({ room, roster, isStopped: (id, source) => hosts.isStopped(id, source) })
    this.#tickets = new ReturnTickets(first, {
      mls,
      data,
      clock,
      memory: () => arrival().memory,
      isGoing: ({ identityKey, leafKey }) =>
        this.#desk.isRemoving(toHex(identityKey)) || this.continuity.own.isDeparting(leafKey),
    })
    this.continuity = new Continuity({
      entry,
      enterAgain: () => options.enterAgain(() => this.#handleAsking()),
      mls,
      conference,
      rotation,
      clock,
      random,
      listener: this.#groupEvents(new MeetingNews(first, { onNotice, onGone: (id) => roster.forget(id) })),
    })
    this.#desk = new OrderDesk({
      continuity: this.continuity,
      rotation,
      answer: (order) => this.#waitingRoom.order(order),
      speak: (order) => hosts.order(order),
      onEnded: () => options.onEndedForAll(null),
    })
  }

  /** Installs the first epoch and begins to follow the group. */
  async begin(): Promise<void> {
    this.#code.handleRoster(this.#options.entry.entered.state)
    await Promise.all([this.#who.begin(), this.continuity.begin()])
  }

  get state(): EpochState {
    return this.continuity.state
  }

  describe(devices: PeopleInput["devices"]): MeetingDescription {
    const { conference, parts } = this.#options
    return describeMeeting(
      {
        continuity: this.continuity,
        conference,
        place: this.#place,
        roster: this.#roster,
        who: this.#who,
        code: this.#code,
        waitingRoom: this.#waitingRoom,
        words: this.words,
        notices: this.#notices,
        release: parts.release,
        suite: parts.suite,
        since: this.#since,
      },
      devices,
    )
  }

  /** Carries out what a host orders; who may not is told so. */
  order(order: HostOrder): Promise<OrderOutcome> {
    return this.#desk.order(order)
  }

  get comparing(): Comparing {
    return {
      say: (word) => this.#code.say(word),
      pairwise: (personId) => this.#who.code(personId),
      verify: (personId, evidence) => this.#who.verify(personId, evidence),
    }
  }

  /** `name`: whom it is about; `by`: who ordered it. */
  notice(kind: Notice["kind"], name: string | null = null, by: string | null = null): void {
    this.#notices.add(kind, name, by)
    this.#options.onChange()
  }

  /** Says good-bye, so that the others need not wait for our silence. */
  leave(): Promise<void> {
    return this.continuity.leave()
  }

  close(): void {
    this.#code.close()
    this.#tickets.close()
    this.words.close()
    this.#place.close()
    this.continuity.close()
  }

  #groupEvents(news: MeetingNews): ContinuityListener {
    const { conference, parts, onChange, onEnded } = this.#options
    const [roster, words, code, waitingRoom] = [this.#roster, this.words, this.#code, this.#waitingRoom]
    const others = [waitingRoom, this.#tickets, this.#who]
    return groupEvents({
      followers: new EpochFollowers({ roster, words, news, code, others }),
      conference,
      roster,
      place: this.#place,
      news,
      waitingRoom,
      shown: this.shown,
      words,
      clock: parts.clock,
      state: () => this.state,
      onChange,
      onNotice: (kind, name) => this.notice(kind, name),
      onEnded,
    })
  }

  /** Out of the group, and not let in yet: those who were in its last epoch with us may be anywhere. */
  #handleAsking(): void {
    void this.#options.conference.halt()
    this.#place.handle("asking")
  }
}
