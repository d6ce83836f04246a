// A meeting of as many people as wanted, without group, service and SFU: what its parts know is made up, and the parts that
// tell of it are the engine's own.

import { randomBytes, toHex } from "../../src/bytes/bytes.ts"
import { systemClock } from "../../src/media/clock.ts"
import type { MediaSource } from "../../src/room/frame-encryption.ts"
import type { RemoteMedia, RemotePerson } from "../../src/room/media-room.ts"
import { describeMeeting, type MeetingParts } from "../../src/meeting/describe-meeting.ts"
import { EpochFollowers } from "../../src/meeting/epoch-followers.ts"
import { GroupCode } from "../../src/meeting/group-code.ts"
import { MeetingNews } from "../../src/meeting/meeting-news.ts"
import { Notices } from "../../src/meeting/notices.ts"
import { RosterMemory } from "../../src/meeting/roster-memory.ts"
import type { Snapshot } from "../../src/meeting/snapshot.ts"
import { withUnchanged } from "../../src/meeting/unchanged.ts"
import { WhoIsWho } from "../../src/meeting/who-is-who.ts"
import { Words } from "../../src/meeting/words/words.ts"
import type { EpochMember, EpochState } from "../../src/mls/epoch-state.ts"
import { Vault } from "../../src/vault/vault.ts"
import { MEETING, SECURITY } from "../../tests/harness/gallery/snapshots.ts"
import { epochOf } from "../../tests/unit/meeting/fixtures.ts"

const ROOM = "room"
const GIVEN = ["Ana", "Ben", "Chidi", "Dora", "Eva", "Farid", "Goran", "Hana", "Ilya", "Juno"]
const FAMILY = [
  "Okafor",
  "Lindqvist",
  "Papadopoulos",
  "Nakamura",
  "Silva",
  "Kowalski",
  "Haddad",
  "Meyer",
  "Novak",
  "Rossi",
]

const madeUpCode = async () => ({ digits: SECURITY.digits?.join(" ") ?? "", emoji: SECURITY.emoji ?? [] })

type Member = Omit<EpochMember, "leaf">

export class MadeUpMeeting {
  readonly #parts: MeetingParts
  readonly #followers: EpochFollowers
  readonly #roster: RosterMemory
  readonly #people = new Map<string, RemotePerson>()
  #last: Snapshot = { phase: "idle", release: MEETING.release }
  readonly #tracks = new Map<string, { readonly identityKey: Uint8Array; readonly source: MediaSource }>()
  #state: EpochState
  #members: readonly Member[]
  #number = 0

  private constructor(vault: Vault) {
    this.#members = [this.#makeMember()]
    this.#state = epochOf(1n, this.#members)
    const clock = systemClock
    const wallClock = Date.now
    const state = () => this.#state
    const quiet = { onChange: () => undefined, onNotice: () => undefined }
    const data = { post: async () => ({ reached: Promise.resolve([]) }), take: () => undefined, wasHeard: () => true }
    const notices = new Notices(wallClock)
    const roster = (this.#roster = new RosterMemory({ clock, wallClock, room: ROOM }))
    const words = new Words({
      data,
      frames: { setStopped: async () => {} },
      clock,
      random: Math.random,
      wallClock,
      state: this.#state,
      listener: { ...quiet, onStopped: () => undefined, onEnded: () => undefined },
    })
    const code = new GroupCode({ ...quiet, passwords: { securityCode: madeUpCode }, data, clock, wallClock, state })
    const passwords = { pairwiseCode: () => Promise.reject(new TypeError("nobody compares here")) }
    const who = new WhoIsWho(this.#state, { vault, passwords, wallClock, onChange: () => undefined })
    const news = new MeetingNews(this.#state, {
      onNotice: (kind, name, by) => notices.add(kind, name, by),
      onGone: (id) => roster.forget(id),
    })
    this.#followers = new EpochFollowers({ roster, words, news, code, others: [who] })
    const people = this.#people
    const continuity = {
      get state() {
        return state()
      },
      arrival: { hostKey: null },
      own: { isDeparting: () => false },
    }
    this.#parts = {
      continuity,
      conference: {
        room: { people: () => people },
        transforms: { tracks: () => this.#tracks },
        verdicts: { of: () => "opened", openedAtMs: () => Infinity },
        data,
      },
      place: { connection: "connected" },
      roster,
      who,
      code,
      waitingRoom: { askers: [] },
      words,
      notices,
      release: { digest: randomBytes(32), version: "1.2.3" },
      suite: "MLS_256_XWING_AES256GCM_SHA512_Ed25519",
      since: Date.now(),
    }
  }

  static async of(people: number): Promise<MadeUpMeeting> {
    const meeting = new MadeUpMeeting(await Vault.open({ name: `bench ${Math.random()}` }))
    await meeting.#enter(
      Array.from({ length: people }, (_, number) => meeting.#members[number] ?? meeting.#makeMember()),
    )
    return meeting
  }

  /** As the engine would give it now. */
  describe(): Snapshot {
    const { release, meeting, devices, path } = MEETING
    const described = describeMeeting(this.#parts, devices)
    this.#last = withUnchanged(this.#last, { phase: "meeting", release, meeting, devices, path, ...described })
    return this.#last
  }

  /** Somebody begins to speak, and whoever spoke last ends. */
  speak(): void {
    const tags = [...this.#people.keys()]
    const now = tags[this.#number++ % tags.length]
    for (const [tag, person] of this.#people) {
      if (person.isSpeaking !== (tag === now)) this.#people.set(tag, { ...person, isSpeaking: tag === now })
    }
  }

  /** Resolves when everybody who goes by the epoch was told. */
  join(): Promise<void> {
    return this.#enter([...this.#members, this.#makeMember()])
  }

  /** The second one goes. */
  leave(): Promise<void> {
    return this.#enter(this.#members.toSpliced(1, 1))
  }

  async #enter(members: readonly Member[]): Promise<void> {
    this.#members = members
    this.#state = epochOf(this.#state.epoch + 1n, members)
    await this.#followers.handleEpoch(this.#state, null, async () => {})
    this.#people.clear()
    this.#tracks.clear()
    for (const { identityKey } of members.slice(1)) this.#enterRoom(identityKey)
  }

  #enterRoom(identityKey: Uint8Array): void {
    const id = toHex(identityKey)
    const tag = this.#roster.tags.get(id) ?? ""
    const media = new Map<MediaSource, RemoteMedia>()
    this.#tracks.set(`${id} microphone`, { identityKey, source: "microphone" })
    this.#tracks.set(`${id} camera`, { identityKey, source: "camera" })
    this.#people.set(tag, { tag, media, isSpeaking: false, quality: "good" })
  }

  #makeMember(): Member {
    const number = this.#number++
    const [given, family] = [GIVEN[number % GIVEN.length], FAMILY[Math.floor(number / GIVEN.length) % FAMILY.length]]
    return {
      identityKey: randomBytes(32),
      leafKey: randomBytes(32),
      name: `${given} ${family}`,
      lastingKey: null,
      releaseDigest: new Uint8Array(32),
      releaseVersion: "1.2.3",
      role: number === 0 ? "host" : "member",
    }
  }
}
