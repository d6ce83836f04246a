import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { FORGET_MS, RESUME_GRACE_MS } from "../../server/gathering.ts"
import { LOST_MS } from "../../server/presence.ts"
import { randomBytes, toHex } from "../../src/bytes/bytes.ts"
import { isSigned } from "../../src/bytes/statement.ts"
import { SteppedClock } from "../harness/stepped-clock.ts"
import { Participant } from "../harness/participant.ts"
import {
  closeService,
  createMeeting,
  makeKeys,
  type MadeMeeting,
  openService,
  SETTINGS,
  type TestService,
} from "../harness/service.ts"

describe("somebody who goes without leaving", () => {
  let clock: SteppedClock
  let service: TestService
  let made: MadeMeeting

  beforeEach(async () => {
    clock = new SteppedClock()
    service = await openService({ clock })
    made = await createMeeting(service)
  })
  afterEach(() => closeService(service))

  const person = async (role: "host" | "guest" = "guest") => new Participant(service, made, await makeKeys(), role)
  const sockets = (count: number) => service.lineOf((line) => line.event === "socket-closed" && line.sockets === count)

  async function pair() {
    const [alice, bob] = [await person(), await person()]
    await alice.join()
    await bob.join()
    await alice.caller.heard("joined")
    await alice.settled()
    return [alice, bob] as const
  }

  it("is named gone by the service's signature for the epoch, and anew after a commit", async () => {
    const [alice, bob] = await pair()
    const { leafKey } = await bob.session.signLeave()
    const closed = sockets(1)
    bob.client.close()
    await closed
    clock.advance(LOST_MS)
    const gone = await alice.caller.heard("gone")
    expect(gone).toMatchObject({ epoch: 1n, identityKey: bob.identity.publicKey, leafKey })
    await alice.commit(await alice.session.heal())
    const again = await alice.caller.heard("gone", 2)
    for (const { groupId, epoch, identityKey, signature } of [gone, again]) {
      const statement = { groupId, epoch, identityKey, leafKey }
      expect(await isSigned(service.publicKey, signature, "gone", statement)).toBe(true)
    }
    const removal = await alice.session.removeMembers([{ reason: "gone", leafKey, signature: again.signature }])
    expect(await alice.commit(removal)).toMatchObject({ outcome: "final", epoch: 3n })
    expect(alice.session.epochState.members).toHaveLength(1)
  })

  it("takes the group along after a minute, when nobody else is there", async () => {
    const alice = await person()
    await alice.join()
    const closed = sockets(0)
    alice.client.close()
    await closed
    clock.advance(FORGET_MS)
    expect((await (await person()).prove()).proven.group).toBeNull()
  })

  it("is waited for by a newcomer, who then founds", async () => {
    const alice = await person()
    await alice.join()
    const closed = sockets(0)
    alice.client.close()
    await closed
    const bob = await person()
    await bob.prove()
    const entering = bob.enter()
    await bob.queued()
    expect(bob.positions).toEqual([0])
    clock.advance(RESUME_GRACE_MS)
    expect(await entering).toMatchObject({ type: "may-found" })
  })

  it("keeps a group that somebody resumes in time", async () => {
    const alice = await person()
    await alice.join()
    const closed = sockets(0)
    alice.client.close()
    await closed
    const bob = await person()
    await bob.prove()
    const entering = bob.enter()
    await bob.queued()
    await new Participant(service, made, alice.identity).resume(alice)
    expect(await entering).toMatchObject({ type: "may-join" })
  })

  it("lets the next in when a lease was not used", async () => {
    const [alice, bob] = [await person(), await person()]
    await alice.prove()
    await bob.prove()
    expect(await alice.enter()).toMatchObject({ type: "may-found" })
    const entering = bob.enter()
    await bob.queued()
    expect(bob.positions).toEqual([0])
    clock.advance(2000)
    expect(await entering).toMatchObject({ type: "may-found" })
  })
})

describe("a meeting that asks", () => {
  let service: TestService
  let made: MadeMeeting

  beforeEach(async () => {
    service = await openService()
    made = await createMeeting(service, { ...SETTINGS, admission: "ask" })
  })
  afterEach(() => closeService(service))

  async function hostAndAsker() {
    const host = new Participant(service, made, await makeKeys(), "host")
    await host.join()
    const guest = new Participant(service, made, await makeKeys())
    const { options } = await guest.prove()
    expect(await guest.enter()).toEqual({ type: "must-ask", answers: expect.any(Number) })
    return { host, guest, options }
  }

  it("lets in whom a host admits, with the host's ticket", async () => {
    const { host, guest, options } = await hostAndAsker()
    const tickets: Uint8Array[] = []
    const listener = { onAdmitted: (ticket: Uint8Array) => tickets.push(ticket), onQueued: () => {} }
    const asking = guest.client.ask(guest.identity, randomBytes(348), listener)
    const { identityKey } = await host.caller.heardAsker()
    expect(toHex(identityKey)).toBe(toHex(guest.identity.publicKey))
    await host.client.admit(identityKey, await host.session.issueTicket(identityKey))
    await guest.comeIn(options, await asking, tickets[0] ?? null)
    expect(guest.session.epochState.epoch).toBe(1n)
    expect(await host.caller.heard("answered")).toMatchObject({ identityKey })
    await expect(guest.client.deny(identityKey)).rejects.toMatchObject({ fault: "not-a-host" })
    await expect(host.client.deny(identityKey)).rejects.toMatchObject({ fault: "not-asking" })
  })

  it("tells the asker a host's no", async () => {
    const { host, guest } = await hostAndAsker()
    const asking = guest.client.ask(guest.identity, randomBytes(348), { onAdmitted: () => {}, onQueued: () => {} })
    const { identityKey } = await host.caller.heardAsker()
    await host.client.deny(identityKey)
    expect(await asking).toMatchObject({ type: "refused", by: "members", fault: "denied" })
  })
})
