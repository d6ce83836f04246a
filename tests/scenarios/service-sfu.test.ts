import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { LOST_MS } from "../../server/presence.ts"
import { personPrefix } from "../../server/tokens.ts"
import { Company } from "../harness/company.ts"
import type { Participant } from "../harness/participant.ts"
import { closeService, SFU_KEYS } from "../harness/service.ts"
import { SfuApi } from "../harness/sfu-api.ts"
import { callWebhook, type SessionEvent } from "../harness/sfu-webhook.ts"
import { SteppedClock } from "../harness/stepped-clock.ts"

describe("what the SFU tells, and is asked", () => {
  let clock: SteppedClock
  let sfu: SfuApi
  let company: Company

  beforeEach(async () => {
    clock = new SteppedClock()
    sfu = await SfuApi.open()
    company = await Company.open({ clock, sfu: { address: sfu.address, ...SFU_KEYS } })
  })
  afterEach(async () => {
    await closeService(company.service)
    await sfu.close()
  })

  const webhook = (event: SessionEvent, secret?: string) => callWebhook(company.service.url, event, secret)

  /** The room that a member's token is for, which a return tells. */
  async function roomOf(old: Participant) {
    const one = company.again(old)
    const { room } = await one.resume(old)
    return { room, one }
  }

  it("keeps somebody whose session lives on though its socket ended, until the session's end", async () => {
    const [alice, bob] = await company.trio()
    const { room, one } = await roomOf(alice)
    const identity = `${personPrefix(room, bob.identity.publicKey)}.0000000000000001`
    expect(await webhook({ event: "participant_joined", room, identity })).toBe(204)
    const closed = company.service.lineOf((line) => line.event === "socket-closed" && line.sockets === 2)
    bob.client.close()
    await closed
    clock.advance(LOST_MS)
    expect(await webhook({ event: "participant_left", room, identity }, "another secret of thirty-two bytes")).toBe(401)
    expect(goneOf(one)).toEqual([])
    const gone = one.caller.heard("gone")
    expect(await webhook({ event: "participant_left", room, identity })).toBe(204)
    expect(await gone).toMatchObject({ identityKey: bob.identity.publicKey })
  })

  it("ends the older of two sessions of one person", async () => {
    const [alice, bob] = await company.trio()
    const { room } = await roomOf(alice)
    const prefix = personPrefix(room, bob.identity.publicKey)
    const [older, newer] = [`${prefix}.0000000000000001`, `${prefix}.0000000000000002`]
    const stranger = `${personPrefix(room, alice.identity.publicKey)}.0000000000000003`
    for (const identity of [older, newer, stranger]) sfu.identities.add(identity)
    expect(await webhook({ event: "participant_joined", room, identity: newer })).toBe(204)
    expect(sfu.removed).toEqual([older])
  })

  it("takes no notice of rooms and people that are not of the service's making", async () => {
    const [alice] = await company.trio()
    const { room } = await roomOf(alice)
    expect(await webhook({ event: "participant_joined", room, identity: "somebody" })).toBe(204)
    expect(await webhook({ event: "participant_joined", room: "elsewhere", identity: "somebody" })).toBe(204)
    expect(company.service.lines.some(({ event }) => event === "webhook")).toBe(false)
  })

  it("lets go of whom a host removed, as often as they come back, who get no further token", async () => {
    const [alice, bob, charlie] = await company.trio("host")
    const { room } = await roomOf(alice)
    const identity = `${personPrefix(room, bob.identity.publicKey)}.0000000000000001`
    sfu.identities.add(identity)
    const { leafKey } = await bob.session.signLeave()
    const { groupId } = bob.session.epochState
    const host = company.again(alice)
    await host.resume(alice)
    const removed = sfu.removal()
    await host.commit(await host.session.removeMembers([{ reason: "order", leafKey }]))
    expect(await removed).toBe(identity)
    const back = sfu.removal()
    expect(await webhook({ event: "participant_joined", room, identity })).toBe(204) // its token lives on
    expect(await back).toBe(identity)
    const before = sfu.removed.length
    const member = `${personPrefix(room, charlie.identity.publicKey)}.0000000000000001`
    sfu.identities.add(member)
    expect(await webhook({ event: "participant_joined", room, identity: member })).toBe(204)
    expect(sfu.removed.slice(before)).not.toContain(member)
    const again = company.again(bob)
    await again.prove()
    await expect(again.enter()).rejects.toMatchObject({ fault: "denied" })
    const resuming = company.again(bob).client.resume(groupId, bob.identity, 2n, neverAsked)
    await expect(resuming).rejects.toMatchObject({ fault: "not-a-member" })
  })
})

function goneOf({ caller }: Participant) {
  return caller.pushes.filter(({ type }) => type === "gone")
}

const neverAsked = () => Promise.reject(new Error("nothing was lost"))
