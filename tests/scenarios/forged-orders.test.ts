import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { randomBytes, toHex } from "../../src/bytes/bytes.ts"
import { encodeAuthenticatedData } from "../../src/mls/authenticated-data.ts"
import type { ContextChange } from "../../src/mls/session-options.ts"
import { eventually } from "../harness/eventually.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { NodeMeeting } from "../harness/node-meeting.ts"
import { OpenGroup } from "../harness/open-group.ts"
import { closeService, openService, type TestService } from "../harness/service.ts"
import { showCommit } from "../harness/shown-commit.ts"
import { Workshop } from "../unit/mls/forge.ts"
import { Bench, GUEST, HOST, OTHER, unchanged } from "../unit/mls/policy-table/bench.ts"
import { contextRows, saying } from "../unit/mls/policy-table/context-rows.ts"
import { removeRows } from "../unit/mls/policy-table/remove-rows.ts"
import type { Row } from "../unit/mls/policy-table/row.ts"

/** RFC 9420 §6: the epoch stands after version, wire format and group id; and so does the group id before it. */
const GROUP_ID_AT = 5
const EPOCH_AT = 37

/**
 * Two whole clients at a service that passes on whatever it is given, in a group whose host, GUEST and OTHER are insiders:
 * what these sign the service may alter, keep for later and bring from elsewhere.
 */
class HostileService {
  readonly group: OpenGroup
  readonly clients: readonly NodeClient[]
  readonly meeting: NodeMeeting

  private constructor(group: OpenGroup, meeting: NodeMeeting, clients: readonly NodeClient[]) {
    this.group = group
    this.meeting = meeting
    this.clients = clients
  }

  /** Shows the host's own order to everybody, who follow. */
  async obey(change: Parameters<OpenGroup["change"]>[0]): Promise<void> {
    const told = this.clients.map(({ shown }) => ordersIn(shown).length)
    await this.group.change(change)
    await eventually(() => {
      for (const [place, { state, shown }] of this.clients.entries()) {
        expect(state.epoch).toBe(this.group.bench.group.epoch)
        expect(ordersIn(shown).length).toBeGreaterThan(told[place] ?? 0)
      }
    })
  }

  static async open(service: TestService): Promise<HostileService> {
    const group = await OpenGroup.create(service, 2)
    const meeting = new NodeMeeting(group.link)
    const clients: NodeClient[] = []
    for (const name of ["Ana", "Ben"]) await group.follow(async () => clients.push(await meeting.join(name)))
    await eventually(() =>
      expect(new Set(clients.map(({ state }) => state.epoch))).toEqual(new Set([group.bench.group.epoch])),
    )
    return new HostileService(group, meeting, clients)
  }

  /** Shows a commit to everybody, and takes it back; gives what each answered. */
  async show(commit: Uint8Array): Promise<readonly string[]> {
    const author = this.group.bench.leaf(GUEST).identityKey
    return Promise.all(this.clients.map((client) => showCommit(client, commit, author)))
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

  /** Each of at least so many, by everybody. */
  async function expectRefused(atLeast: number, rows: readonly Row[]): Promise<void> {
    expect(rows.length).toBeGreaterThanOrEqual(atLeast)
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

  const forged = (rows: (bench: Bench) => readonly Row[]): readonly Row[] =>
    rows(hostile.group.bench).filter(([, fault]) => fault !== "accepted")

  it("removes nobody: members' and strangers' forgeries", () => expectRefused(20, forged(removeRows)))

  it("changes neither admission nor permissions, co-hosts or link: members' and strangers' forgeries", () =>
    expectRefused(20, forged(contextRows)))

  it("is no order of a member's, who signs it as itself, with the host's certificate, or has it signed by nobody", async () => {
    const { bench } = hostile.group
    await hostile.obey({ coHosts: [await bench.coHost(OTHER)] })
    const changes = Object.entries(await everyChange(bench))
    await expectRefused(
      3 * changes.length,
      changes.flatMap(([title, { change, rotation }]): readonly Row[] => {
        const said = saying(encodeAuthenticatedData({ kind: "context", rotation }))
        const byGuest = (certificate: Uint8Array | null) =>
          bench.context((fields) => bench.byMember({ ...fields, ...change }, GUEST, certificate), said, GUEST)
        const unsigned = () => bench.context((fields) => ({ ...fields, ...change, authority: null }), said, GUEST)
        return [
          [`${title}, as itself`, "not-a-host", () => byGuest(null)],
          [`${title}, with the host's certificate`, "not-a-host", () => byGuest(bench.hostCertificate)],
          [`${title}, unsigned`, "not-a-host", unsigned],
        ]
      }),
    )
  })

  it("does nothing when it is a host's own word of an earlier epoch", async () => {
    const { bench } = hostile.group
    const orders = await ordersOf(bench)
    await hostile.obey({ mayChat: "hosts" }) // another order came first
    await expectRefused(
      7,
      rowsOf(orders, "wrong-epoch", (commit) => commit),
    )
    const { epoch } = bench.group
    await expectRefused(
      7,
      rowsOf(orders, "bad-signature", (commit) => withEpoch(commit, epoch)),
    )
  })

  it("does nothing when it is the same host's word in another session of the meeting", async () => {
    const { bench } = hostile.group
    const lastWeek = new Bench(await Workshop.create(bench.workshop.meeting, 2))
    await lastWeek.apply({ coHosts: [await lastWeek.coHost(OTHER)] })
    const orders = await ordersOf(lastWeek)
    await expectRefused(
      7,
      rowsOf(orders, "wrong-group", (commit) => commit),
    )
    const { groupId, epoch } = bench.group
    await expectRefused(
      7,
      rowsOf(orders, "bad-signature", (commit) => withEpoch(withGroup(commit, groupId), epoch)),
    )
  })

  it("has disturbed nobody: each of the host's own orders is followed", async () => {
    const { bench } = hostile.group
    for (const { change, rotation } of Object.values(await everyChange(bench))) {
      if (rotation === null) await hostile.obey(change)
    }
    for (const { state } of hostile.clients) {
      expect(state.context).toMatchObject({ admission: "locked", mayShare: "hosts", mayChat: "everyone", coHosts: [] })
    }
    const removed = toHex(bench.leaf(GUEST).identityKey)
    expect(await hostile.group.answerTo(await removalOf(bench), HOST)).toBe("final")
    await eventually(() => {
      for (const { shown } of hostile.clients) expect(shown.people.map(({ id }) => id)).not.toContain(removed)
    })
  })
})

interface Changed {
  readonly change: ContextChange
  readonly rotation: Uint8Array | null
}

const plain = (change: ContextChange): Changed => ({ change, rotation: null })

/** What each order about the context changes, where OTHER is a co-host. */
async function everyChange(bench: Bench): Promise<Readonly<Record<string, Changed>>> {
  const coHosts = [await bench.coHost(OTHER), await bench.coHost(GUEST)]
  return {
    admission: plain({ admission: "locked" }),
    "may share": plain({ mayShare: "hosts" }),
    "may chat": plain({ mayChat: bench.group.context.mayChat === "hosts" ? "everyone" : "hosts" }),
    "make a co-host": plain({ coHosts }),
    "unmake a co-host": plain({ coHosts: [] }),
    link: { change: { pskId: randomBytes(32) }, rotation: randomBytes(64) },
  }
}

/** The host's own commit of every order, as it could have been kept by whoever saw it. */
async function ordersOf(bench: Bench): Promise<ReadonlyMap<string, Uint8Array>> {
  const commits = new Map<string, Uint8Array>()
  for (const [title, { change, rotation }] of Object.entries(await everyChange(bench))) {
    // oxlint-disable-next-line no-await-in-loop -- of one group
    commits.set(title, await bench.change(change, rotation))
  }
  return commits.set("removal", await removalOf(bench))
}

function removalOf(bench: Bench): Promise<Uint8Array> {
  return bench.remove(unchanged, [{ reason: "order", leaf: GUEST }], HOST)
}

function rowsOf(
  orders: ReadonlyMap<string, Uint8Array>,
  fault: Row[1],
  alter: (commit: Uint8Array) => Uint8Array,
): readonly Row[] {
  return [...orders].map(([title, commit]): Row => [title, fault, async () => alter(commit)])
}

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
