// Locked means locked: who tries to come in all the same, with the link and whatever the service can give.

import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { signStatement } from "../../src/bytes/statement.ts"
import { createTicket } from "../../src/mls/ticket.ts"
import { Company } from "../harness/company.ts"
import { eventually } from "../harness/eventually.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { NodeMeeting } from "../harness/node-meeting.ts"
import { Outsider } from "../harness/outsider.ts"
import type { Participant } from "../harness/participant.ts"
import { closeService, makeKeys, openService, type TestService } from "../harness/service.ts"

describe("a group that was locked after somebody was removed", () => {
  let company: Company
  let members: readonly [host: Participant, member: Participant]
  let mallory: Outsider
  /** A host's ticket for her, from before she was removed. */
  let oldTicket: Uint8Array
  let groupInfo: Uint8Array

  beforeEach(async () => {
    company = await Company.open()
    const [alice, bob, charlie] = await company.trio("host")
    members = [alice, bob]
    const { meeting, password } = company.made.prepared
    mallory = await Outsider.open(`${company.service.url}/join/id-${meeting}#pwd-${password}`, charlie.identity)
    oldTicket = await alice.session.issueTicket(charlie.identity.publicKey)
    const { leafKey } = alice.session.epochState.members[2] ?? { leafKey: new Uint8Array() }
    const locking = { admission: "locked", generation: 1 } as const
    await alice.commit(await alice.session.changeContext(locking, { hostSign: null, rotation: null }))
    await alice.commit(await alice.session.removeMembers([{ reason: "order", leafKey }]))
    await bob.caller.heard("final", 3)
    await bob.settled()
    groupInfo = await alice.session.exportGroupInfo() // the service gives it to whom it likes
  })
  afterEach(() => closeService(company.service))

  async function expectRefused(commit: Uint8Array, fault: string): Promise<void> {
    for (const { session } of members) {
      await expect(session.receive(commit)).rejects.toMatchObject({ fault })
      expect(session.epochState.members).toHaveLength(2)
    }
  }

  it("refuses her without a ticket, under her old identity and a new one", async () => {
    await expectRefused(await mallory.join(groupInfo), "ticket-missing")
    const { meeting, password } = company.made.prepared
    const stranger = await Outsider.open(`${company.service.url}/join/id-${meeting}#pwd-${password}`)
    await expectRefused(await stranger.join(groupInfo), "ticket-missing")
  })

  it("refuses her with the ticket from before", async () => {
    await expectRefused(await mallory.join(groupInfo, { ticket: oldTicket }), "ticket-generation")
  })

  it("refuses a ticket that a member signed, with a certificate of its own making or with the host's", async () => {
    const [alice, bob] = members
    const { groupId } = alice.session.epochState
    const statement = { groupId, generation: 1, identityKey: mallory.identity.publicKey }
    const { publicKey: identityKey, sign } = bob.identity
    const own = await signStatement(sign, "host", { groupId, identityKey })
    const hosts = await signStatement(company.made.hostKeys.sign, "host", {
      groupId,
      identityKey: alice.identity.publicKey,
    })
    for (const certificate of [own, hosts]) {
      const ticket = await createTicket(statement, { identityKey, certificate, sign })
      await expectRefused(await mallory.join(groupInfo, { ticket }), "ticket-forged")
    }
  })

  it("refuses a host's ticket that is for somebody else", async () => {
    const ticket = await members[0].session.issueTicket((await makeKeys()).publicKey)
    await expectRefused(await mallory.join(groupInfo, { ticket }), "ticket-forged")
  })

  it("refuses her as a host of her own appointment", async () => {
    await expectRefused(await mallory.join(groupInfo, { forgedHost: await makeKeys() }), "certificate-forged")
  })

  it("takes her with a host's ticket of now", async () => {
    const ticket = await members[0].session.issueTicket(mallory.identity.publicKey)
    const commit = await mallory.join(groupInfo, { ticket })
    for (const { session } of members) {
      expect(await session.receive(commit)).toMatchObject({ kind: "epoch", state: { members: { length: 3 } } })
    }
  })
})

describe("a locked meeting of whole clients at a service that would let in anybody", () => {
  let service: TestService
  let meeting: NodeMeeting

  beforeEach(async () => {
    service = await openService()
    meeting = await NodeMeeting.create(service.url)
  })
  afterEach(async () => {
    await meeting.end()
    await closeService(service)
  })

  it("lets nobody in: honest clients do not try, and others' joins are refused", async () => {
    const hana = await meeting.joinAsHost("Hana")
    const others = [await meeting.join("Ben"), await meeting.join("Chidi")]
    let groupInfo = new Uint8Array()
    hana.wire.sent = (request) => {
      if (request.type === "group-info") groupInfo = new Uint8Array(request.groupInfo)
      return request
    }
    expect(await hana.order({ kind: "admission", admission: "locked" })).toBe("done")
    await eventually(() => expect(groupInfo.length).toBeGreaterThan(0))
    const { epoch } = hana.state

    const dora = await meeting.arrive("Dora")
    dora.wire.received = (message) => {
      if (message.type !== "error" || message.answers === null) return message
      const { answers } = message
      const grant = { room: "0".repeat(22), roomToken: "token", leaseMs: 2000 }
      return { type: "may-join", answers, ...grant, groupInfo }
    }
    await expect(dora.join()).rejects.toThrow("group-refused")

    const mallory = await Outsider.open(meeting.link)
    const forged = await mallory.join(groupInfo)
    const refusals = others.map((person) => putInPlaceOfNextCommit(person, forged))
    void hana.order({ kind: "may-chat", who: "hosts" }) // which the service takes back, since they refuse the other one
    expect(await Promise.all(refusals)).toEqual(["ticket-missing", "ticket-missing"])
    await eventually(() => {
      for (const { state, shown } of [hana, ...others]) {
        expect(shown.connection).toBe("connected")
        expect(state.epoch).toBe(epoch)
        expect(new Set(shown.people.map(({ name }) => name))).toEqual(new Set(["Hana", "Ben", "Chidi"]))
      }
    })
  })
})

/** What this member is shown in place of the next commit; resolves with what it is refused for. */
function putInPlaceOfNextCommit(person: NodeClient, commit: Uint8Array): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  person.wire.received = (message) => {
    if (message.type !== "commit") return message
    person.wire.received = (received) => received
    return { ...message, commit }
  }
  person.wire.sent = (request) => {
    if (request.type === "refuse") resolve(request.fault)
    return request
  }
  return promise
}
