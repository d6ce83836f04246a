// Being in a meeting: the group, the media and the code, and what people are shown of them.

import { toHex } from "../bytes/bytes.ts"
import type { EpochChange } from "../media/epoch.ts"
import type { EpochMember, EpochState } from "../mls/epoch-state.ts"
import type { MlsWorker } from "../mls/mls-worker.ts"
import type { PasswordWorker } from "../password/password-worker.ts"
import type { MediaSource } from "../room/frame-encryption.ts"
import { personTag } from "../room/person-tag.ts"
import { AuthorityNews } from "./authority-news.ts"
import { describeAuthority } from "./authority.ts"
import type { Conference } from "./conference.ts"
import { Continuity, type ContinuityListener } from "./continuity.ts"
import type { ShownTile } from "./engine-handle.ts"
import type { Entry } from "./entry.ts"
import { GroupCode } from "./group-code.ts"
import type { Step } from "./heartbeat.ts"
import { describeHeard, describeRoom } from "./heard-media.ts"
import type { HostOrder, OrderOutcome } from "./host-order.ts"
import { Interruption } from "./interruption.ts"
import { Notices } from "./notices.ts"
import { carryOrder } from "./orders.ts"
import type { VisitParts } from "./parts.ts"
import { listPeople, type Member } from "./people.ts"
import { EXPECTED_MS, nameIn, type News, RosterNews } from "./roster-news.ts"
import type { Asker, Authority, Connection, Devices, MeetingFault, Notice, Person, Security } from "./snapshot.ts"
import type { Deed } from "./standing.ts"
import { WaitingRoom } from "./waiting-room.ts"

export interface AttendanceOptions {
  readonly entry: Entry
  /** Enters under the same identity; rejects when that is refused. */
  readonly enterAgain: () => Promise<Entry>
  readonly mls: MlsWorker
  readonly passwords: PasswordWorker
  readonly conference: Conference
  readonly parts: VisitParts
  readonly onChange: () => void
  readonly onEnded: (fault: MeetingFault) => void
}

export class Attendance {
  readonly since: number
  readonly #options: AttendanceOptions
  readonly #continuity: Continuity
  readonly #notices: Notices
  readonly #news: RosterNews
  readonly #authorityNews: AuthorityNews
  readonly #code: GroupCode
  readonly #interruption: Interruption
  readonly #waitingRoom: WaitingRoom
  readonly #tags = new Map<string, string>()
  readonly #since = new Map<string, number>()
  /** When each leaf key was first seen, by the clock. */
  readonly #leafSince = new Map<string, number>()
  #room: string
  #standing: "in-step" | "out-of-step" | "moving" = "in-step"
  /** By tag, as the views reported it last. Who came since is received: hiding them until then would cost a key frame. */
  #shown: ReadonlyMap<string, ShownTile | null> = new Map()

  constructor(options: AttendanceOptions) {
    this.#options = options
    const { entry, enterAgain, mls, passwords, conference, parts, onChange } = options
    const { clock, random, wallClock } = parts
    this.since = wallClock()
    this.#room = entry.grant.room
    this.#notices = new Notices(wallClock)
    this.#news = new RosterNews(entry.entered.state)
    this.#authorityNews = new AuthorityNews(entry.entered.state)
    this.#code = new GroupCode({ passwords, clock, wallClock, state: () => this.state, onChange })
    this.#interruption = new Interruption(clock, onChange)
    this.#waitingRoom = new WaitingRoom({
      arrival: () => this.#continuity.arrival,
      state: () => this.state,
      mls,
      ownRelease: parts.release,
      wallClock,
      onChange,
    })
    const listener = this.#listener()
    this.#continuity = new Continuity({ entry, enterAgain, mls, conference, clock, random, listener })
  }

  /** Installs the first epoch and begins to follow the group. */
  async begin(): Promise<void> {
    await this.#continuity.begin()
    this.#code.renew()
  }

  get state(): EpochState {
    return this.#continuity.state
  }

  get connection(): Connection {
    return this.#standing === "in-step" ? this.#interruption.shown : this.#standing
  }

  people(devices: Pick<Devices, "microphone" | "camera">): readonly Person[] {
    const { entry, conference, parts } = this.#options
    const members = this.state.members.filter(({ leafKey }) => !this.#continuity.isDeparting(leafKey))
    return listPeople({
      members: members.map((member) => this.#member(member)),
      you: toHex(entry.arrival.identity.publicKey),
      devices,
      ownRelease: parts.release,
      room: describeRoom(conference.room.people()),
      heard: describeHeard(members, conference, this.#leafSince),
      since: this.#since,
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
    const { hostKey } = this.#options.entry.arrival
    return describeAuthority(this.state, hostKey ? "in-this-browser" : "elsewhere")
  }

  /** Carries out what a host orders; who may not is told so. */
  order(order: HostOrder): Promise<OrderOutcome> {
    return carryOrder(order, { group: null, door: (answer) => this.#waitingRoom.order(answer), spoken: null })
  }

  askers(): readonly Asker[] {
    return this.#waitingRoom.askers
  }

  notices(): readonly Notice[] {
    return this.#notices.current()
  }

  compare(verdict: "match" | "differ"): void {
    this.#code.compare(verdict)
  }

  /** `name`: whom it is about; `by`: who ordered it. */
  notice(kind: Notice["kind"], name: string | null = null, by: string | null = null): void {
    this.#notices.add(kind, name, by)
    this.#options.onChange()
  }

  /** The views report all that they show: that is received, at the size at which it is shown. */
  showTiles(tiles: ReadonlyMap<string, ShownTile>): void {
    this.#shown = new Map(Array.from(this.#tags, ([id, tag]) => [tag, tiles.get(id) ?? null]))
    this.receiveShown()
  }

  /** To be called when tracks came that the last report is for. */
  receiveShown(): void {
    for (const [tag, tile] of this.#shown) this.#options.conference.room.show(tag, tile)
  }

  /** The others' track of a kind, or null. */
  track(personId: string, source: MediaSource): MediaStreamTrack | null {
    const tag = this.#tags.get(personId)
    const person = tag ? this.#options.conference.room.people().get(tag) : undefined
    return person?.media.get(source)?.track ?? null
  }

  handleBeat(identity: string, step: Step): void {
    this.#continuity.handleBeat(identity, step)
  }

  handleBehind(): void {
    this.#continuity.handleBehind()
  }

  /** A fresh token for the SFU; rejects with DeliveryError when the service does not take us back. */
  renewToken(): Promise<string> {
    return this.#continuity.renewToken()
  }

  /** Resolves when the service knows us as a member, after a break that is. */
  returned(): Promise<void> {
    return this.#continuity.returned()
  }

  /** Says good-bye, so that the others need not wait for our silence. */
  leave(): Promise<void> {
    return this.#continuity.leave()
  }

  close(): void {
    this.#code.close()
    this.#interruption.close()
    this.#continuity.close()
  }

  #listener(): ContinuityListener {
    const { onChange, onEnded } = this.#options
    return {
      onEpoch: (state, change, deed) => this.#handleEpoch(state, change, deed),
      onRestored: (state, author) => {
        this.#tell(state, null)
        this.notice("commit-refused", author && nameIn(state, toHex(author)))
      },
      onDeparture: onChange,
      onDoor: (push) => this.#waitingRoom.handleDoor(push),
      onConnection: (state) => this.#interruption.handleConnection(state),
      onStep: (step) => {
        this.#stand(step === "out" ? "out-of-step" : "in-step")
        if (step === "in") this.notice("in-step")
      },
      onParted: (author) => {
        this.#news.handleParted(author)
        this.#stand("moving")
        this.notice("parted", nameIn(this.state, toHex(author)))
      },
      onMoved: () => {
        this.#stand("in-step")
        this.notice("moved")
        this.#options.parts.clock.after(EXPECTED_MS, () => {
          this.#announce(this.#news.handleGathered())
          for (const { kind, name, by } of this.#authorityNews.handleGathered()) this.notice(kind, name, by)
        })
      },
      onReturned: (entry) => this.#handleReturned(entry),
      onEnded,
    }
  }

  async #handleEpoch(state: EpochState, change: EpochChange, deed: Deed | null): Promise<void> {
    await this.#learnMembers(state)
    await this.#options.conference.install(state, change, this.#tags)
    this.#tell(state, deed)
    this.#waitingRoom.handleEpoch(state)
    this.#options.onChange()
  }

  /** Another room has other tags for the same people. */
  #handleReturned({ grant }: Entry): void {
    if (this.#standing === "moving") this.#stand("in-step")
    if (grant.room === this.#room) return
    this.#room = grant.room
    this.#tags.clear()
    this.#shown = new Map()
  }

  #stand(standing: "in-step" | "out-of-step" | "moving"): void {
    this.#standing = standing
    this.#options.onChange()
  }

  #tell(state: EpochState, deed: Deed | null): void {
    const { news, roster } = this.#news.update(state, deed)
    this.#announce(news)
    const gathering = this.#news.isGathering ? "gathering" : "whole"
    for (const { kind, name, by } of this.#authorityNews.update(state, deed, gathering)) this.notice(kind, name, by)
    if (roster === "changed") this.#code.handleRosterChange()
  }

  #announce(news: readonly News[]): void {
    for (const { kind, id, name, by } of news) {
      this.notice(kind, name, by)
      if (kind !== "joined") this.#since.delete(id)
    }
  }

  async #learnMembers(state: EpochState): Promise<void> {
    const { clock, wallClock } = this.#options.parts
    const tags = state.members.map(async ({ identityKey, leafKey }) => {
      const id = toHex(identityKey)
      const leaf = toHex(leafKey)
      if (!this.#since.has(id)) this.#since.set(id, wallClock())
      if (!this.#leafSince.has(leaf)) this.#leafSince.set(leaf, clock.now())
      if (!this.#tags.has(id)) this.#tags.set(id, await personTag(this.#room, identityKey))
    })
    await Promise.all(tags)
  }

  #member({ identityKey, name, role, releaseDigest, releaseVersion }: EpochMember): Member {
    const id = toHex(identityKey)
    const tag = this.#tags.get(id) ?? ""
    const release = releaseDigest && releaseVersion !== null ? { digest: releaseDigest, version: releaseVersion } : null
    return { id, tag, name, role, release }
  }
}
