// Meetings at a real service, and members who are there but do nothing except say that they have installed each epoch,
// so that the machine's time goes to the service and to whoever joins.

import { WebSocket } from "ws"
import { signWith } from "../../src/bytes/statement.ts"
import { DeliveryClient } from "../../src/delivery/delivery-client.ts"
import { parseMeetingLink } from "../../src/links/link.ts"
import { GroupSession } from "../../src/mls/group.ts"
import type { SessionOptions } from "../../src/mls/session-options.ts"
import type { SuiteName } from "../../src/mls/suite.ts"
import { LinkSession, prepareMeeting, type PreparedMeeting } from "../../src/password/link-session.ts"
import { confirmationTagOf } from "../../tests/harness/confirmation-tag.ts"
import { type KeyPair, keyPair, OPEN } from "../../tests/unit/mls/people.ts"

/** A service, as its clients find it, and the suite of its groups. */
export interface Place {
  readonly host: string
  readonly suite: SuiteName
}

/** How long it took somebody to come in. */
export interface Coming {
  /** From the opening of the socket to the end. */
  readonly joinMs: number
  /** Of that, from the commit's handing in to its outcome; 0 for whoever founded the group. */
  readonly commitMs: number
}

export class BenchMeeting {
  readonly #place: Place
  readonly #prepared: Pick<PreparedMeeting, "meeting" | "password">
  /** With the identities by which they came, those first who came first. */
  readonly #members = new Map<DeliveryClient, KeyPair>()

  private constructor(place: Place, prepared: Pick<PreparedMeeting, "meeting" | "password">) {
    this.#place = place
    this.#prepared = prepared
  }

  /** Lays a meeting down at the service. */
  static async create(place: Place): Promise<BenchMeeting> {
    const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])
    const prepared = await prepareMeeting({
      name: "Standup",
      settings: OPEN,
      passphrase: null,
      hostKey: new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)),
      hostPrivateKey: pair.privateKey,
    })
    const meeting = new BenchMeeting(place, prepared)
    const client = meeting.#connect()
    await client.hello(prepared.meeting)
    await client.create(prepared, signWith(pair.privateKey))
    client.close()
    return meeting
  }

  /** One that somebody else made, for further members. */
  static ofLink(link: string, suite: SuiteName): BenchMeeting {
    const parsed = parseMeetingLink(link)
    if (!parsed) throw new TypeError("expected a meeting link")
    const { host, meeting, password } = parsed
    return new BenchMeeting({ host, suite }, { meeting, password })
  }

  /** How many of its members came by this object. */
  get members(): number {
    return this.#members.size
  }

  /** From the link into the group, over a socket of its own: founds it, or joins it and stays; gives how long it took. */
  async join(): Promise<Coming> {
    return this.#comeIn(await keyPair())
  }

  /** Whoever came first comes once more, in place of its leaf: a commit that leaves the group as large as it was. */
  async comeBack(): Promise<Coming> {
    const [first] = this.#members
    if (!first) throw new RangeError("nobody is in")
    const [client, identity] = first
    this.#members.delete(client)
    const coming = await this.#comeIn(identity)
    client.close()
    return coming
  }

  close(): void {
    for (const client of this.#members.keys()) client.close()
  }

  async #comeIn(identity: KeyPair): Promise<Coming> {
    const beganAt = performance.now()
    const client = this.#connect()
    const options = await this.#prove(client, identity)
    const reply = await client.enter(identity, () => undefined)
    let commitMs = 0
    if (reply.type === "may-found") {
      const { session, groupInfo } = await GroupSession.found(options)
      await client.found(groupInfo)
      await session.close()
    } else if (reply.type === "may-join") commitMs = await this.#joinGroup(client, options, reply.groupInfo)
    else throw new Error(`cannot come in: ${reply.type}`)
    this.#members.set(client, identity)
    return { joinMs: performance.now() - beganAt, commitMs }
  }

  async #prove(client: DeliveryClient, identity: KeyPair): Promise<SessionOptions> {
    const { meeting, password } = this.#prepared
    const link = new LinkSession({ meeting, password, passphrase: null })
    const { serviceKey, ...proven } = await client.prove(await link.prove(await client.hello(meeting)))
    const { record, recordDigest, psk, pskId, nameKey } = await link.open(proven)
    const { hostKey, settings } = record
    const expectation = { meeting, pskId, recordDigest, hostKey, serviceKey, settings }
    const profile = { name: "Somebody", lasting: null, releaseDigest: new Uint8Array(32), releaseVersion: "0.1.0" }
    return { suite: this.#place.suite, identity, expectation, psk, nameKey, profile, hostSign: null }
  }

  async #joinGroup(client: DeliveryClient, options: SessionOptions, current: Uint8Array): Promise<number> {
    const { session, commit, groupInfo, epoch } = await GroupSession.join(current, { ...options, ticket: null })
    const uploads: Promise<void>[] = []
    const handedInAt = performance.now()
    const result = await client.commit(commit, () => uploads.push(client.groupInfo(epoch, groupInfo)))
    if (result.type === "stale" && result.groupInfo) return this.#joinGroup(client, options, result.groupInfo)
    if (result.type !== "outcome" || result.outcome !== "final") throw new Error(`cannot come in: ${result.type}`)
    const commitMs = performance.now() - handedInAt
    await Promise.all(uploads)
    await session.close()
    return commitMs
  }

  #connect(): DeliveryClient {
    const socket = new WebSocket(`ws://${this.#place.host}/ws`, { allowSynchronousEvents: false })
    const client = new DeliveryClient(socket, {
      host: this.#place.host,
      onPush: (push) => {
        if (push.type === "commit") client.applied(push.epoch, confirmationTagOf(push.commit, this.#place.suite))
      },
      onEnd: () => undefined,
      abortSignal: new AbortController().signal,
    })
    return client
  }
}
