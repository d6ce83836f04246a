// Being in a meeting: the group, the media and the code, and what people are shown of them.

import { toHex } from "../bytes/bytes.ts"
import { signWith } from "../bytes/statement.ts"
import type { EpochChange } from "../media/epoch.ts"
import type { EpochMember, EpochState } from "../mls/epoch-state.ts"
import type { MlsWorker } from "../mls/mls-worker.ts"
import { PasswordError } from "../password/errors.ts"
import type { PasswordWorker } from "../password/password-worker.ts"
import type { SecurityCode } from "../password/security-code.ts"
import type { MediaSource } from "../room/frame-encryption.ts"
import { personTag } from "../room/person-tag.ts"
import type { Arrival } from "./arrival.ts"
import { afterRosterChange, compared, type Comparison, NOT_COMPARED } from "./comparison.ts"
import type { Conference } from "./conference.ts"
import type { ShownTile } from "./engine-handle.ts"
import { Membership, rosterChange } from "./membership.ts"
import { Notices } from "./notices.ts"
import type { EngineParts } from "./parts.ts"
import { type HeardMedia, listPeople, type Member, type PeopleInput, type RoomMedia } from "./people.ts"
import type { Devices, MeetingFault, Notice, Person, Security } from "./snapshot.ts"

export interface AttendanceOptions {
  readonly arrival: Arrival
  /** The epoch that founding or joining brought. */
  readonly state: EpochState
  readonly room: string
  readonly mls: MlsWorker
  readonly passwords: PasswordWorker
  readonly conference: Conference
  readonly parts: EngineParts
  readonly onChange: () => void
  readonly onEnded: (fault: MeetingFault) => void
}

export class Attendance {
  readonly since: number
  readonly #options: AttendanceOptions
  readonly #membership: Membership
  readonly #notices: Notices
  readonly #tags = new Map<string, string>()
  readonly #since = new Map<string, number>()
  #comparison: Comparison = NOT_COMPARED
  #code: SecurityCode | null = null
  #codeRequest = 0
  #service: "connected" | "reconnecting" = "connected"
  /** By tag, as the views reported it last. Who came since is received: hiding them until then would cost a key frame. */
  #shown: ReadonlyMap<string, ShownTile | null> = new Map()
  /** The epoch whose roster people were told of last. */
  #known: EpochState

  constructor(options: AttendanceOptions) {
    this.#options = options
    this.#known = options.state
    this.since = options.parts.wallClock()
    this.#notices = new Notices(options.parts.wallClock)
    this.#membership = new Membership(options.state, {
      mls: options.mls,
      service: options.arrival.service,
      clock: options.parts.clock,
      listener: {
        onEpoch: (state, change) => this.#handleEpoch(state, change),
        onFinal: (epoch) => void options.conference.finalize(epoch),
        onRestored: (state, retired) => options.conference.restore(state, retired),
        onDeparture: () => options.onChange(),
        onEnded: (reason) => options.onEnded(reason === "unreadable" ? "group-refused" : reason),
      },
    })
  }

  /** Installs the first epoch and begins to follow the group. */
  async begin(): Promise<void> {
    const { arrival, state } = this.#options
    await this.#learnMembers(state)
    await this.#options.conference.install(state, "join", this.#tags)
    void this.#renewCode()
    const identity = { publicKey: arrival.identity.publicKey, sign: signWith(arrival.identity.privateKey) }
    arrival.service.becomeMember(state.groupId, identity, {
      onPush: (push) => this.#membership.handlePush(push),
      onReplayed: () => this.#membership.handleReplayed(),
      onConnection: (connection) => {
        this.#service = connection
        this.#options.onChange()
      },
      onLost: () => this.#options.onEnded("service-lost"),
    })
  }

  get state(): EpochState {
    return this.#membership.state
  }

  get connection(): "connected" | "reconnecting" {
    return this.#service
  }

  people(devices: Pick<Devices, "microphone" | "camera">): readonly Person[] {
    const input: PeopleInput = {
      members: this.state.members
        .filter(({ leafKey }) => !this.#membership.isDeparting(leafKey))
        .map((m) => this.#member(m)),
      you: toHex(this.#options.arrival.identity.publicKey),
      devices,
      ownDigest: this.#options.parts.release.digest,
      room: this.#roomMedia(),
      heard: this.#heardMedia(),
      since: this.#since,
    }
    return listPeople(input)
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
      release: "unsigned",
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

  /** Says good-bye, so that the others need not wait for our silence. */
  async leave(): Promise<void> {
    this.#membership.close()
    const { mls, arrival } = this.#options
    try {
      const { leafKey, signature } = await mls.signLeave()
      await arrival.service.client.leave(leafKey, signature)
    } catch {
      // Not said: the service notices our silence, and the others remove us then.
    }
  }

  close(): void {
    this.#membership.close()
  }

  async #handleEpoch(state: EpochState, change: EpochChange): Promise<void> {
    const before = this.#known
    await this.#learnMembers(state)
    await this.#options.conference.install(state, change, this.#tags)
    const { came, went } = rosterChange(before, state)
    this.#known = state
    for (const id of went) this.#announce("left", before, id)
    for (const id of came) this.#announce("joined", state, id)
    if (came.length > 0 || went.length > 0) {
      this.#comparison = afterRosterChange(this.#comparison)
      void this.#renewCode()
    }
    this.#options.onChange()
  }

  #announce(kind: "joined" | "left", state: EpochState, id: string): void {
    this.#notices.add(kind, state.members.find(({ identityKey }) => toHex(identityKey) === id)?.name ?? null)
    if (kind === "left") this.#since.delete(id)
  }

  async #learnMembers(state: EpochState): Promise<void> {
    const now = this.#options.parts.wallClock()
    const tags = state.members.map(async ({ identityKey }) => {
      const id = toHex(identityKey)
      if (!this.#since.has(id)) this.#since.set(id, now)
      if (!this.#tags.has(id)) this.#tags.set(id, await personTag(this.#options.room, identityKey))
    })
    await Promise.all(tags)
  }

  async #renewCode(): Promise<void> {
    const request = ++this.#codeRequest
    this.#code = null
    const { context, members } = this.state
    const keys = members.map(({ identityKey }) => identityKey)
    const code = await this.#options.passwords.securityCode(context.hostKey, keys).catch(nullIfEnded)
    if (code === null || request !== this.#codeRequest) return
    this.#code = code
    this.#options.onChange()
  }

  #member({ identityKey, name, isHost, releaseDigest }: EpochMember): Member {
    const id = toHex(identityKey)
    return { id, tag: this.#tags.get(id) ?? "", name, isHost, releaseDigest: releaseDigest ?? new Uint8Array(32) }
  }

  #roomMedia(): ReadonlyMap<string, RoomMedia> {
    const media = new Map<string, RoomMedia>()
    for (const [tag, person] of this.#options.conference.room.people()) {
      const microphone = person.media.get("microphone")
      const camera = person.media.get("camera")
      media.set(tag, {
        microphone: microphone ? (microphone.isMuted ? "muted" : "on") : "none",
        camera: camera && !camera.isMuted ? "on" : "off",
        isSpeaking: person.isSpeaking,
        quality: person.quality,
      })
    }
    return media
  }

  #heardMedia(): ReadonlyMap<string, HeardMedia> {
    const { conference } = this.#options
    return new Map(
      this.state.members.map(({ identityKey }) => {
        const id = toHex(identityKey)
        const verdict = (source: MediaSource) => {
          const track = conference.transforms.trackIdOf(identityKey, source)
          return track === null ? "nothing-yet" : conference.verdicts.of(track)
        }
        return [id, { microphone: verdict("microphone"), camera: verdict("camera"), data: conference.wasHeard(id) }]
      }),
    )
  }
}

/** The worker ends with the visit, whatever it is computing. */
function nullIfEnded(error: unknown): null {
  if (error instanceof PasswordError && error.fault === "worker-failed") return null
  throw error
}
