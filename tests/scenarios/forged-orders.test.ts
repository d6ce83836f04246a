import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { randomBytes, toHex } from "../../src/bytes/bytes.ts"
import type { Request } from "../../src/delivery/messages.ts"
import { eventually } from "../harness/eventually.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { NodeMeeting } from "../harness/node-meeting.ts"
import { OpenGroup } from "../harness/open-group.ts"
import { closeService, openService, type TestService } from "../harness/service.ts"
import { Workshop } from "../unit/mls/forge.ts"
import { Bench, GUEST, HOST, OTHER, unchanged } from "../unit/mls/policy-table/bench.ts"
import type { Row } from "../unit/mls/policy-table/row.ts"
import { COMMITS } from "../unit/mls/policy-table/table.ts"

/** RFC 9420 §6: the epoch stands after version, wire format and group id; and so does the group id before it. */
const GROUP_ID_AT = 5
const EPOCH_AT = 37

type Refusal = Extract<Request, { type: "refuse" }>

/**
 * Two whole clients at a service that passes on whatever it is given, in a group whose host, GUEST and OTHER are insiders:
 * what these sign the service may alter, keep for later and bring from elsewhere.
 */
class HostileService {
  readonly group: OpenGroup
  readonly clients: readonly NodeClient[]
  readonly meeting: NodeMeeting
  readonly #refusals = new Map<NodeClient, Refusal[]>()

  private constructor(group: OpenGroup, meeting: NodeMeeting, clients: readonly NodeClient[]) {
    this.group = group
    this.meeting = meeting
    this.clients = clients
  }

  /** Notes what is answered to its commits, which the real service never saw. */
  deceive(): void {
    for (const client of this.clients) {
      const refusals: Refusal[] = []
      this.#refusals.set(client, refusals)
      client.wire.sent = (request) => {
        if (request.type === "refuse") refusals.push(request)
        return request.type === "refuse" ? null : request
      }
    }
  }

  /** Lets the host's own order through, as an honest service does. */
  async obey(change: Parameters<OpenGroup["change"]>[0]): Promise<void> {
    for (const client of this.clients) client.wire.sent = (request) => request
    const told = this.clients.map(({ shown }) => ordersIn(shown).length)
    await this.group.change(change)
    await eventually(() => {
      for (const [place, { state, shown }] of this.clients.entries()) {
        expect(state.epoch).toBe(this.group.bench.group.epoch)
        expect(ordersIn(shown).length).toBeGreaterThan(told[place] ?? 0)
      }
    })
    this.deceive()
  }

  static async open(service: TestService): Promise<HostileService> {
    const group = await OpenGroup.create(service, 2)
    const meeting = new NodeMeeting(group.link)
    const clients: NodeClient[] = []
    for (const name of ["Ana", "Ben"]) await group.follow(async () => clients.push(await meeting.join(name)))
    await eventually(() =>
      expect(new Set(clients.map(({ state }) => state.epoch))).toEqual(new Set([group.bench.group.epoch])),
    )
    const hostile = new HostileService(group, meeting, clients)
    hostile.deceive()
    return hostile
  }

  /** Shows a commit to everybody, and takes it back; gives what each answered. */
  async show(commit: Uint8Array): Promise<readonly string[]> {
    return Promise.all(this.clients.map((client) => this.#showTo(client, commit)))
  }

  async #showTo(client: NodeClient, commit: Uint8Array): Promise<string> {
    const refusals = this.#refusals.get(client) ?? []
    const before = refusals.length
    const epoch = client.state.epoch + 1n
    client.wire.push((log) => ({ type: "commit", log, epoch, commit }))
    const refusal = await eventually(() => {
      const last = refusals[before]
      if (!last) throw new Error(`${client.name} did not refuse`)
      return last
    })
    const author = this.group.bench.leaf(GUEST).identityKey
    client.wire.push((log) => ({ type: "restored", log, epoch: epoch - 1n, author }))
    return refusal.fault
  }
}

describe("an order that no host gives, shown to every client by the service", () => {
  let service: TestService
  let hostile: HostileService

  beforeAll(async () => {
    service = await openService()
    hostile = await HostileService.open(service)
  })
  afterAll(async () => {
    await hostile.meeting.end()
    await closeService(service)
  })

  const before = () => hostile.clients.map(standing)

  async function expectRefused(rows: readonly (readonly [string, string, () => Promise<Uint8Array>])[]): Promise<void> {
    const stood = before()
    const wrong: string[] = []
    for (const [title, fault, make] of rows) {
      // oxlint-disable-next-line no-await-in-loop -- one at a time is undecided
      for (const answer of await hostile.show(await make())) {
        if (answer !== fault) wrong.push(`${title}: ${answer} in place of ${fault}`)
      }
    }
    expect(wrong).toEqual([])
    expect(hostile.clients.map(standing)).toEqual(stood)
  }

  const forged = (family: string): readonly Row[] =>
    COMMITS.filter(({ subject }) => subject === family)
      .flatMap(({ rows }) => rows(hostile.group.bench))
      .filter(([, fault]) => fault !== "accepted")

  it("removes nobody: members' and strangers' forgeries", () => expectRefused(forged("removals")))

  it("changes neither admission nor permissions, co-hosts or link: members' and strangers' forgeries", () =>
    expectRefused(forged("contexts")))

  it("does nothing when it is a host's own word of an earlier epoch", async () => {
    const { bench } = hostile.group
    const orders = {
      admission: await bench.change({ admission: "locked" }),
      permissions: await bench.change({ mayShare: "hosts", mayChat: "hosts" }),
      "co-host": await bench.change({ coHosts: [await bench.coHost(GUEST)] }),
      link: await bench.change({ pskId: randomBytes(32) }, randomBytes(64)),
      removal: await bench.remove(unchanged, [{ reason: "order", leaf: OTHER }], HOST),
    }
    await hostile.obey({ mayChat: "hosts" }) // another order came first
    const replayed = Object.entries(orders)
    await expectRefused(replayed.map(([title, commit]) => [title, "wrong-epoch", async () => commit] as const))
    const { epoch } = bench.group
    await expectRefused(
      replayed.map(([title, commit]) => [title, "bad-signature", async () => withEpoch(commit, epoch)] as const),
    )
  })

  it("does nothing when it is the same host's word in another session of the meeting", async () => {
    const { bench } = hostile.group
    const lastWeek = new Bench(await Workshop.create(bench.workshop.meeting, 2))
    const orders: readonly (readonly [string, Uint8Array])[] = [
      ["admission", await lastWeek.change({ admission: "locked" })],
      ["co-host", await lastWeek.change({ coHosts: [await lastWeek.coHost(GUEST)] })],
      ["link", await lastWeek.change({ pskId: randomBytes(32) }, randomBytes(64))],
      ["removal", await lastWeek.remove(unchanged, [{ reason: "order", leaf: OTHER }], HOST)],
    ]
    await expectRefused(orders.map(([title, commit]) => [title, "wrong-group", async () => commit] as const))
    const { groupId, epoch } = bench.group
    await expectRefused(
      orders.map(
        ([title, commit]) =>
          [title, "bad-signature", async () => withEpoch(withGroup(commit, groupId), epoch)] as const,
      ),
    )
  })

  it("has disturbed nobody: the host's next order is followed", async () => {
    await hostile.obey({ admission: "locked" })
    for (const { state } of hostile.clients) expect(state.context).toMatchObject({ admission: "locked" })
  })
})

/** Everything that an order could change. */
function standing({ state, shown }: NodeClient) {
  return {
    epoch: state.epoch,
    authenticator: toHex(state.authenticator),
    context: state.context,
    people: shown.people.map(({ id, role }) => `${id} ${role}`),
    link: shown.meeting.link,
    orders: ordersIn(shown),
  }
}

/** What people are told of hosts' orders. */
function ordersIn({ notices }: NodeClient["shown"]) {
  return notices.filter(({ by }) => by !== null)
}

function withEpoch(commit: Uint8Array, epoch: bigint): Uint8Array {
  const altered = commit.slice()
  new DataView(altered.buffer).setBigUint64(EPOCH_AT, epoch)
  return altered
}

function withGroup(commit: Uint8Array, groupId: Uint8Array): Uint8Array {
  const altered = commit.slice()
  altered.set(groupId, GROUP_ID_AT)
  return altered
}
