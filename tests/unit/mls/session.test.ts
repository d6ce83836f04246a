import { initializeEpoch } from "ts-mls/keySchedule.js"
import { describe, expect, it } from "vitest"
import { randomBytes, toHex } from "../../../src/bytes/bytes.ts"
import { signStatement } from "../../../src/bytes/statement.ts"
import { GroupSession } from "../../../src/mls/group.ts"
import { buildRemove } from "../../../src/mls/member-commit.ts"
import { Workshop } from "./forge.ts"
import { Gathering, keyPair, Meeting, OPEN, type Person } from "./people.ts"

function authenticators(gathering: Gathering): string[] {
  return [...new Set(gathering.people.map(({ session }) => toHex(session.epochState.authenticator)))]
}

function names({ session }: Person): (string | null)[] {
  return session.epochState.members.map(({ name }) => name)
}

async function goneOf(gathering: Gathering, name: string) {
  const { session, identity } = gathering.person(name)
  const { groupId, members } = session.epochState
  const own = members.find(({ identityKey }) => toHex(identityKey) === toHex(identity.publicKey))
  if (!own) throw new Error("not a member")
  const { epoch } = gathering.person("anna").session.epochState
  const statement = { groupId, epoch, identityKey: own.identityKey, leafKey: own.leafKey }
  const signature = await signStatement(gathering.meeting.service.sign, "gone", statement)
  return { reason: "gone" as const, leafKey: own.leafKey, signature }
}

describe("joining", () => {
  it("needs the meeting's pre-shared key", async () => {
    const meeting = await Meeting.create()
    const gathering = await Gathering.of(meeting, "anna")
    const options = { ...meeting.options("ben", await keyPair()), ticket: null }
    const wrong = await GroupSession.join(gathering.groupInfo, { ...options, psk: randomBytes(32) })
    const anna = gathering.person("anna").session
    await expect(anna.receive(wrong.commit)).rejects.toMatchObject({ name: "MlsError", fault: "unreadable-commit" })
    expect(anna.epochState.epoch).toBe(0n)
    const right = await GroupSession.join(gathering.groupInfo, options)
    await expect(anna.receive(right.commit)).resolves.toMatchObject({ kind: "epoch", report: { kind: "join" } })
  })

  it("refuses a group that is not the record's", async () => {
    const meeting = await Meeting.create()
    const { groupInfo } = await Gathering.of(meeting, "anna")
    const options = { ...meeting.options("ben", await keyPair()), ticket: null }
    const expectation = { ...meeting.expectation, recordDigest: randomBytes(32) }
    await expect(GroupSession.join(groupInfo, { ...options, expectation })).rejects.toMatchObject({
      fault: "unexpected-record",
    })
  })

  it("is no membership before it is final, and none after it was discarded", async () => {
    const meeting = await Meeting.create()
    const { groupInfo } = await Gathering.of(meeting, "anna")
    const { session } = await GroupSession.join(groupInfo, { ...meeting.options("ben", await keyPair()), ticket: null })
    expect(() => session.epochState).toThrow(expect.objectContaining({ fault: "not-joined" }))
    await expect(session.finalize(7n)).rejects.toMatchObject({ fault: "wrong-epoch" })
    await session.discard()
    await expect(session.heal()).rejects.toMatchObject({ fault: "closed" })
  })

  it("replaces the own leaf when the same person comes back, also where nobody else is", async () => {
    const gathering = await Gathering.of(await Meeting.create(), "anna", "ben", "cleo")
    const { identity, session } = gathering.person("ben")
    gathering.people.splice(1, 1)
    await gathering.join("ben again", identity)
    expect(authenticators(gathering)).toHaveLength(1)
    expect(names(gathering.person("cleo"))).toEqual(["anna", "ben again", "cleo"])
    expect(session.epochState.epoch).toBe(2n)
    const alone = await Gathering.of(await Meeting.create(), "anna")
    const former = alone.people.splice(0, 1)[0]
    await alone.join("anna again", former?.identity)
    await alone.join("ben")
    expect(authenticators(alone)).toHaveLength(1)
    expect(names(alone.person("ben"))).toEqual(["anna again", "ben"])
  })

  it("takes a ticket of the host where admission is ask", async () => {
    const gathering = await Gathering.of(await Meeting.create({ ...OPEN, admission: "ask" }), "anna")
    const identity = await keyPair()
    await expect(gathering.join("ben", identity)).rejects.toMatchObject({ fault: "ticket-missing" })
    const ticket = await gathering.person("anna").session.issueTicket(identity.publicKey)
    const ben = await gathering.join("ben", identity, ticket)
    await expect(ben.session.issueTicket(identity.publicKey)).rejects.toMatchObject({ fault: "not-a-host" })
  })
})

describe("removing", () => {
  it("follows the leaver's and the service's word, and gives the leaf to the next", async () => {
    const gathering = await Gathering.of(await Meeting.create(), "anna", "ben", "cleo", "dan")
    const { leafKey, signature } = await gathering.person("ben").session.signLeave()
    const removals = [{ reason: "left" as const, leafKey, signature }, await goneOf(gathering, "dan")]
    const results = await gathering.commit(gathering.person("cleo"), (session) => session.removeMembers(removals))
    expect(results.map(({ kind }) => kind)).toEqual(["epoch", "removed", "removed"])
    expect(gathering.people.map(({ name }) => name)).toEqual(["anna", "cleo"])
    expect(authenticators(gathering)).toHaveLength(1)
    const eva = await gathering.join("eva")
    expect(eva.session.epochState.ownLeaf).toBe(1)
    expect(authenticators(gathering)).toHaveLength(1)
  })

  it("ends the session of whoever was removed", async () => {
    const gathering = await Gathering.of(await Meeting.create(), "anna", "ben")
    const ben = gathering.person("ben")
    const { leafKey } = await ben.session.signLeave()
    const order = { reason: "order" as const, leafKey }
    await gathering.commit(gathering.person("anna"), (session) => session.removeMembers([order]))
    await expect(ben.session.heal()).rejects.toMatchObject({ fault: "removed" })
  })

  it("is not for guests, nor of nobody", async () => {
    const gathering = await Gathering.of(await Meeting.create(), "anna", "ben")
    const { leafKey } = await gathering.person("anna").session.signLeave()
    const ben = gathering.person("ben").session
    await expect(ben.removeMembers([{ reason: "order", leafKey }])).rejects.toMatchObject({ fault: "order-not-host" })
    const nobody = { reason: "order" as const, leafKey: randomBytes(32) }
    await expect(ben.removeMembers([nobody])).rejects.toMatchObject({ fault: "not-a-member" })
    await expect(ben.heal()).resolves.toMatchObject({ epoch: 2n })
  })

  it("leaves whoever remains alone with secrets that the removed cannot compute", async () => {
    const workshop = await Workshop.create(await Meeting.create(), 1)
    const [host, guest] = [workshop.member(0), workshop.member(1)]
    const { suite } = host.own
    const member = { state: host.state, group: workshop.group, suite }
    const { state } = await buildRemove(member, [{ reason: "order", leaf: 1 }])
    const zero = new Uint8Array(suite.kdf.size)
    const { initSecret } = guest.state.keySchedule
    const guessed = await initializeEpoch(initSecret, zero.slice(), state.groupContext, zero.slice(), suite.kdf)
    expect(toHex(guessed.keySchedule.epochAuthenticator)).not.toBe(toHex(state.keySchedule.epochAuthenticator))
  })
})

describe("a provisional epoch", () => {
  it("can be taken back, and the group goes on from the one before", async () => {
    const gathering = await Gathering.of(await Meeting.create(), "anna", "ben", "cleo")
    const [anna, ben, cleo] = gathering.people.map(({ session }) => session)
    if (!anna || !ben || !cleo) throw new Error("three people expected")
    const before = toHex(anna.epochState.authenticator)
    const lost = await ben.heal()
    await anna.receive(lost.commit)
    expect(anna.epochState.epoch).toBe(3n)
    await expect(anna.heal()).rejects.toMatchObject({ fault: "not-final" })
    await expect(anna.receive(lost.commit)).rejects.toMatchObject({ fault: "not-final" })
    expect(toHex((await anna.restore()).authenticator)).toBe(before)
    await ben.discard()
    await gathering.commit(gathering.person("cleo"), (session) => session.heal())
    expect(authenticators(gathering)).toHaveLength(1)
    await expect(anna.restore()).rejects.toMatchObject({ fault: "nothing-to-restore" })
  })

  it("brings back whom a taken-back commit removed", async () => {
    const gathering = await Gathering.of(await Meeting.create(), "anna", "ben")
    const [anna, ben] = gathering.people.map(({ session }) => session)
    if (!anna || !ben) throw new Error("two people expected")
    const { leafKey } = await ben.signLeave()
    const pending = await anna.removeMembers([{ reason: "order", leafKey }])
    expect(await ben.receive(pending.commit)).toMatchObject({ kind: "removed", epoch: 2n })
    expect(() => ben.epochState).toThrow(expect.objectContaining({ fault: "removed" }))
    expect((await ben.restore()).epoch).toBe(1n)
    await anna.discard()
    await gathering.commit(gathering.person("ben"), (session) => session.heal())
    expect(authenticators(gathering)).toHaveLength(1)
  })
})

describe("an own commit", () => {
  it("leaves the epoch as it is until it is final", async () => {
    const gathering = await Gathering.of(await Meeting.create(), "anna", "ben")
    const anna = gathering.person("anna").session
    const pending = await anna.heal()
    expect(anna.epochState.epoch).toBe(1n)
    await expect(anna.heal()).rejects.toMatchObject({ fault: "already-pending" })
    await expect(anna.finalize(3n)).rejects.toMatchObject({ fault: "wrong-epoch" })
    expect((await anna.finalize(pending.epoch))?.epoch).toBe(2n)
    await expect(anna.finalize(2n)).rejects.toMatchObject({ fault: "nothing-pending" })
    await expect(anna.discard()).rejects.toMatchObject({ fault: "nothing-pending" })
  })

  it("yields to the commit that the service took", async () => {
    const gathering = await Gathering.of(await Meeting.create(), "anna", "ben")
    const anna = gathering.person("anna").session
    await anna.heal()
    await gathering.commit(gathering.person("ben"), (session) => session.heal())
    expect(authenticators(gathering)).toHaveLength(1)
  })

  it("of a host changes the context, and makes others hosts with the host key alone", async () => {
    const gathering = await Gathering.of(await Meeting.create(), "anna", "ben")
    const anna = gathering.person("anna")
    const signing = { hostSign: null, rotation: null }
    await gathering.commit(anna, (session) => session.changeContext({ admission: "locked" }, signing))
    const { context } = gathering.person("ben").session.epochState
    expect(context).toMatchObject({ admission: "locked", generation: 1 })
    const ben = gathering.person("ben").session
    await expect(ben.changeContext({ admission: "open" }, signing)).rejects.toMatchObject({ fault: "not-a-host" })
    const identityKey = gathering.person("ben").identity.publicKey
    const statement = { groupId: anna.session.epochState.groupId, identityKey }
    const certificate = await signStatement(gathering.meeting.host.sign, "co-host", statement)
    const coHosts = [{ identityKey, certificate }]
    await gathering.commit(anna, (session) =>
      session.changeContext({ coHosts }, { hostSign: gathering.meeting.host.sign, rotation: null }),
    )
    expect(ben.epochState.members.map(({ role }) => role)).toEqual(["host", "co-host"])
    await gathering.commit(gathering.person("ben"), (session) => session.changeContext({ admission: "open" }, signing))
    expect(authenticators(gathering)).toHaveLength(1)
  })
})

describe("the keys of an epoch", () => {
  it("are not extractable, and equal for all", async () => {
    const gathering = await Gathering.of(await Meeting.create(), "anna", "ben")
    const bits = await Promise.all(
      gathering.people.map(async ({ session }) => {
        const { baseKey, signingKey } = session.epochState
        expect([baseKey.extractable, signingKey.extractable]).toEqual([false, false])
        const none = new Uint8Array()
        const derived = await crypto.subtle.deriveBits(
          { name: "HKDF", hash: "SHA-512", salt: none, info: none },
          baseKey,
          256,
        )
        return toHex(new Uint8Array(derived))
      }),
    )
    expect(new Set(bits).size).toBe(1)
  })

  it("are gone after close", async () => {
    const gathering = await Gathering.of(await Meeting.create(), "anna")
    const { session } = gathering.person("anna")
    await expect(session.exportSecret("Wardroom test", new Uint8Array(), 16)).resolves.toHaveLength(16)
    await session.close()
    await expect(session.exportGroupInfo()).rejects.toMatchObject({ fault: "closed" })
  })
})
