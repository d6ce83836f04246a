// The service's door: whom it lets to the queue, and whom of those who ask it tells.

import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { randomBytes, sha256, toHex } from "../../src/bytes/bytes.ts"
import { signStatement } from "../../src/bytes/statement.ts"
import type { Push } from "../../src/delivery/messages.ts"
import { LinkSession } from "../../src/password/link-session.ts"
import { Company } from "../harness/company.ts"
import { asks, say } from "../harness/door.ts"
import type { Participant } from "../harness/participant.ts"
import { RawSocket } from "../harness/raw-socket.ts"
import { closeService, makeKeys } from "../harness/service.ts"

let company: Company

beforeEach(async () => {
  company = await Company.open()
})
afterEach(() => closeService(company.service))

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

/** Comes in by the answer, with the ticket if a host gave one. */
async function comeIn(one: Awaited<ReturnType<typeof asker>>): Promise<void> {
  await one.guest.comeIn(one.options, await one.answer, one.tickets[0] ?? null)
}

const asking = ({ caller }: Participant): readonly Push<"asking">[] =>
  caller.pushes.filter((push) => push.type === "asking")

const names = (pushes: readonly Push<"asking">[]): readonly string[] =>
  pushes.flatMap(({ askers }) => askers.map(({ identityKey }) => toHex(identityKey)))

describe("somebody who asks", () => {
  it("gets neither a room token nor a group info before a host says yes", async () => {
    const [alice] = await company.trio("host")
    await say(company, alice, { admission: "ask" })
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
    await say(company, alice, { admission: "ask" })
    const { guest } = await asker(alice)
    await admit(alice, guest)
    expect(bob.caller.pushes.filter(({ type }) => type === "asking" || type === "answered")).toEqual([])
    expect(alice.caller.pushes.at(-1)).toEqual({ type: "answered", identityKey: guest.identity.publicKey })
  })

  it("is answered by hosts alone, and by a ticket that can be read", async () => {
    const [alice, bob] = await company.trio("host")
    await say(company, alice, { admission: "ask" })
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
    await say(company, alice, { admission: "ask" })
    const one = await asker(alice)
    await say(company, alice, { admission: "open" })
    await comeIn(one)
    expect(one.guest.session.epochState.members).toHaveLength(4)
    expect(one.tickets).toEqual([])
  })

  it("is turned away when the meeting is locked, where nobody else may ask", async () => {
    const [alice] = await company.trio("host")
    await say(company, alice, { admission: "ask" })
    const { guest, answer } = await asker(alice)
    const locking = say(company, alice, { admission: "locked" })
    await expect(answer).rejects.toMatchObject({ fault: "locked" })
    await locking
    await expect(guest.enter()).rejects.toMatchObject({ fault: "locked" })
    await expect(asks(guest).answer).rejects.toMatchObject({ fault: "locked" })
  })

  it("asks again when a host spoke between the yes and the turn", async () => {
    const [alice] = await company.trio("host")
    await say(company, alice, { admission: "ask" })
    const one = await asker(alice)
    const ticket = await alice.session.issueTicket(one.guest.identity.publicKey)
    await say(company, alice, { generation: 2 })
    await alice.client.admit(one.guest.identity.publicKey, ticket)
    expect(await one.answer).toMatchObject({ type: "must-ask" })
    const again = asks(one.guest)
    await alice.caller.heard("asking", 3)
    await admit(alice, one.guest)
    await comeIn({ ...one, ...again })
    expect(one.guest.session.epochState.members).toHaveLength(4)
  })

  it("is a stranger still after a restart: what a host said holds without the service's memory", async () => {
    const [alice, bob, charlie] = await company.trio("host")
    await say(company, alice, { admission: "ask", generation: 1 })
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
    await say(company, alice, { admission: "ask" })
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
    const certificate = await signStatement(company.made.hostKeys.sign, "co-host", { groupId, identityKey })
    expect(asking(bob)).toEqual([])
    await back.settled()
    await say(company, back, { coHosts: [{ identityKey, certificate }] }, "host key")
    await bob.caller.heardAsker()
    expect(names(asking(bob))).toEqual(expected)
    await bob.settled()
    await bob.client.deny(waiting[0]?.guest.identity.publicKey ?? identityKey)
    await back.settled()
    await say(company, back, { coHosts: [] }, "host key")
    const further = await asker(back)
    expect(names(asking(bob))).not.toContain(toHex(further.guest.identity.publicKey))
  })

  it("sees one who asks anew in place of the question before", async () => {
    const [alice] = await company.trio("host")
    await say(company, alice, { admission: "ask" })
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
