import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { TrackStatistics } from "../../src/media/track-report.ts"
import { fromHex, randomBytes } from "../../src/bytes/bytes.ts"
import { encodeEnd, encodeOrder, encodeStanding, END, ORDER, STANDING } from "../../src/meeting/words/order-message.ts"
import { eventually } from "../harness/eventually.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { NodeMeeting, settledOn } from "../harness/node-meeting.ts"
import { closeService, openService, type TestService } from "../harness/service.ts"

/** Later than every order in these tests. */
const NEWEST = 100

describe("a host's word that no host gave", () => {
  let service: TestService
  let meeting: NodeMeeting
  let hana: NodeClient
  let ben: NodeClient
  let chidi: NodeClient

  beforeEach(async () => {
    service = await openService()
    meeting = await NodeMeeting.create(service.url)
    ;[hana, ben, chidi] = await gather()
  })
  afterEach(async () => {
    await meeting.end()
    await closeService(service)
  })

  async function gather(): Promise<[NodeClient, NodeClient, NodeClient]> {
    const people: [NodeClient, NodeClient, NodeClient] = [
      await meeting.joinAsHost("Hana"),
      await meeting.join("Ben"),
      await meeting.join("Chidi"),
    ]
    await settledOn(2n, people)
    return people
  }

  /** Everybody still hears Chidi, whose device is on, and the meeting goes on. */
  async function expectUnheeded(words: string): Promise<void> {
    await chidi.send("microphone", words)
    for (const each of [hana, ben]) {
      expect(await each.opened(chidi, "microphone")).toContain(words)
      expect(stoppedOf(each, "Chidi")).toBeNull()
    }
    expect(chidi.device("microphone")).toBe("on")
    for (const each of [hana, ben, chidi]) expect(each.snapshot.phase).toBe("meeting")
  }

  it("changes nothing when a member sends it, though a host's same word does", async () => {
    await chidi.turnOn("microphone")
    const order = { number: NEWEST, medium: "microphone", word: "forbid" } as const
    const whom = [idOf(ben, "Chidi")]
    await sayRaw(ben, ORDER, encodeOrder({ ...order, whom }))
    await sayRaw(ben, ORDER, encodeOrder({ ...order, whom: null }))
    for (const body of encodeStanding([{ ...order, by: idOf(ben, "Hana"), whom: null }]))
      await sayRaw(ben, STANDING, body)
    await sayRaw(ben, END, encodeEnd())
    await expectUnheeded("unheeded")
    await sayRaw(hana, ORDER, encodeOrder({ ...order, whom }))
    expect(stoppedOf(ben, "Chidi")).toEqual({ by: "Hana", mayResume: false })
    expect(chidi.device("microphone")).toBe("off")
  })

  it("changes nothing when somebody sends it who is a co-host no more, though it did before", async () => {
    await chidi.turnOn("microphone")
    const personId = idOf(hana, "Ben")
    await hana.order({ kind: "make-co-host", personId })
    await settledOn(3n, [hana, ben, chidi])
    expect(await ben.order({ kind: "mute", whom: { personId: idOf(ben, "Chidi") }, mayUnmute: true })).toBe("done")
    expect(chidi.device("microphone")).toBe("off")
    await chidi.turnOn("microphone")
    await eventually(() => expect(stoppedOf(hana, "Chidi")).toBeNull())
    await hana.order({ kind: "unmake-co-host", personId })
    await settledOn(4n, [hana, ben, chidi])
    const order = { number: NEWEST, medium: "microphone", word: "forbid", whom: [idOf(ben, "Chidi")] } as const
    await sayRaw(ben, ORDER, encodeOrder(order))
    await sayRaw(ben, END, encodeEnd())
    await expectUnheeded("unheeded")
  })

  it("changes nothing when somebody sends it who was unmade, but stays in the epoch before", async () => {
    await chidi.turnOn("microphone")
    const personId = idOf(hana, "Ben")
    await hana.order({ kind: "make-co-host", personId })
    await settledOn(3n, [hana, ben, chidi])
    ben.wire.received = (message) => (message.type === "commit" || message.type === "final" ? null : message)
    await hana.order({ kind: "unmake-co-host", personId })
    await settledOn(4n, [hana, chidi])
    const order = { number: NEWEST, medium: "microphone", word: "forbid", whom: [idOf(ben, "Chidi")] } as const
    const { data } = ben.visit.conference // he cannot open their acknowledgements
    await data.post(ORDER, encodeOrder(order))
    await data.post(END, encodeEnd())
    ben.speaking.say("that was all")
    for (const each of [hana, chidi]) {
      await eventually(() => expect(each.shown.chat.at(-1)?.text).toBe("that was all"))
      expect(stoppedOf(each, "Chidi")).toBeNull()
      expect(each.snapshot.phase).toBe("meeting")
    }
    expect(chidi.device("microphone")).toBe("on")
  })

  it("changes nothing when the SFU makes it up, or changes one that is on its way", async () => {
    await chidi.turnOn("microphone")
    await inject(hana.room.tag, [randomBytes(200), encodeEnd(), new Uint8Array()])
    meeting.sfu.interfereWithPacket = (packet) => [flipLast(packet)]
    const ordered = hana.order({ kind: "mute", whom: { personId: idOf(hana, "Chidi") }, mayUnmute: false })
    await eventually(async () => {
      expect((await dataReport(chidi)).faults.forged).toBeGreaterThan(0)
    })
    expect(chidi.device("microphone")).toBe("on")
    meeting.sfu.interfereWithPacket = (packet) => [packet]
    expect(await ordered).toBe("done") // sent again
    await eventually(() => expect(chidi.device("microphone")).toBe("off"))
  })

  it("changes nothing when an order of before is played again, in its epoch and in a later one", async () => {
    await chidi.turnOn("microphone")
    const order = { kind: "mute", whom: { personId: idOf(hana, "Chidi") }, mayUnmute: true } as const
    const recorded = await record(() => hana.order(order))
    await chidi.turnOn("microphone")
    await eventually(() => expect(stoppedOf(ben, "Chidi")).toBeNull())
    await inject(hana.room.tag, recorded)
    await inject(ben.room.tag, recorded)
    await expectUnheeded("in the same epoch")
    const dora = await meeting.join("Dora")
    await settledOn(3n, [hana, ben, chidi, dora])
    await inject(hana.room.tag, recorded)
    await expectUnheeded("in a later epoch")
  })

  it("changes nothing when it was given in an earlier session of the same meeting", async () => {
    await chidi.turnOn("microphone")
    const recorded = await record(() => hana.order({ kind: "mute", whom: "everyone", mayUnmute: false }))
    const endings = await record(() => hana.order({ kind: "end" }))
    for (const each of [hana, ben, chidi]) await eventually(() => expect(each.snapshot.phase).toBe("ended"))
    ;[hana, ben, chidi] = await gather()
    await chidi.turnOn("microphone")
    await inject(hana.room.tag, [...recorded, ...endings])
    await expectUnheeded("another session")
  })

  it("changes nothing when a member tells it to the host alone, as hosts tell newcomers what stands", async () => {
    await chidi.turnOn("microphone")
    const order = { number: NEWEST, medium: "microphone", word: "forbid", by: idOf(ben, "Hana") } as const
    const bodies = encodeStanding([{ ...order, whom: idOf(ben, "Chidi") }])
    const hanaKey = fromHex(idOf(ben, "Hana"))
    for (const body of bodies) await ben.visit.conference.data.post(STANDING, body, [hanaKey])
    await expectUnheeded("unheeded")
  })

  /** The packets that pass while something is done. */
  async function record(act: () => Promise<unknown>): Promise<readonly Uint8Array[]> {
    const packets: Uint8Array[] = []
    meeting.sfu.interfereWithPacket = (packet) => {
      packets.push(packet)
      return [packet]
    }
    await act()
    meeting.sfu.interfereWithPacket = (packet) => [packet]
    return packets
  }

  /** The SFU hands these to everybody, as coming from whom it likes; resolves when each was judged everywhere. */
  async function inject(tag: string, packets: readonly Uint8Array[]): Promise<void> {
    const injected = [hana, ben, chidi].map(async (each) => {
      const before = await judged(each)
      for (const packet of packets) each.room.handlePacket(tag, packet)
      await eventually(async () => expect(await judged(each)).toBeGreaterThanOrEqual(before + packets.length))
    })
    await Promise.all(injected)
  }
})

/** What a client says that was changed to say it; resolves when all others have taken it. */
async function sayRaw(client: NodeClient, kind: string, body: Uint8Array): Promise<void> {
  const { reached } = await client.visit.conference.data.post(kind, body)
  expect(await reached).toEqual([])
}

async function dataReport({ visit }: NodeClient): Promise<Pick<TrackStatistics, "passed" | "faults">> {
  const tracks = await visit.conference.frames.statistics()
  const report = tracks.find(({ direction, track }) => direction === "receive" && track === "data")
  return report ?? { passed: 0, faults: {} }
}

/** How many packets were opened or dropped. */
async function judged(client: NodeClient): Promise<number> {
  const { passed, faults } = await dataReport(client)
  return Object.values(faults).reduce((sum, count) => sum + count, passed)
}

function flipLast(packet: Uint8Array): Uint8Array {
  const flipped = packet.slice()
  flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1
  return flipped
}

function stoppedOf({ shown }: NodeClient, wanted: string) {
  return shown.people.find(({ name }) => name === wanted)?.stopped.microphone
}

function idOf({ shown }: NodeClient, wanted: string): string {
  return shown.people.find(({ name }) => name === wanted)?.id ?? ""
}
