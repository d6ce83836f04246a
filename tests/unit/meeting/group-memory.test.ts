import "fake-indexeddb/auto"
import { describe, expect, it } from "vitest"
import { randomBytes, toHex } from "../../../src/bytes/bytes.ts"
import { GroupMemory } from "../../../src/meeting/group-memory.ts"
import { createTicket } from "../../../src/mls/ticket.ts"
import { Vault } from "../../../src/vault/vault.ts"
import { ANA, BEN, epochOf, key } from "./fixtures.ts"

const MEETING = "Meeting001"

const openVault = () => Vault.open({ name: toHex(randomBytes(8)) })
const open = (vault: Vault, meeting = MEETING, who = BEN, now = 0) =>
  GroupMemory.open({ vault, wallClock: () => now }, meeting, who.identityKey)

/** The group of the fixtures in a generation. */
function stateOf(generation: number) {
  const state = epochOf(1n, [ANA, BEN])
  return { ...state, context: { ...state.context, generation } }
}

/** A ticket of a generation, as it stands: who signed it was looked at before. */
function ticketOf(generation: number): Promise<Uint8Array> {
  const by = { identityKey: ANA.identityKey, certificate: new Uint8Array(64), sign: async () => new Uint8Array(64) }
  return createTicket({ groupId: key(7), generation, identityKey: BEN.identityKey }, by)
}

describe("what is kept of a meeting's group", () => {
  it("is nothing at first, then the generation and the ticket, also for the next visit", async () => {
    const vault = await openVault()
    const memory = await open(vault)
    expect(memory.seen).toBeNull()
    await memory.handleFinal(stateOf(2))
    const ticket = await ticketOf(2)
    await memory.keepTicket(ticket)
    for (const known of [memory, await open(vault)]) {
      expect(known.seen).toMatchObject({ generation: 2, origin: key(7) })
      expect(known.ticket).toEqual(ticket)
    }
    expect((await open(vault, "Meeting002")).seen).toBeNull()
  })

  it("never has a lower generation of the same origin, nor a ticket of an earlier one", async () => {
    const memory = await open(await openVault())
    await memory.handleFinal(stateOf(2))
    await memory.keepTicket(await ticketOf(2))
    await memory.handleFinal(stateOf(1))
    expect(memory.seen).toMatchObject({ generation: 2 })
    await memory.handleFinal(stateOf(3))
    expect(memory.ticket).toBeNull()
    await memory.keepTicket(await ticketOf(2))
    expect(memory.ticket).toBeNull()
  })

  it("begins anew in a group of another origin", async () => {
    const memory = await open(await openVault())
    await memory.handleFinal(stateOf(5))
    const successor = { ...stateOf(5), groupId: key(8) }
    await memory.handleFinal(successor)
    expect(memory.seen).toMatchObject({ generation: 5, origin: key(8) })
    await memory.handleFinal({ ...successor, context: { ...successor.context, generation: 0 } })
    expect(memory.seen).toMatchObject({ generation: 5 })
  })

  it("takes a ticket that comes before its generation is final, once that is", async () => {
    const memory = await open(await openVault())
    await memory.handleFinal(stateOf(1))
    const ticket = await ticketOf(2)
    await memory.keepTicket(ticket)
    expect(memory.ticket).toBeNull()
    await memory.handleFinal(stateOf(2))
    expect(memory.ticket).toEqual(ticket)
  })

  it("is no ticket for another identity, and the same under the meeting's next id", async () => {
    const vault = await openVault()
    const memory = await open(vault)
    await memory.handleFinal(stateOf(1))
    await memory.keepTicket(await ticketOf(1))
    expect((await open(vault, MEETING, ANA)).ticket).toBeNull()
    await memory.moveTo("Meeting002")
    expect((await open(vault, "Meeting002")).ticket).toEqual(memory.ticket)
    expect((await open(vault)).seen).toBeNull()
  })

  it("is forgotten after a day, whatever meeting is gone to then", async () => {
    const vault = await openVault()
    const memory = await open(vault)
    await memory.handleFinal(stateOf(1))
    const day = 24 * 60 * 60 * 1000
    expect((await open(vault, MEETING, BEN, day - 1)).seen).not.toBeNull()
    await open(vault, "Meeting002", BEN, day)
    expect((await open(vault)).seen).toBeNull()
  })
})
