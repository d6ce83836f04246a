// Being in a meeting: the group, the media and the code, and what people are shown of them.

import { toHex } from "../bytes/bytes.ts"
import type { EpochChange } from "../media/epoch.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import type { MlsWorker } from "../mls/mls-worker.ts"
import type { PasswordWorker } from "../password/password-worker.ts"
import { describeAuthority } from "./authority.ts"
import type { Conference } from "./conference.ts"
import { Continuity, type ContinuityListener } from "./continuity.ts"
import type { Comparing } from "./engine-handle.ts"
import type { Entry } from "./entry.ts"
import { GroupCode } from "./group-code.ts"
import { GroupOrders } from "./group-orders.ts"
import { describeHeard, describeRoom } from "./heard-media.ts"
import type { HostOrder, OrderOutcome } from "./host-order.ts"
import { Interruption } from "./interruption.ts"
import type { LinkRotation } from "./link-rotation.ts"
import { MeetingNews } from "./meeting-news.ts"
import { Notices } from "./notices.ts"
import { carryOrder, type SpokenOrder } from "./orders.ts"
import type { VisitParts } from "./parts.ts"
import { listPeople } from "./people.ts"
import { ReturnTickets } from "./return-tickets.ts"
import { RosterMemory } from "./roster-memory.ts"
import { EXPECTED_MS, nameIn } from "./roster-news.ts"
import { ShownMedia } from "./shown-media.ts"
import type { Asker, Authority, Connection, Devices, MeetingFault, Notice, Person, Security } from "./snapshot.ts"
import type { Deed } from "./standing.ts"
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

type Place = "in-step" | Exclude<Connection, "connected" | "reconnecting">

export class Attendance {
  readonly since: number
  /** Our place in the group. */
  readonly continuity: Continuity
  /** What is said beside the media. */
  readonly words: Words
  /** The others' media. */
  readonly shown: ShownMedia
  readonly #options: AttendanceOptions
  readonly #notices: Notices
  readonly #news: MeetingNews
  readonly #code: GroupCode
  readonly #who: WhoIsWho
  readonly #interruption: Interruption
  readonly #waitingRoom: WaitingRoom
  readonly #tickets: ReturnTickets
  readonly #orders: GroupOrders
  readonly #roster: RosterMemory
  #standing: Place = "in-step"

  constructor(options: AttendanceOptions) {
    this.#options = options
    const { entry, mls, passwords, conference, parts, onChange } = options
    const { clock, random, wallClock } = parts
    this.since = wallClock()
    this.#roster = new RosterMemory({ clock, wallClock, room: entry.grant.room })
    this.#notices = new Notices(wallClock)
    const onNotice = (kind: Notice["kind"], name: string | null, by: string | null) => this.notice(kind, name, by)
    this.#news = new MeetingNews(entry.entered.state, { onNotice, onGone: (id) => this.#roster.forget(id) })
    const state = () => this.state
    this.#code = new GroupCode({ passwords, data: conference.data, clock, wallClock, state, onChange })
    this.#who = new WhoIsWho({ vault: parts.vault, passwords, state, wallClock, onChange })
    this.#interruption = new Interruption(clock, onChange)
    this.#waitingRoom = new WaitingRoom({
      arrival: () => this.continuity.arrival,
      state: () => this.state,
      mls,
      ownRelease: parts.release,
      wallClock,
      onChange,
    })
    this.#tickets = new ReturnTickets(entry.entered.state, {
      mls,
      data: conference.data,
      clock,
      memory: () => this.continuity.arrival.memory,
      isGoing: ({ identityKey, leafKey }) =>
        this.#orders.isRemoving(toHex(identityKey)) || this.continuity.own.isDeparting(leafKey),
    })
    this.words = new Words({
      ...parts,
      data: conference.data,
      frames: conference.frames,
      state: entry.entered.state,
      listener: { onChange, onNotice, onStopped: options.onStopped, onEnded: (by) => options.onEndedForAll({ by }) },
    })
    this.shown = new ShownMedia({
      room: conference.room,
      roster: this.#roster,
      isStopped: (id, source) => this.words.hosts.isStopped(id, source),
    })
    const listener = this.#listener()
    const { rotation } = options
    this.#orders = new GroupOrders({
      arrival: () => this.continuity.arrival,
      commit: (plan) => this.continuity.own.order(plan),
      rotation,
    })
    const enterAgain = () => options.enterAgain(() => this.#handleAsking())
    this.continuity = new Continuity({ entry, enterAgain, mls, conference, rotation, clock, random, listener })
  }

  /** Installs the first epoch and begins to follow the group. */
  async begin(): Promise<void> {
    this.#code.handleRoster(this.#options.entry.entered.state)
    await Promise.all([this.#who.begin(), this.continuity.begin()])
  }

  get state(): EpochState {
    return this.continuity.state
  }

  get connection(): Connection {
    return this.#standing === "in-step" ? this.#interruption.shown : this.#standing
  }

  people(devices: Pick<Devices, "microphone" | "camera">): readonly Person[] {
    const { entry, conference, parts } = this.#options
    const members = this.state.members.filter(({ leafKey }) => !this.continuity.own.isDeparting(leafKey))
    return listPeople({
      members: members.map((member) => this.#roster.describe(member)),
      you: toHex(entry.arrival.identity.publicKey),
      devices,
      ownRelease: parts.release,
      room: describeRoom(conference.room.people()),
      heard: describeHeard(members, conference, this.#roster.leafSince),
      since: this.#roster.since,
      said: (id) => this.words.said(id),
      whoIs: (id) => this.#who.of(id),
    })
  }

  security(): Security {
    const { epoch, authenticator, members } = this.state
    return {
      ...this.#code.shown,
      epoch: epoch.toString(),
      authenticator: toHex(authenticator),
      groupSize: members.length,
      cipherSuite: this.#options.parts.suite,
    }
  }

  authority(): Authority {
    const { hostKey } = this.continuity.arrival
    return describeAuthority(this.state, hostKey ? "in-this-browser" : "elsewhere")
  }

  /** Carries out what a host orders; who may not is told so. */
  order(order: HostOrder): Promise<OrderOutcome> {
    return carryOrder(order, {
      group: (wanted) => this.#orders.order(wanted),
      door: (answer) => this.#waitingRoom.order(answer),
      spoken: (word) => this.#speak(word),
    })
  }

  askers(): readonly Asker[] {
    return this.#waitingRoom.askers.map(({ lastingKey, ...asker }) => ({
      ...asker,
      ...this.#who.ofAsker({ name: asker.name, lastingKey }),
    }))
  }

  notices(): readonly Notice[] {
    return this.#notices.current()
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
    this.#interruption.close()
    this.continuity.close()
  }

  #listener(): ContinuityListener {
    const { onChange, onEnded } = this.#options
    return {
      onEpoch: (state, change, deed) => this.#handleEpoch(state, change, deed),
      onRestored: (state, author) => {
        this.words.handleRestored(state)
        this.#tell(state, null)
        this.notice("commit-refused", author && nameIn(state, toHex(author)))
      },
      onDeparture: onChange,
      onDoor: (push) => void this.#waitingRoom.handleDoor(push),
      onConnection: (state) => this.#interruption.handleConnection(state),
      onStep: (step) => {
        this.#stand(step === "out" ? "out-of-step" : "in-step")
        if (step === "out") return
        this.words.own.handleBack()
        this.notice("in-step")
      },
      onParted: (author) => {
        this.#news.handleParted(author)
        this.#stand("moving")
        this.notice("parted", nameIn(this.state, toHex(author)))
      },
      onMoved: () => {
        this.#stand("in-step")
        this.words.own.handleBack()
        this.notice("moved")
        this.#options.parts.clock.after(EXPECTED_MS, () => this.#news.handleGathered())
      },
      onReturned: (entry) => this.#handleReturned(entry),
      onEnded: (fault, deed = null) => onEnded(fault, deed && nameIn(this.state, toHex(deed.author))),
    }
  }

  async #speak(order: SpokenOrder): Promise<OrderOutcome> {
    const outcome = await this.words.hosts.order(order)
    if (order.kind === "end" && outcome === "done") this.#options.onEndedForAll(null)
    return outcome
  }

  async #handleEpoch(state: EpochState, change: EpochChange, deed: Deed | null): Promise<void> {
    await this.#roster.learn(state)
    this.words.handleEpoch(state)
    await this.#options.conference.install(state, change, this.#roster.tags)
    this.words.handleInstalled(state)
    this.#tell(state, deed)
    this.#waitingRoom.handleEpoch(state)
    this.#tickets.handleEpoch(state, deed)
    this.#who.handleEpoch(state)
    this.#options.onChange()
  }

  /** Out of the group, and not let in yet: those who were in its last epoch with us may be anywhere. */
  #handleAsking(): void {
    void this.#options.conference.halt()
    this.#stand("asking")
  }

  #handleReturned({ grant }: Entry): void {
    if (this.#standing === "moving" || this.#standing === "asking") this.#stand("in-step")
    if (this.#roster.moveTo(grant.room) === "another-room") this.shown.forget()
  }

  #stand(standing: Place): void {
    this.#standing = standing
    this.#options.onChange()
  }

  #tell(state: EpochState, deed: Deed | null): void {
    if (this.#news.tell(state, deed) === "changed") this.#code.handleRoster(state)
  }
}
