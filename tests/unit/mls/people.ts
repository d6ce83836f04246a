// People with real keys who found, join and follow one meeting; nothing here is a stand-in.

import { randomBytes } from "../../../src/bytes/bytes.ts"
import { type Sign, signWith } from "../../../src/bytes/statement.ts"
import { GroupSession } from "../../../src/mls/group.ts"
import type { Expectation, MeetingSettings } from "../../../src/mls/meeting-context.ts"
import type { Received, SessionOptions } from "../../../src/mls/session-options.ts"
import { FAST_SUITE, type SuiteName } from "../../../src/mls/suite.ts"

export interface KeyPair {
  readonly publicKey: Uint8Array
  readonly sign: Sign
}

export async function keyPair(): Promise<KeyPair> {
  const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey))
  return { publicKey, sign: signWith(pair.privateKey) }
}

export const OPEN: MeetingSettings = { admission: "open", mayShare: "everyone", mayChat: "everyone" }

/** A meeting's link, record, host and service. */
export class Meeting {
  readonly expectation: Expectation
  readonly host: KeyPair
  readonly service: KeyPair
  readonly psk: Uint8Array
  readonly nameKey: CryptoKey
  readonly suite: SuiteName

  private constructor(
    opened: Pick<SessionOptions, "expectation" | "psk" | "nameKey" | "suite">,
    keys: { readonly host: KeyPair; readonly service: KeyPair },
  ) {
    this.host = keys.host
    this.service = keys.service
    this.expectation = opened.expectation
    this.psk = opened.psk
    this.nameKey = opened.nameKey
    this.suite = opened.suite
  }

  /** A meeting that exists already, of which somebody knows all this. */
  static known(
    opened: Pick<SessionOptions, "expectation" | "psk" | "nameKey" | "suite">,
    keys: { readonly host: KeyPair; readonly service: KeyPair },
  ): Meeting {
    return new Meeting(opened, keys)
  }

  static async create(settings: MeetingSettings = OPEN, suite: SuiteName = FAST_SUITE): Promise<Meeting> {
    const nameKey = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])
    const keys = { host: await keyPair(), service: await keyPair() }
    const expectation: Expectation = {
      meeting: "Ab3dEf6h1J",
      pskId: randomBytes(32),
      recordDigest: randomBytes(32),
      hostKey: keys.host.publicKey,
      serviceKey: keys.service.publicKey,
      settings,
    }
    return new Meeting({ expectation, psk: randomBytes(32), nameKey, suite }, keys)
  }

  options(name: string, identity: KeyPair, as: { readonly isHost: boolean } = { isHost: false }): SessionOptions {
    return {
      suite: this.suite,
      identity,
      expectation: this.expectation,
      psk: this.psk,
      nameKey: this.nameKey,
      profile: { name, lasting: null, releaseDigest: new Uint8Array(32), releaseVersion: "0.1.0" },
      hostSign: as.isHost ? this.host.sign : null,
    }
  }
}

export interface Person {
  readonly name: string
  readonly identity: KeyPair
  readonly session: GroupSession
}

/** A meeting in progress, as a faultless service would order it. */
export class Gathering {
  readonly meeting: Meeting
  readonly people: Person[] = []
  groupInfo: Uint8Array
  /** Sees every commit as the service would. */
  onCommit: (commit: Uint8Array) => void = () => {}

  private constructor(meeting: Meeting, founder: Person, groupInfo: Uint8Array) {
    this.meeting = meeting
    this.people.push(founder)
    this.groupInfo = groupInfo
  }

  /** `names[0]` founds as the host, the others join in order. */
  static async of(meeting: Meeting, ...names: readonly string[]): Promise<Gathering> {
    const [founder = "host", ...others] = names
    const identity = await keyPair()
    const { session, groupInfo } = await GroupSession.found(meeting.options(founder, identity, { isHost: true }))
    const gathering = new Gathering(meeting, { name: founder, identity, session }, groupInfo)
    for (const name of others) await gathering.join(name)
    return gathering
  }

  /** A group that somebody has founded already. */
  static with(meeting: Meeting, founder: Person, groupInfo: Uint8Array): Gathering {
    return new Gathering(meeting, founder, groupInfo)
  }

  person(name: string): Person {
    const found = this.people.find((person) => person.name === name)
    if (!found) throw new Error(`nobody is called ${name}`)
    return found
  }

  async join(name: string, given?: KeyPair, ticket: Uint8Array | null = null): Promise<Person> {
    const identity = given ?? (await keyPair())
    const joined = await GroupSession.join(this.groupInfo, { ...this.meeting.options(name, identity), ticket })
    await this.deliver(joined.commit, joined.epoch)
    await joined.session.finalize(joined.epoch)
    const person = { name, identity, session: joined.session }
    this.people.push(person)
    this.groupInfo = await joined.session.exportGroupInfo()
    return person
  }

  /** Everybody but `author` receives the commit, and it becomes final; who is removed by it goes. */
  async deliver(commit: Uint8Array, epoch: bigint, author?: Person): Promise<Received[]> {
    this.onCommit(commit)
    const results: Received[] = []
    const removed: Person[] = []
    for (const person of this.people) {
      if (person === author) continue
      const received = await person.session.receive(commit)
      await person.session.finalize(epoch)
      results.push(received)
      if (received.kind === "removed") removed.push(person)
    }
    for (const person of removed) this.people.splice(this.people.indexOf(person), 1)
    return results
  }

  /** Carries out an own commit of `author` to its end. */
  async commit(author: Person, make: (session: GroupSession) => ReturnType<GroupSession["heal"]>): Promise<Received[]> {
    const pending = await make(author.session)
    const results = await this.deliver(pending.commit, pending.epoch, author)
    await author.session.finalize(pending.epoch)
    this.groupInfo = await author.session.exportGroupInfo()
    return results
  }
}
