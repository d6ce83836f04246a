import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { DeliveryError } from "../../src/delivery/errors.ts"
import { groupInfoOf } from "../../src/mls/installed.ts"
import { FAST_SUITE } from "../../src/mls/suite.ts"
import { decodeCommit } from "../../src/mls/wire.ts"
import { LinkSession } from "../../src/password/link-session.ts"
import {
  Caller,
  closeService,
  createMeeting,
  type MadeMeeting,
  openService,
  type TestService,
} from "../harness/service.ts"
import { type Insider, Workshop } from "../unit/mls/forge.ts"
import { keyPair, Meeting } from "../unit/mls/people.ts"
import { Bench, GUEST, HOST, unchanged } from "../unit/mls/policy-table/bench.ts"
import type { BenchName } from "../unit/mls/policy-table/row.ts"
import { COMMITS } from "../unit/mls/policy-table/table.ts"

/** No limit is in the way of three hundred bad commits. */
const UNLIMITED = { burst: 10_000, perMinute: 10_000 }
const limits = { commitsPerPerson: UNLIMITED, commitsPerMeeting: UNLIMITED, messagesPerSocket: UNLIMITED }

/** A group at the real service whose members' secrets lie open, each on a socket of its own. */
class OpenGroup {
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
      return reply.type === "refused" ? reply.fault : reply.type === "outcome" ? reply.outcome : reply.type
    } catch (error) {
      if (error instanceof DeliveryError) return error.fault
      throw error
    }
  }

  /** A change of the context that everybody follows. */
  async change(change: Parameters<Bench["apply"]>[0]): Promise<void> {
    const { commit, state } = await this.bench.changed(change)
    expect(await this.answerTo(commit, HOST)).toBe("final")
    const insider = this.bench.workshop.member(HOST)
    await this.bench.workshop.apply(commit, { insider, state })
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
    const groupInfo = await groupInfoOf(state, newcomer.own.suite)
    const uploads: Promise<void>[] = []
    const reply = await client.commit(commit, (epoch) => uploads.push(client.groupInfo(epoch, groupInfo)))
    expect(reply).toMatchObject({ type: "outcome", outcome: "final" })
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

/** What has no group id and epoch where a commit has them, or another epoch, the policy need not judge. */
function answersFor(fault: string): readonly string[] {
  if (fault === "wrong-epoch") return ["stale"]
  return ["wire-format", "content-type", "wrong-group"].includes(fault) ? [fault, "malformed"] : [fault]
}

describe("a member with the link who hands in bad commits", () => {
  let service: TestService
  let group: OpenGroup

  beforeAll(async () => {
    service = await openService({ limits })
    group = await OpenGroup.create(service, 2)
  })
  afterAll(() => closeService(service))

  const stages: readonly (readonly [BenchName, Parameters<Bench["apply"]>[0] | null])[] = [
    ["open", null],
    ["asking", { admission: "ask" }],
    ["raised", { generation: 5 }],
  ]

  it.each(stages)("is answered by the fault of each, in a group that is %s", async (name, change) => {
    const { bench } = group
    if (name === "raised") await group.change({ ...change, coHosts: [await bench.coHost(GUEST)] })
    else if (change) await group.change(change)
    const { epoch } = bench.group
    const wrong: string[] = []
    for (const { rows } of COMMITS.filter((family) => family.bench === name)) {
      for (const [title, outcome, make] of rows(bench).filter(([, fault]) => fault !== "accepted")) {
        // oxlint-disable-next-line no-await-in-loop -- the service takes one after the other
        const answer = await group.answerTo(await make())
        if (!answersFor(outcome).includes(answer)) wrong.push(`${title}: ${answer} in place of ${outcome}`)
      }
    }
    expect(wrong).toEqual([])
    expect(bench.group.epoch).toBe(epoch)
  })

  it("has disturbed nobody: an honest commit is final", async () => {
    expect(await group.answerTo(await group.bench.heal(unchanged))).toBe("final")
    expect(group.caller(HOST).pushes.filter(({ type }) => type === "restored")).toEqual([])
  })
})
