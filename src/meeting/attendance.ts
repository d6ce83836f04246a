// Being in a meeting: the group, the media and the code, and what people are shown of them.

import { toHex } from "../bytes/bytes.ts"
import type { EpochChange } from "../media/epoch.ts"
import type { EpochMember, EpochState } from "../mls/epoch-state.ts"
import type { MlsWorker } from "../mls/mls-worker.ts"
import { PasswordError } from "../password/errors.ts"
import type { PasswordWorker } from "../password/password-worker.ts"
import type { SecurityCode } from "../password/security-code.ts"
import type { MediaSource } from "../room/frame-encryption.ts"
import { personTag } from "../room/person-tag.ts"
import { afterRosterChange, compared, type Comparison, NOT_COMPARED } from "./comparison.ts"
import type { Conference } from "./conference.ts"
import { Continuity, type ContinuityListener, type Entry } from "./continuity.ts"
import type { ShownTile } from "./engine-handle.ts"
import type { Step } from "./heartbeat.ts"
import { describeHeard, describeRoom } from "./heard-media.ts"
import { Interruption } from "./interruption.ts"
import { Notices } from "./notices.ts"
import type { VisitParts } from "./parts.ts"
import { listPeople, type Member } from "./people.ts"
import { EXPECTED_MS, type News, RosterNews } from "./roster-news.ts"
import type { Authority, Connection, Devices, MeetingFault, Notice, Person, Security } from "./snapshot.ts"

/** After a change of roster the code is computed when the roster has been the same for this long. */
const CODE_AFTER_MS = 1000

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
  readonly #interruption: Interruption
  readonly #tags = new Map<string, string>()
  readonly #since = new Map<string, number>()
  /** When each leaf key was first seen, by the clock. */
  readonly #leafSince = new Map<string, number>()
  #room: string
  #standing: "in-step" | "out-of-step" | "moving" = "in-step"
  #comparison: Comparison = NOT_COMPARED
  #code: SecurityCode | null = null
  #codeRequest = 0
  /** By tag, as the views reported it last. Who came since is received: hiding them until then would cost a key frame. */
  #shown: ReadonlyMap<string, ShownTile | null> = new Map()

  constructor(options: AttendanceOptions) {
    this.#options = options
    const { entry, enterAgain, mls, conference, parts, onChange } = options
    const { clock, random, wallClock } = parts
    this.since = wallClock()
    this.#room = entry.grant.room
    this.#notices = new Notices(wallClock)
    this.#news = new RosterNews(entry.entered.state)
    this.#interruption = new Interruption(clock, onChange)
    const listener = this.#listener()
    this.#continuity = new Continuity({ entry, enterAgain, mls, conference, clock, random, listener })
  }

  /** Installs the first epoch and begins to follow the group. */
  async begin(): Promise<void> {
    await this.#continuity.begin()
    this.#renewCode()
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
      digits: this.#code?.digits.split(" ") ?? null,
      emoji: this.#code?.emoji ?? null,
      comparison: this.#comparison,
      epoch: epoch.toString(),
      authenticator: toHex(authenticator),
      groupSize: members.length,
      cipherSuite: this.#options.parts.suite,
    }
  }

  authority(): Authority {
    const { context, members, ownLeaf } = this.state
    const { admission, mayShare, mayChat } = context
    return {
      admission,
      mayShare,
      mayChat,
      yourRole: members.find(({ leaf }) => leaf === ownLeaf)?.role ?? "member",
      hasHostKey: this.#options.entry.arrival.hostKey !== null,
      isResting: members.every(({ role }) => role === "member"),
    }
  }

  notices(): readonly Notice[] {
    return this.#notices.current()
  }

  compare(verdict: "match" | "differ"): void {
    this.#comparison = compared(verdict, this.#options.parts.wallClock())
    this.#options.onChange()
  }

  notice(kind: Notice["kind"], name: string | null = null): void {
    this.#notices.add(kind, name)
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
    this.#codeRequest++ // whatever was planned
    this.#interruption.close()
    this.#continuity.close()
  }

  #listener(): ContinuityListener {
    const { onChange, onEnded } = this.#options
    return {
      onEpoch: (state, change) => this.#handleEpoch(state, change),
      onRestored: (state, author) => {
        this.#tellRoster(state)
        this.notice("commit-refused", author && this.#nameOf(author))
      },
      onDeparture: onChange,
      onConnection: (state) => this.#interruption.handleConnection(state),
      onStep: (step) => {
        this.#stand(step === "out" ? "out-of-step" : "in-step")
        if (step === "in") this.notice("in-step")
      },
      onParted: (author) => {
        this.#news.handleParted(author)
        this.#stand("moving")
        this.notice("parted", this.#nameOf(author))
      },
      onMoved: () => {
        this.#stand("in-step")
        this.notice("moved")
        this.#options.parts.clock.after(EXPECTED_MS, () => this.#announce(this.#news.handleGathered()))
      },
      onReturned: (entry) => this.#handleReturned(entry),
      onEnded,
    }
  }

  async #handleEpoch(state: EpochState, change: EpochChange): Promise<void> {
    await this.#learnMembers(state)
    await this.#options.conference.install(state, change, this.#tags)
    this.#tellRoster(state)
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

  #tellRoster(state: EpochState): void {
    const { news, roster } = this.#news.update(state)
    this.#announce(news)
    if (roster === "same") return
    this.#comparison = afterRosterChange(this.#comparison)
    this.#renewCode()
  }

  #announce(news: readonly News[]): void {
    for (const { kind, id, name } of news) {
      this.notice(kind, name)
      if (kind === "left") this.#since.delete(id)
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

  /** Not in the moment of a join, in which everybody's processor has media to begin; nor for each of many joins. */
  #renewCode(): void {
    const request = ++this.#codeRequest
    this.#code = null
    this.#options.parts.clock.after(CODE_AFTER_MS, () => {
      if (request === this.#codeRequest) void this.#computeCode(request)
    })
  }

  async #computeCode(request: number): Promise<void> {
    const { context, members } = this.state
    const keys = members.map(({ identityKey }) => identityKey)
    const code = await this.#options.passwords.securityCode(context.hostKey, keys).catch(nullIfEnded)
    if (code === null || request !== this.#codeRequest) return
    this.#code = code
    this.#options.onChange()
  }

  #nameOf(author: Uint8Array): string | null {
    const id = toHex(author)
    return this.state.members.find(({ identityKey }) => toHex(identityKey) === id)?.name ?? null
  }

  #member({ identityKey, name, role, releaseDigest, releaseVersion }: EpochMember): Member {
    const id = toHex(identityKey)
    const tag = this.#tags.get(id) ?? ""
    const release = releaseDigest && releaseVersion !== null ? { digest: releaseDigest, version: releaseVersion } : null
    return { id, tag, name, role, release }
  }
}

/** The worker ends with the visit, whatever it is computing. */
function nullIfEnded(error: unknown): null {
  if (error instanceof PasswordError && error.fault === "worker-failed") return null
  throw error
}
