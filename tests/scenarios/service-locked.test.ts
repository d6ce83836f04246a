// Whom the service lets to the queue of a locked meeting all the same.

import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { randomBytes } from "../../src/bytes/bytes.ts"
import { signStatement } from "../../src/bytes/statement.ts"
import { createTicket } from "../../src/mls/ticket.ts"
import { Company } from "../harness/company.ts"
import { asks, say } from "../harness/door.ts"
import { closeService, makeKeys } from "../harness/service.ts"

let company: Company

beforeEach(async () => {
  company = await Company.open()
})
afterEach(() => closeService(company.service))

/** Locked in generation 1, with what its people held before and hold now. */
async function locked() {
  const people = await company.trio("host")
  const [alice] = people
  const guest = await company.person()
  const { options } = await guest.prove()
  await say(company, alice, { admission: "locked" })
  return { people, alice, guest, options }
}

describe("a locked meeting", () => {
  it("lets in its host, who shows the host key's signature over the session", async () => {
    await locked()
    const host = await company.person("host")
    const { options } = await host.prove()
    const { sign } = company.made.hostKeys
    await host.comeIn(options, await host.client.enter(host.identity, () => {}, { hostSign: sign, ticket: null }))
    expect(host.session.epochState.members.filter(({ role }) => role === "host")).toHaveLength(2)
  })

  it("refuses another key's signature in its place", async () => {
    const { guest } = await locked()
    const warrant = { hostSign: (await makeKeys()).sign, ticket: null }
    await expect(guest.client.enter(guest.identity, () => {}, warrant)).rejects.toMatchObject({
      fault: "bad-signature",
    })
  })

  it("lets in whoever holds a host's ticket of this generation", async () => {
    const { alice, guest, options } = await locked()
    const ticket = await alice.session.issueTicket(guest.identity.publicKey)
    const reply = await guest.client.enter(guest.identity, () => {}, { hostSign: null, ticket })
    await guest.comeIn(options, reply, ticket)
    expect(guest.session.epochState.members).toHaveLength(4)
  })

  it.each([
    ["of the generation before", "former"],
    ["for somebody else", "foreign"],
    ["signed by a member", "member's"],
  ] as const)("lets in nobody with a ticket %s", async (_, which) => {
    const { alice, people, guest } = await locked()
    const { publicKey } = guest.identity
    const former = await alice.session.issueTicket(publicKey)
    const { groupId } = alice.session.epochState
    const generation = which === "former" ? 2 : 1
    if (which === "former") await say(company, alice, { generation })
    const foreign = await alice.session.issueTicket(randomBytes(32))
    const { publicKey: identityKey, sign } = people[1].identity
    const byMember = { identityKey, certificate: randomBytes(64), sign }
    const members = await createTicket({ groupId, generation, identityKey: publicKey }, byMember)
    const ticket = { former, foreign, "member's": members }[which]
    const warrant = { hostSign: null, ticket }
    await expect(guest.client.enter(guest.identity, () => {}, warrant)).rejects.toMatchObject({ fault: "locked" })
  })

  it("refuses what is no ticket", async () => {
    const { guest } = await locked()
    const warrant = { hostSign: null, ticket: randomBytes(10) }
    await expect(guest.client.enter(guest.identity, () => {}, warrant)).rejects.toMatchObject({ fault: "malformed" })
  })

  it("lets a co-host back in, and whoever's leaf is in the tree", async () => {
    const { alice, people } = await locked()
    const [, bob] = people
    const identityKey = bob.identity.publicKey
    const again = company.again(bob)
    const { options } = await again.prove()
    await again.comeIn(options, await again.enter()) // in place of its leaf
    const { groupId } = alice.session.epochState
    const certificate = await signStatement(company.made.hostKeys.sign, "co-host", { groupId, identityKey })
    await alice.settled()
    await say(company, alice, { coHosts: [{ identityKey, certificate }] }, "host key")
    await again.settled()
    await again.leave()
    const { leafKey, signature } = await alice.caller.heard("left")
    await alice.commit(await alice.session.removeMembers([{ reason: "left", leafKey, signature }]))
    const coHost = company.again(bob)
    const { options: third } = await coHost.prove()
    await coHost.comeIn(third, await coHost.enter())
    expect(coHost.session.epochState.members.filter(({ role }) => role === "co-host")).toHaveLength(1)
  })

  it("lets nobody ask whom a host removed", async () => {
    const [alice, , charlie] = await company.trio("host")
    await say(company, alice, { admission: "ask" })
    const { leafKey } = alice.session.epochState.members[2] ?? { leafKey: new Uint8Array() }
    await alice.commit(await alice.session.removeMembers([{ reason: "order", leafKey }]))
    const back = company.again(charlie)
    await back.prove()
    await expect(back.enter()).rejects.toMatchObject({ fault: "denied" })
    await expect(asks(back).answer).rejects.toMatchObject({ fault: "denied" })
  })
})
