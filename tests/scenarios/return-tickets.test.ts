import { describe, expect, it, vi } from "vitest"
import { decodeTicket } from "../../src/mls/ticket.ts"
import { GroupMemory } from "../../src/meeting/group-memory.ts"
import { FALLBACK_MS } from "../../src/meeting/return-tickets.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { eventually } from "../harness/eventually.ts"
import { idOf, inEpoch } from "../harness/node-meeting.ts"
import { trio, useMeeting } from "../harness/use-meeting.ts"
import { FakeClock } from "../unit/media/fixtures.ts"

/** The service calls somebody gone after two missed signs of life. */
const GONE_AFTER_MS = 10_000

describe("tickets for the return", () => {
  const clock = new FakeClock()
  const here = useMeeting({ service: { clock } })

  const closed = () => here.service.lines.filter(({ event }) => event === "socket-closed").length

  it("come to every member when a host closes the meeting, and let back in whoever lost its leaf", async () => {
    const [hana, ben, chidi] = await trio(here.meeting)
    expect(await hana.order({ kind: "admission", admission: "locked" })).toBe("done")
    for (const each of [ben, chidi])
      await eventually(async () =>
        expect(await ticketOf(hana.state.context.meeting, each)).toMatchObject({ generation: 1 }),
      )
    const before = closed()
    await chidi.crash()
    await vi.waitFor(() => expect(closed()).toBe(before + 1))
    clock.advance(GONE_AFTER_MS)
    await eventually(() => expect(hana.state.members).toHaveLength(2))
    const again = await here.meeting.join("Chidi", { vault: chidi.vault })
    await eventually(() => expect(hana.state.members).toHaveLength(3))
    expect(again.state.context).toMatchObject({ admission: "locked", generation: 1 })
    expect(again.asked).not.toContain("ask")
  })

  it("are not for whoever a host removes", async () => {
    const [hana, ben, chidi] = await trio(here.meeting)
    expect(await hana.order({ kind: "admission", admission: "ask" })).toBe("done")
    await eventually(async () =>
      expect(await ticketOf(hana.state.context.meeting, chidi)).toMatchObject({ generation: 1 }),
    )
    expect(await hana.order({ kind: "remove", personId: idOf(hana, "Chidi") })).toBe("done")
    await eventually(async () =>
      expect(await ticketOf(hana.state.context.meeting, ben)).toMatchObject({ generation: 2 }),
    )
    expect(await ticketOf(hana.state.context.meeting, chidi)).not.toMatchObject({ generation: 2 })
  })

  it("of another host are void by the time whoever got one is removed, however long that took", async () => {
    const [hers, bens] = [new FakeClock(), new FakeClock()]
    const hana = await here.meeting.joinAsHost("Hana", { clock: hers })
    const ben = await here.meeting.join("Ben", { clock: bens })
    const chidi = await here.meeting.join("Chidi")
    const dora = await here.meeting.join("Dora")
    await inEpoch(3n, [hana, ben, chidi, dora])
    expect(await hana.order({ kind: "make-co-host", personId: idOf(hana, "Ben") })).toBe("done")
    await inEpoch(4n, [hana, ben, chidi, dora])
    const { meeting: id } = hana.state.context
    let isSlow = true
    let commits = 0
    hana.wire.sent = (request) => {
      if (request.type !== "commit" || ++commits === 1 || !isSlow) return request
      return { ...request, commit: request.commit.slice(0, 60) } // the Remove does not get through
    }
    const outcome = hana.order({ kind: "remove", personId: idOf(hana, "Chidi") })
    await inEpoch(5n, [hana, ben, chidi, dora])
    await eventually(() => expect(commits).toBe(2))
    await eventually(async () => {
      bens.advance(FALLBACK_MS)
      expect(await ticketOf(id, chidi)).toMatchObject({ generation: 2 })
    })
    isSlow = false
    hers.advance(FALLBACK_MS)
    await eventually(() => {
      hers.advance(100)
      expect(hana.state.members).toHaveLength(3)
    })
    expect(await outcome).toBe("done")
    expect(hana.state.context.generation).toBeGreaterThan(2)
    await eventually(async () =>
      expect(await ticketOf(id, dora)).toMatchObject({ generation: hana.state.context.generation }),
    )
  })

  it("come from another host where the one who gave the order is gone", async () => {
    const hosts = new FakeClock()
    const hana = await here.meeting.joinAsHost("Hana")
    const ben = await here.meeting.join("Ben", { clock: hosts })
    const chidi = await here.meeting.join("Chidi")
    await inEpoch(2n, [hana, ben, chidi])
    expect(await hana.order({ kind: "make-co-host", personId: idOf(hana, "Ben") })).toBe("done")
    await inEpoch(3n, [hana, ben, chidi])
    hana.loseData() // what it sends to the others goes astray
    expect(await hana.order({ kind: "admission", admission: "locked" })).toBe("done")
    await inEpoch(4n, [ben, chidi])
    expect(await ticketOf(hana.state.context.meeting, chidi)).toBeNull()
    hosts.advance(FALLBACK_MS + 250)
    await eventually(async () =>
      expect(await ticketOf(hana.state.context.meeting, chidi)).toMatchObject({ generation: 2 }),
    )
  })
})

describe("a group that is shown in an earlier generation than was seen", () => {
  const here = useMeeting()

  it("is not gone into", async () => {
    const hana = await here.meeting.joinAsHost("Hana")
    const ben = await here.meeting.join("Ben")
    await hana.order({ kind: "admission", admission: "ask" })
    await hana.order({ kind: "admission", admission: "open" })
    await inEpoch(3n, [hana, ben])
    const { groupId: origin } = ben.state
    await ben.leave()
    await eventually(() => expect(hana.state.members).toHaveLength(1))
    const vault = ben.vault
    const identity = await vault.identity(hana.state.context.meeting)
    const memory = await GroupMemory.open({ vault, wallClock: () => 0 }, hana.state.context.meeting, identity.publicKey)
    expect(memory.seen).toMatchObject({ generation: 1, origin })
    await memory.handleFinal({ ...hana.state, context: { ...hana.state.context, generation: 2 } })
    await expect(here.meeting.join("Ben", { vault })).rejects.toThrow("group-refused")
    await memory.handleFinal({ ...hana.state, groupId: new Uint8Array(32) }) // another group, of which nothing was seen
    await here.meeting.join("Ben", { vault })
  })
})

async function ticketOf(meetingId: string, { vault }: NodeClient) {
  const { publicKey } = await vault.identity(meetingId)
  const { ticket } = await GroupMemory.open({ vault, wallClock: () => 0 }, meetingId, publicKey)
  return ticket && decodeTicket(ticket)
}
