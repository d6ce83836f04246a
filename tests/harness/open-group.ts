// A group at the real service whose members' secrets lie open, for commits that no client of ours makes.

import { DeliveryError } from "../../src/delivery/errors.ts"
import { formatMeetingLink } from "../../src/links/link.ts"
import { partialGroupInfoOf } from "../../src/mls/partial-group-info.ts"
import { FAST_SUITE } from "../../src/mls/suite.ts"
import { decodeCommit } from "../../src/mls/wire.ts"
import { LinkSession } from "../../src/password/link-session.ts"
import { type Insider, Workshop } from "../unit/mls/forge.ts"
import { keyPair, Meeting } from "../unit/mls/people.ts"
import { Bench, GUEST, HOST } from "../unit/mls/policy-table/bench.ts"
import { Caller, createMeeting, type MadeMeeting, type TestService } from "./service.ts"

/** A group at the real service whose members' secrets lie open, each on a socket of its own. */
export class OpenGroup {
  readonly bench: Bench
  readonly #callers: Caller[] = []
  readonly #service: TestService
  readonly #made: MadeMeeting

  private constructor(workshop: Workshop, service: TestService, made: MadeMeeting) {
    this.bench = new Bench(workshop)
    this.#service = service
    this.#made = made
  }

  static async create(service: TestService, guests: number): Promise<OpenGroup> {
    const made = await createMeeting(service)
    const workshop = await Workshop.create(await openMeeting(service, made), 0)
    const group = new OpenGroup(workshop, service, made)
    const host = await group.#enter(workshop.member(HOST))
    await host.client.found(await workshop.groupInfo())
    for (let guest = 0; guest < guests; guest++) {
      // oxlint-disable-next-line no-await-in-loop -- one joins after the other
      await group.#join()
    }
    return group
  }

  /** What the service answers to a member's commit: an outcome's word, or the fault of a refusal. */
  async answerTo(commit: Uint8Array, by = GUEST): Promise<string> {
    const { client } = this.caller(by)
    try {
      const reply = await client.commit(commit, () => {})
      if (reply.type === "refused") return reply.fault
      return reply.type === "outcome" ? reply.outcome : reply.type
    } catch (error) {
      if (error instanceof DeliveryError) return error.fault
      throw error
    }
  }

  /** A change of the context that everybody follows. */
  async change(change: Parameters<Bench["apply"]>[0]): Promise<void> {
    const { commit, state } = await this.bench.changed(change)
    const answer = await this.answerTo(commit, HOST)
    if (answer !== "final") throw new Error(`the change was ${answer}`)
    const insider = this.bench.workshop.member(HOST)
    await this.bench.workshop.apply(commit, { insider, state })
  }

  /** The link of the meeting, for whole clients. */
  get link(): string {
    const { meeting, password } = this.#made.prepared
    return formatMeetingLink({ origin: this.#service.url, meeting, password, asksPassphrase: false })
  }

  /** The insiders follow the next join of somebody else. */
  async follow(join: () => Promise<unknown>): Promise<void> {
    const { pushes } = this.caller(HOST)
    const before = pushes.filter(({ type }) => type === "commit").length
    await join()
    await this.bench.workshop.apply((await this.caller(HOST).heard("commit", before + 1)).commit)
  }

  caller(index: number): Caller {
    const caller = this.#callers[index]
    if (!caller) throw new Error(`nobody is at ${index}`)
    return caller
  }

  async #join(): Promise<void> {
    const { workshop } = this.bench
    const newcomer = await workshop.newcomer()
    const { client } = await this.#enter(newcomer)
    const { commit, state } = await workshop.joinOf(newcomer)
    const groupInfo = await partialGroupInfoOf(state, newcomer.own.suite)
    const uploads: Promise<void>[] = []
    const reply = await client.commit(commit, (epoch) => uploads.push(client.groupInfo(epoch, groupInfo)))
    if (reply.type !== "outcome" || reply.outcome !== "final") throw new Error("the join is not final")
    await Promise.all(uploads)
    await workshop.apply(commit)
    workshop.members.push({ ...newcomer, state })
  }

  /** Up to its turn; what others commit it answers with `applied`, as whoever followed would. */
  async #enter({ identity }: Pick<Insider, "identity">): Promise<Caller> {
    const caller: Caller = new Caller(this.#service.host, (push) => {
      if (push.type !== "commit") return
      caller.client.applied(push.epoch, decodeCommit(push.commit).auth.confirmationTag)
    })
    const { meeting, password } = this.#made.prepared
    const link = new LinkSession({ meeting, password, passphrase: null })
    await caller.client.prove(await link.prove(await caller.client.hello(meeting)))
    await caller.client.enter(identity, () => {})
    this.#callers.push(caller)
    return caller
  }
}

/** The meeting as somebody knows it who has the link, and its host. */
async function openMeeting(service: TestService, { prepared, hostKeys }: MadeMeeting): Promise<Meeting> {
  const { meeting, password } = prepared
  const { client } = new Caller(service.host)
  const link = new LinkSession({ meeting, password, passphrase: null })
  const proven = await client.prove(await link.prove(await client.hello(meeting)))
  const { record, recordDigest, psk, pskId, nameKey } = await link.open(proven)
  client.close()
  const { hostKey, settings } = record
  const expectation = { meeting, pskId, recordDigest, hostKey, serviceKey: proven.serviceKey, settings }
  // Nobody but the service has its key; a stranger's does for what it did not sign.
  return Meeting.known({ expectation, psk, nameKey, suite: FAST_SUITE }, { host: hostKeys, service: await keyPair() })
}
