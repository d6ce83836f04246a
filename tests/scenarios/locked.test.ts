// Locked means locked: who tries to come in all the same, with the link and whatever the service can give.

import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { signStatement, signWith } from "../../src/bytes/statement.ts"
import { parseMeetingLink } from "../../src/links/link.ts"
import { createTicket } from "../../src/mls/ticket.ts"
import { Company } from "../harness/company.ts"
import { eventually } from "../harness/eventually.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { Outsider } from "../harness/outsider.ts"
import type { Participant } from "../harness/participant.ts"
import { closeService, makeKeys } from "../harness/service.ts"
import { showCommit } from "../harness/shown-commit.ts"
import { useMeeting } from "../harness/use-meeting.ts"

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
  const here = useMeeting()

  it("lets nobody in: honest clients do not try, and others' joins are refused", async () => {
    const hana = await here.meeting.joinAsHost("Hana")
    const others = [await here.meeting.join("Ben"), await here.meeting.join("Chidi")]
    expect(await hana.order({ kind: "admission", admission: "locked" })).toBe("done")
    const groupInfo = await hana.exportGroupInfo() // the service gives it to whom it likes

    const dora = await here.meeting.arrive("Dora")
    dora.wire.received = (message) => {
      if (message.type !== "error" || message.answers === null) return message
      const { answers } = message
      const grant = { room: "0".repeat(22), roomToken: "token", leaseMs: 2000 }
      return { type: "may-join", answers, ...grant, groupInfo }
    }
    await expect(dora.join()).rejects.toThrow("group-refused")

    const mallory = await Outsider.open(here.meeting.link)
    const forged = await mallory.join(groupInfo)
    for (const member of [hana, ...others]) {
      expect(await showCommit(member, forged, mallory.identity.publicKey)).toBe("ticket-missing")
    }
    await expectOnlyThree([hana, ...others])
  })

  it("lets nobody in by a ticket of last week's session, though by one of now", async () => {
    const lastWeek = await here.meeting.joinAsHost("Hana")
    await lastWeek.order({ kind: "admission", admission: "ask" })
    const { identity, ticket: oldTicket } = await askedIn(lastWeek, "Dora")
    await lastWeek.order({ kind: "end" })
    await eventually(() => expect(lastWeek.snapshot.phase).toBe("ended"))

    const hana = await here.meeting.joinAsHost("Hana")
    const others = [await here.meeting.join("Ben"), await here.meeting.join("Chidi")]
    await hana.order({ kind: "admission", admission: "ask" }) // of the same generation as last week's
    const groupInfo = await hana.exportGroupInfo()
    const mallory = await Outsider.open(here.meeting.link, identity)
    const forged = await mallory.join(groupInfo, { ticket: oldTicket })
    for (const member of [hana, ...others]) {
      expect(await showCommit(member, forged, identity.publicKey)).toBe("ticket-forged")
    }
    await expectOnlyThree([hana, ...others])

    const friend = await askedIn(hana, "Dora", "who does not come in")
    const welcome = await Outsider.open(here.meeting.link, friend.identity)
    const join = await welcome.join(groupInfo, { ticket: friend.ticket })
    for (const member of [hana, ...others]) {
      expect(await showCommit(member, join, friend.identity.publicKey)).toBe("applied")
    }
  })

  /** Somebody who asks and is let in: who they are, and the host's ticket. */
  async function askedIn(
    host: NodeClient,
    name: string,
    then: "who comes in" | "who does not come in" = "who comes in",
  ) {
    const guest = await here.meeting.arrive(name)
    if (then === "who does not come in") {
      guest.wire.received = (message) => (message.type === "admitted" || message.type === "may-join" ? null : message)
    }
    const joining = guest.join()
    const asker = await eventually(() => {
      const [first] = host.shown.askers
      if (!first) throw new Error("nobody asks")
      return first
    })
    const given = nextTicket(host)
    await host.order({ kind: "admit", askerIds: [asker.id] })
    const ticket = new Uint8Array(await given)
    const { publicKey, privateKey } = await guest.vault.identity(parseMeetingLink(here.meeting.link)?.meeting ?? "")
    if (then === "who comes in") await joining
    else joining.catch(() => undefined)
    return { identity: { publicKey, privateKey, sign: signWith(privateKey) }, ticket }
  }
})

/** The ticket that a host gives to whoever asks next. */
function nextTicket(hana: NodeClient): Promise<Uint8Array> {
  const { promise, resolve } = Promise.withResolvers<Uint8Array>()
  hana.wire.sent = (request) => {
    if (request.type === "admit") resolve(request.ticket)
    return request
  }
  return promise
}

async function expectOnlyThree(members: readonly NodeClient[]): Promise<void> {
  await eventually(() => {
    for (const { shown } of members) {
      expect(shown.connection).toBe("connected")
      expect(new Set(shown.people.map(({ name }) => name))).toEqual(new Set(["Hana", "Ben", "Chidi"]))
    }
  })
}
