// Whole clients at the door of a meeting whose host lets people in one by one.

import { describe, expect, it } from "vitest"
import { GATHER_MS } from "../../server/askers.ts"
import { LOST_MS } from "../../server/presence.ts"
import { OPEN_TO_ALL } from "../../src/meetings/create-meeting.ts"
import { FAST_SUITE } from "../../src/mls/suite.ts"
import { eventually } from "../harness/eventually.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { askerIdOf, NodeMeeting } from "../harness/node-meeting.ts"
import { ServiceProcess } from "../harness/service-process/service-process.ts"
import { useMeeting } from "../harness/use-meeting.ts"
import { FakeClock } from "../unit/media/fixtures.ts"

const ASK = { ...OPEN_TO_ALL, admission: "ask" } as const

/** Somebody on the way in; `entered` settles when they are in, or do not get in. */
async function knock(meeting: NodeMeeting, name: string) {
  const client = await meeting.arrive(name)
  const told: string[] = []
  client.wire.received = (message) => {
    told.push(message.type)
    return message
  }
  const entered = client.join()
  entered.catch(() => undefined)
  await eventually(() => expect(client.asked).toContain("ask"))
  expect(client.snapshot).toMatchObject({ phase: "joining", step: "asking", position: null })
  return { client, entered, told }
}

async function sees(host: NodeClient, ...names: readonly string[]): Promise<void> {
  await eventually(() => expect(host.shown.askers.map(({ name }) => name)).toEqual(names))
}

async function areIn(...people: readonly NodeClient[]): Promise<void> {
  const names = new Set(people.map(({ name }) => name))
  await eventually(() => {
    for (const { shown } of people) expect(new Set(shown.people.map(({ name }) => name))).toEqual(names)
    expect(new Set(people.map(({ shown }) => shown.security.authenticator)).size).toBe(1)
  })
}

const everybodyAt = (host: NodeClient): readonly string[] => host.shown.askers.map(({ id }) => id)

describe("a waiting room", () => {
  const here = useMeeting({ meeting: { settings: ASK } })

  it("of three: its host lets in one, turns away another, then lets in all", async () => {
    const hana = await here.meeting.joinAsHost("Hana")
    const [ben, chidi, dora] = [
      await knock(here.meeting, "Ben"),
      await knock(here.meeting, "Chidi"),
      await knock(here.meeting, "Dora"),
    ]
    await sees(hana, "Ben", "Chidi", "Dora")
    for (const asker of hana.shown.askers) {
      expect(asker).toMatchObject({
        release: { kind: "unsigned", version: "0.0.0" },
        acquaintance: { kind: "temporary" },
        nameDoubt: null,
      })
    }
    for (const { told } of [ben, chidi, dora]) {
      expect(new Set(told)).toEqual(new Set(["must-ask"])) // no turn, so neither token nor group info
    }

    expect(await hana.order({ kind: "admit", askerIds: [askerIdOf(hana, "Ben")] })).toBe("done")
    await ben.entered
    await areIn(hana, ben.client)
    expect(ben.client.shown.askers).toEqual([])
    expect(await ben.client.order({ kind: "admit", askerIds: everybodyAt(hana) })).toBe("not-allowed")

    expect(await hana.order({ kind: "turn-away", askerIds: [askerIdOf(hana, "Chidi")] })).toBe("done")
    await expect(chidi.entered).rejects.toThrow("turned-away")
    const eve = await knock(here.meeting, "Eve")
    await sees(hana, "Dora", "Eve")
    expect(await hana.order({ kind: "admit", askerIds: everybodyAt(hana) })).toBe("done")
    await Promise.all([dora.entered, eve.entered])
    await areIn(hana, ben.client, dora.client, eve.client)
    expect(hana.shown.askers).toEqual([])
    expect(ben.told).not.toContain("asking")
    expect(await hana.order({ kind: "admit", askerIds: ["0".repeat(64)] })).toBe("outdone")
  })

  it("keeps whoever asks until a host is there, who sees them at once", async () => {
    const early = await here.meeting.joinAsHost("Hana")
    const ben = await knock(here.meeting, "Ben")
    await sees(early, "Ben")
    await early.order({ kind: "admit", askerIds: everybodyAt(early) })
    await ben.entered
    await early.leave()
    await areIn(ben.client)
    const chidi = await knock(here.meeting, "Chidi")
    const hana = await here.meeting.joinAsHost("Hana")
    await sees(hana, "Chidi")
    await hana.order({ kind: "admit", askerIds: everybodyAt(hana) })
    await chidi.entered
    await areIn(hana, ben.client, chidi.client)
  })

  it("is as it is after a break of the host's connection", async () => {
    const hana = await here.meeting.joinAsHost("Hana")
    const ben = await knock(here.meeting, "Ben")
    await sees(hana, "Ben")
    hana.loseService()
    await ben.client.leave()
    await knock(here.meeting, "Chidi")
    hana.regainService()
    await sees(hana, "Chidi")
    await hana.visit.attendance?.continuity.returned()
    expect(await hana.order({ kind: "turn-away", askerIds: everybodyAt(hana) })).toBe("done")
  })

  it("shows once whoever lost the connection while they wait, and nobody who left", async () => {
    const hana = await here.meeting.joinAsHost("Hana")
    const [ben, chidi] = [await knock(here.meeting, "Ben"), await knock(here.meeting, "Chidi")]
    await sees(hana, "Ben", "Chidi")
    const [before] = everybodyAt(hana)
    ben.client.loseService()
    await chidi.client.leave()
    ben.client.regainService()
    await eventually(() => expect(ben.told.filter((type) => type === "must-ask")).toHaveLength(2))
    await sees(hana, "Ben")
    expect(everybodyAt(hana)).toEqual([before])
    await hana.order({ kind: "admit", askerIds: everybodyAt(hana) })
    await ben.entered
    await areIn(hana, ben.client)
  })

  it("empties into the meeting when that is opened", async () => {
    const hana = await here.meeting.joinAsHost("Hana")
    const [ben, chidi] = [await knock(here.meeting, "Ben"), await knock(here.meeting, "Chidi")]
    await sees(hana, "Ben", "Chidi")
    expect(await hana.order({ kind: "admission", admission: "open" })).toBe("done")
    await Promise.all([ben.entered, chidi.entered])
    await areIn(hana, ben.client, chidi.client)
    expect(hana.shown.askers).toEqual([])
  })

  it("is sent home when the meeting is locked, and nobody else may wait", async () => {
    const hana = await here.meeting.joinAsHost("Hana")
    const ben = await knock(here.meeting, "Ben")
    await sees(hana, "Ben")
    expect(await hana.order({ kind: "admission", admission: "locked" })).toBe("done")
    await expect(ben.entered).rejects.toThrow("locked")
    await expect(here.meeting.join("Chidi")).rejects.toThrow("locked")
    expect(hana.shown.askers).toEqual([])
    await hana.leave()
  })

  it("lets in whoever was let in before, when another order made the ticket void", async () => {
    const hana = await here.meeting.joinAsHost("Hana")
    const [ben, chidi] = [await knock(here.meeting, "Ben"), await knock(here.meeting, "Chidi")]
    await sees(hana, "Ben", "Chidi")
    await hana.order({ kind: "admit", askerIds: [askerIdOf(hana, "Ben")] })
    await ben.entered
    await areIn(hana, ben.client)

    let old: Uint8Array | null = null
    hana.wire.sent = (request) => {
      if (request.type !== "admit") return request
      old = request.ticket
      return null
    }
    void hana.order({ kind: "admit", askerIds: [askerIdOf(hana, "Chidi")] })
    await eventually(() => expect(old).not.toBeNull())
    const benId = hana.shown.people.find(({ name }) => name === "Ben")?.id ?? ""
    expect(await hana.order({ kind: "remove", personId: benId })).toBe("done")
    hana.wire.sent = (request) => {
      if (request.type !== "admit" || !old) return request
      hana.wire.sent = (sent) => sent
      return { ...request, ticket: old }
    }
    expect(await hana.order({ kind: "admit", askerIds: [askerIdOf(hana, "Chidi")] })).toBe("done")
    await chidi.entered
    await areIn(hana, chidi.client)
    expect(chidi.told.filter((type) => type === "admitted")).toHaveLength(2)
    expect(hana.state.context.generation).toBe(1)
  })
})

describe("a member who was away too long and has no ticket any more", () => {
  const clock = new FakeClock()
  const here = useMeeting({ service: { clock }, meeting: { settings: ASK } })

  it("asks again from within the meeting, and sends nothing until a host says yes", async () => {
    const hana = await here.meeting.joinAsHost("Hana")
    const ben = await knock(here.meeting, "Ben")
    await sees(hana, "Ben")
    await hana.order({ kind: "admit", askerIds: everybodyAt(hana) })
    await ben.entered
    await areIn(hana, ben.client)
    await ben.client.turnOn("camera")

    const lost = here.service.lineOf(({ event }) => event === "socket-closed")
    ben.client.loseService()
    await lost
    ben.client.wire.sent = (request) => (request.type === "enter" ? { ...request, ticket: null } : request)
    clock.advance(LOST_MS)
    await areIn(hana)
    ben.client.regainService()
    await eventually(() => {
      clock.advance(GATHER_MS)
      expect(hana.shown.askers.map(({ name }) => name)).toEqual(["Ben"])
    })
    await eventually(() => expect(ben.client.shown.connection).toBe("asking"))
    expect(ben.client.snapshot.phase).toBe("meeting")
    ben.client.room.post("camera", Uint8Array.of(0x01, 0x02), () => undefined)
    await eventually(async () => {
      const tracks = await ben.client.visit.conference.frames.statistics()
      const sent = tracks.find(({ direction, track }) => direction === "send" && track === "camera")
      expect(sent?.faults).toEqual({ "no-epoch": 1 })
    })
    await hana.order({ kind: "admit", askerIds: everybodyAt(hana) })
    await areIn(hana, ben.client)
    await eventually(() => expect(ben.client.shown.connection).toBe("connected"))
    await ben.client.send("camera", "back")
    expect(await hana.opened(ben.client, "camera")).toEqual(["back"])
  })
})

describe("a meeting that asks and has nobody in it", () => {
  const here = useMeeting({ meeting: { settings: ASK } })

  it("is opened by its host alone", async () => {
    await expect(here.meeting.join("Ben")).rejects.toThrow("nobody-to-ask")
    const hana = await here.meeting.joinAsHost("Hana")
    await hana.leave()
  })
})

describe("a meeting whose record says that it is locked", () => {
  const here = useMeeting({ meeting: { settings: { ...OPEN_TO_ALL, admission: "locked" } } })

  it("is told to be locked, and opened by its host alone", async () => {
    await expect(here.meeting.join("Ben")).rejects.toThrow("locked")
    const hana = await here.meeting.joinAsHost("Hana")
    expect(hana.shown.authority).toMatchObject({ admission: "locked", yourRole: "host" })
    await hana.leave()
  })
})

describe("a service that is killed while people wait", () => {
  it("has each of them once in the host's waiting room when it is back", async () => {
    await using ended = new AsyncDisposableStack()
    const killed = ended.use(await ServiceProcess.start({ suite: FAST_SUITE }))
    const meeting = await NodeMeeting.create(killed.origin, { settings: ASK })
    ended.defer(() => meeting.end())
    const hana = await meeting.joinAsHost("Hana")
    const ben = await knock(meeting, "Ben")
    await sees(hana, "Ben")
    await hana.order({ kind: "admit", askerIds: everybodyAt(hana) })
    await ben.entered
    const [chidi, dora] = [await knock(meeting, "Chidi"), await knock(meeting, "Dora")]
    await sees(hana, "Chidi", "Dora")
    const before = everybodyAt(hana).toSorted()
    killed.kill()
    await killed.restart()
    for (const { told } of [chidi, dora]) {
      await eventually(() => expect(told.filter((type) => type === "must-ask")).toHaveLength(2))
    }
    await eventually(() => expect(everybodyAt(hana).toSorted()).toEqual(before))
    expect(await hana.order({ kind: "admit", askerIds: everybodyAt(hana) })).toBe("done")
    await Promise.all([chidi.entered, dora.entered])
    await areIn(hana, ben.client, chidi.client, dora.client)
  })
})
