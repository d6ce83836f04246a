// The service's door: whom it lets to the queue, and whom of those who ask it tells.

import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { randomBytes, sha256, toHex } from "../../src/bytes/bytes.ts"
import { signStatement } from "../../src/bytes/statement.ts"
import type { Push } from "../../src/delivery/messages.ts"
import type { ContextChange, SessionOptions } from "../../src/mls/session-options.ts"
import { createTicket } from "../../src/mls/ticket.ts"
import { LinkSession } from "../../src/password/link-session.ts"
import { Company } from "../harness/company.ts"
import type { Participant } from "../harness/participant.ts"
import { RawSocket } from "../harness/raw-socket.ts"
import { closeService, makeKeys } from "../harness/service.ts"

let company: Company

beforeEach(async () => {
  company = await Company.open()
})
afterEach(() => closeService(company.service))

/** A host's word for all: the context is changed by a commit of this member. */
async function say(host: Participant, change: ContextChange, by: "host" | "host key" = "host"): Promise<void> {
  const hostSign = by === "host key" ? company.made.hostKeys.sign : null
  const pending = await host.session.changeContext(change, { hostSign, rotation: null })
  expect(await host.commit(pending)).toMatchObject({ outcome: "final" })
}

/** Asks, and says what came of it; `tickets` fills when a host admits. */
function asks(guest: Participant) {
  const tickets: Uint8Array[] = []
  const listener = { onAdmitted: (ticket: Uint8Array) => tickets.push(ticket), onQueued: () => {} }
  const answer = guest.client.ask(guest.identity, randomBytes(348), listener)
  answer.catch(() => undefined) // some wait until the end
  return { tickets, answer }
}

/** Proved, told to ask, and asking; known to the host. */
async function asker(host: Participant) {
  const guest = await company.person()
  const { options } = await guest.prove()
  expect(await guest.enter()).toMatchObject({ type: "must-ask" })
  const question = asks(guest)
  await host.caller.heardAsker(guest.identity.publicKey)
  return { guest, options, ...question }
}

async function admit(host: Participant, guest: Participant): Promise<void> {
  const { publicKey } = guest.identity
  await host.client.admit(publicKey, await host.session.issueTicket(publicKey))
}

async function comeIn(one: { guest: Participant; options: SessionOptions; tickets: Uint8Array[] }, answer: unknown) {
  await one.guest.comeIn(one.options, (await answer) as never, one.tickets[0] ?? null)
}

const asking = ({ caller }: Participant): readonly Push<"asking">[] =>
  caller.pushes.filter((push) => push.type === "asking")

const names = (pushes: readonly Push<"asking">[]): readonly string[] =>
  pushes.flatMap(({ askers }) => askers.map(({ identityKey }) => toHex(identityKey)))

/** Locked in generation 1, with what its people held before and hold now. */
async function locked() {
  const people = await company.trio("host")
  const [alice] = people
  const guest = await company.person()
  const { options } = await guest.prove()
  await say(alice, { admission: "locked" })
  return { people, alice, guest, options }
}

describe("somebody who asks", () => {
  it("gets neither a room token nor a group info before a host says yes", async () => {
    const [alice] = await company.trio("host")
    await say(alice, { admission: "ask" })
    const raw = await RawSocket.open(company.service.host)
    const { meeting, password } = company.made.prepared
    const identity = await makeKeys()
    const link = new LinkSession({ meeting, password, passphrase: null })
    const challenge = await raw.send({ type: "hello", request: 1, version: 1, meeting }).read()
    if (challenge.type !== "challenge") throw new Error(challenge.type)
    const { A, M1 } = await link.prove(challenge)
    const proven = await raw.send({ type: "prove", request: 2, A, M1 }).read()
    expect(proven).toMatchObject({ type: "proven", group: { admission: "ask", epoch: 3n } })
    const statement = { host: company.service.host, meeting, nonce: challenge.nonce }
    const session = await signStatement(identity.sign, "session", { ...statement, m1: M1 })
    const enter = { type: "enter", request: 3, identityKey: identity.publicKey, session, hostProof: null, ticket: null }
    expect(await raw.send(enter).read()).toEqual({ type: "must-ask", answers: 3 })
    const sealedName = randomBytes(348)
    const named = { ...statement, sealedName: await sha256(sealedName) }
    const signature = await signStatement(identity.sign, "ask", named)
    raw.send({ type: "ask", request: 4, identityKey: identity.publicKey, sealedName, signature })
    const heard = await alice.caller.heardAsker(identity.publicKey)
    expect([heard.sealedName, heard.signature, heard.nonce].map(toHex)).toEqual(
      [sealedName, signature, challenge.nonce].map(toHex),
    )
    expect(await raw.send({ type: "alive", request: 5 }).read()).toEqual({ type: "alive", answers: 5 })
    await alice.client.admit(identity.publicKey, await alice.session.issueTicket(identity.publicKey))
    expect(await raw.read()).toMatchObject({ type: "admitted", answers: 4 })
    expect(await raw.read()).toMatchObject({ type: "may-join", answers: 4 })
    raw.close()
  })

  it("is told to nobody but the hosts", async () => {
    const [alice, bob] = await company.trio("host")
    await say(alice, { admission: "ask" })
    const { guest } = await asker(alice)
    await admit(alice, guest)
    expect(bob.caller.pushes.filter(({ type }) => type === "asking" || type === "answered")).toEqual([])
    expect(alice.caller.pushes.at(-1)).toEqual({ type: "answered", identityKey: guest.identity.publicKey })
  })

  it("is answered by hosts alone, and by a ticket that can be read", async () => {
    const [alice, bob] = await company.trio("host")
    await say(alice, { admission: "ask" })
    const { guest } = await asker(alice)
    const { publicKey } = guest.identity
    const ticket = await alice.session.issueTicket(publicKey)
    await expect(bob.client.admit(publicKey, ticket)).rejects.toMatchObject({ fault: "not-a-host" })
    await expect(bob.client.deny(publicKey)).rejects.toMatchObject({ fault: "not-a-host" })
    await expect(alice.client.admit(publicKey, Uint8Array.of(1))).rejects.toMatchObject({ fault: "malformed" })
    await alice.client.admit(publicKey, ticket)
    await expect(alice.client.admit(publicKey, ticket)).rejects.toMatchObject({ fault: "not-asking" })
  })

  it("comes in without an answer once the meeting is open", async () => {
    const [alice] = await company.trio("host")
    await say(alice, { admission: "ask" })
    const one = await asker(alice)
    await say(alice, { admission: "open" })
    await comeIn(one, one.answer)
    expect(one.guest.session.epochState.members).toHaveLength(4)
    expect(one.tickets).toEqual([])
  })

  it("is turned away when the meeting is locked, where nobody else may ask", async () => {
    const [alice] = await company.trio("host")
    await say(alice, { admission: "ask" })
    const { guest, answer } = await asker(alice)
    const locking = say(alice, { admission: "locked" })
    await expect(answer).rejects.toMatchObject({ fault: "locked" })
    await locking
    await expect(guest.enter()).rejects.toMatchObject({ fault: "locked" })
    await expect(asks(guest).answer).rejects.toMatchObject({ fault: "locked" })
  })

  it("asks again when a host spoke between the yes and the turn", async () => {
    const [alice] = await company.trio("host")
    await say(alice, { admission: "ask" })
    const one = await asker(alice)
    const ticket = await alice.session.issueTicket(one.guest.identity.publicKey)
    await say(alice, { generation: 2 })
    await alice.client.admit(one.guest.identity.publicKey, ticket)
    expect(await one.answer).toMatchObject({ type: "must-ask" })
    const again = asks(one.guest)
    await alice.caller.heard("asking", 3)
    await admit(alice, one.guest)
    await comeIn({ ...one, tickets: again.tickets }, again.answer)
    expect(one.guest.session.epochState.members).toHaveLength(4)
  })

  it("is a stranger still after a restart: what a host said holds without the service's memory", async () => {
    const [alice, bob, charlie] = await company.trio("host")
    await say(alice, { admission: "ask", generation: 1 })
    const charlieLeaf = alice.session.epochState.members.find(({ leaf }) => leaf === 2)?.leafKey ?? new Uint8Array()
    await alice.commit(await alice.session.removeMembers([{ reason: "order", leafKey: charlieLeaf }]))
    await company.restart([alice, bob])
    await company.comeBack([alice, bob] as const)
    const back = company.again(charlie)
    await back.prove()
    expect(await back.enter()).toMatchObject({ type: "must-ask" })
  })
})

describe("a host", () => {
  it("hears of all who ask when it comes in, comes back, and is made one", async () => {
    const [alice, bob] = await company.trio("host")
    await say(alice, { admission: "ask" })
    const waiting = [await asker(alice), await asker(alice)]
    const expected = waiting.map(({ guest }) => toHex(guest.identity.publicKey))

    const late = await company.person("host")
    await late.join()
    await late.caller.heardAsker()
    expect(names(asking(late))).toEqual(expected)
    expect(asking(late)).toMatchObject([{ scope: "all" }])

    alice.caller.drop()
    const back = company.again(alice)
    await back.resume(alice)
    await back.caller.heardAsker()
    expect(names(asking(back))).toEqual(expected)

    const identityKey = bob.identity.publicKey
    const groupId = bob.session.epochState.groupId
    const certificate = await signStatement(company.made.hostKeys.sign, "host", { groupId, identityKey })
    expect(asking(bob)).toEqual([])
    await back.settled()
    await say(back, { coHosts: [{ identityKey, certificate }] }, "host key")
    await bob.caller.heardAsker()
    expect(names(asking(bob))).toEqual(expected)
    await bob.settled()
    await bob.client.deny(waiting[0]?.guest.identity.publicKey ?? identityKey)
    await back.settled()
    await say(back, { coHosts: [] }, "host key")
    const further = await asker(back)
    expect(names(asking(bob))).not.toContain(toHex(further.guest.identity.publicKey))
  })

  it("sees one who asks anew in place of the question before", async () => {
    const [alice] = await company.trio("host")
    await say(alice, { admission: "ask" })
    const { guest } = await asker(alice)
    const again = company.again(guest)
    await again.prove()
    expect(await again.enter()).toMatchObject({ type: "must-ask" })
    asks(again)
    await alice.caller.heard("asking", 3)
    await again.client.hello(company.made.prepared.meeting) // withdraws it
    await alice.caller.heard("answered")
    expect(names(asking(alice))).toEqual(Array(2).fill(toHex(guest.identity.publicKey)))
    await expect(alice.client.deny(guest.identity.publicKey)).rejects.toMatchObject({ fault: "not-asking" })
  })
})

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
    if (which === "former") await say(alice, { generation })
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
    const certificate = await signStatement(company.made.hostKeys.sign, "host", { groupId, identityKey })
    await alice.settled()
    await say(alice, { coHosts: [{ identityKey, certificate }] }, "host key")
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
    await say(alice, { admission: "ask" })
    const { leafKey } = alice.session.epochState.members[2] ?? { leafKey: new Uint8Array() }
    await alice.commit(await alice.session.removeMembers([{ reason: "order", leafKey }]))
    const back = company.again(charlie)
    await back.prove()
    await expect(back.enter()).rejects.toMatchObject({ fault: "denied" })
    await expect(asks(back).answer).rejects.toMatchObject({ fault: "denied" })
  })
})
