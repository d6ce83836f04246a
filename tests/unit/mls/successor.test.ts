import { describe, expect, it } from "vitest"
import { sha256, toHex } from "../../../src/bytes/bytes.ts"
import { GroupSession } from "../../../src/mls/group.ts"
import type { Refusal } from "../../../src/mls/succession.ts"
import { Gathering, keyPair, Meeting, type Person } from "./people.ts"

const NOTHING = { hostSign: null, rotation: null }

/** A gathering whose last member made a commit that nobody can follow, and that the service took all the same. */
async function broken(meeting: Meeting, ...names: readonly string[]) {
  const gathering = await Gathering.of(meeting, ...names, "mallory")
  const mallory = gathering.people.pop()
  if (!mallory) throw new Error("nobody is there")
  const commit = withFlippedTag((await mallory.session.heal()).commit)
  return { gathering, mallory, refusal: { commit, author: mallory.identity.publicKey } }
}

/** The last byte of a PublicMessage belongs to the membership tag. */
function withFlippedTag(commit: Uint8Array): Uint8Array {
  const last = commit.length - 1
  return commit.with(last, (commit[last] ?? 0) ^ 1)
}

/** `founder` founds, and whoever else is of the gathering follows in order. */
async function succeed(gathering: Gathering, founder: Person, refusal: Refusal): Promise<Gathering> {
  const { groupInfo } = await founder.session.foundSuccessor(refusal)
  await founder.session.finalize(0n)
  const next = Gathering.with(gathering.meeting, founder, groupInfo)
  for (const person of gathering.people) if (person !== founder) await follow(next, person, refusal)
  return next
}

async function follow(next: Gathering, person: Person, refusal: Refusal): Promise<void> {
  const pending = await person.session.joinSuccessor({ groupInfo: next.groupInfo, refusal })
  await next.deliver(pending.commit, pending.epoch)
  await person.session.finalize(pending.epoch)
  next.people.push(person)
  next.groupInfo = await person.session.exportGroupInfo()
}

function authenticators({ people }: Gathering): Set<string> {
  return new Set(people.map(({ session }) => toHex(session.epochState.authenticator)))
}

describe("a refused commit", () => {
  it("names its author, when the policy refuses it and when MLS does", async () => {
    const { gathering, refusal } = await broken(await Meeting.create(), "anna", "ben")
    const [anna, ben] = [gathering.person("anna").session, gathering.person("ben")]
    const { author } = refusal
    await expect(anna.receive(refusal.commit)).rejects.toMatchObject({ fault: "unreadable-commit", author })
    const { commit } = await ben.session.heal()
    await ben.session.discard()
    await gathering.commit(gathering.person("anna"), (session) => session.heal())
    const late = { fault: "wrong-epoch", author: null }
    await expect(anna.receive(commit)).rejects.toMatchObject(late)
  })
})

describe("a successor group", () => {
  it("brings all but the author together again, with hosts, lock and name as they were", async () => {
    const meeting = await Meeting.create()
    const gathering = await Gathering.of(meeting, "anna", "ben", "cleo")
    await gathering.commit(gathering.person("anna"), (session) =>
      session.changeContext({ admission: "locked" }, NOTHING),
    )
    const ben = gathering.person("ben")
    const before = ben.session.epochState
    const commit = withFlippedTag((await gathering.person("cleo").session.heal()).commit)
    const author = gathering.person("cleo").identity.publicKey
    gathering.people.pop()
    const next = await succeed(gathering, gathering.person("anna"), { commit, author })
    const after = ben.session.epochState
    expect(authenticators(next).size).toBe(1)
    expect(after.groupId).not.toEqual(before.groupId)
    expect(after.context).toEqual(before.context)
    expect(after.members.map(({ name, role }) => [name, role])).toEqual([
      ["anna", "host"],
      ["ben", "member"],
    ])
    expect(after.succession).toEqual({
      origin: before.groupId,
      predecessor: before.groupId,
      epoch: before.epoch,
      refused: await sha256(commit),
      author,
      generation: 1,
      returning: expect.objectContaining({ length: 2 }),
    })
    await next.commit(ben, (session) => session.heal())
    await next.commit(gathering.person("anna"), (session) => session.changeContext({ mayChat: "hosts" }, NOTHING))
    expect(authenticators(next).size).toBe(1)
    expect(ben.session.epochState.context).toMatchObject({ generation: 2, admission: "locked", mayChat: "hosts" })
  })

  it("is closed to its author, and to everybody else without a ticket, though the meeting is open", async () => {
    const { gathering, mallory, refusal } = await broken(await Meeting.create(), "anna", "ben")
    const next = await succeed(gathering, gathering.person("anna"), refusal)
    await expect(next.join("mallory", mallory.identity)).rejects.toMatchObject({ fault: "refused-author" })
    await expect(next.join("nobody", await keyPair())).rejects.toMatchObject({ fault: "ticket-missing" })
    const friend = await keyPair()
    const anna = gathering.person("anna").session
    await next.join("friend", friend, await anna.issueTicket(friend.publicKey))
    const ticket = await anna.issueTicket(mallory.identity.publicKey)
    await expect(next.join("mallory", mallory.identity, ticket)).rejects.toMatchObject({ fault: "refused-author" })
    expect(authenticators(next).size).toBe(1)
  })

  it("takes in a late member of the one before, also where a newcomer came first", async () => {
    const { gathering, refusal } = await broken(await Meeting.create(), "anna", "ben", "cleo")
    const late = gathering.people.pop()
    if (!late) throw new Error("nobody is late")
    const next = await succeed(gathering, gathering.person("anna"), refusal)
    const friend = await keyPair()
    await next.join("friend", friend, await gathering.person("anna").session.issueTicket(friend.publicKey))
    await follow(next, late, refusal)
    expect(authenticators(next).size).toBe(1)
    expect(next.people.map(({ name }) => name)).toEqual(["anna", "ben", "friend", "cleo"])
  })

  it("takes back whoever lost its state, by its identity key alone", async () => {
    const { gathering, refusal } = await broken(await Meeting.create(), "anna", "ben", "cleo")
    const reloaded = gathering.people.pop()
    const next = await succeed(gathering, gathering.person("anna"), refusal)
    await next.join("cleo", reloaded?.identity)
    expect(authenticators(next).size).toBe(1)
  })

  it("goes by admission alone once a host has spoken in it", async () => {
    const { gathering, refusal } = await broken(await Meeting.create(), "anna", "ben", "cleo")
    const removed = gathering.person("cleo")
    const next = await succeed(gathering, gathering.person("anna"), refusal)
    const anna = next.person("anna")
    await next.commit(anna, (session) => session.changeContext({ admission: "ask" }, NOTHING))
    const { leafKey } = await removed.session.signLeave()
    await next.commit(anna, (session) => session.removeMembers([{ reason: "order", leafKey }]))
    await expect(next.join("cleo", removed.identity)).rejects.toMatchObject({ fault: "ticket-missing" })
    await next.commit(anna, (session) => session.changeContext({ admission: "open" }, NOTHING))
    await next.join("nobody")
    expect(authenticators(next).size).toBe(1)
  })

  it("can be succeeded in turn, and its host's old certificate still counts", async () => {
    const { gathering, refusal } = await broken(await Meeting.create(), "anna")
    const first = gathering.person("anna").session.epochState.groupId
    const second = await succeed(gathering, gathering.person("anna"), refusal)
    const dan = await keyPair()
    await second.join("dan", dan, await second.person("anna").session.issueTicket(dan.publicKey))
    const commit = withFlippedTag((await second.person("dan").session.heal()).commit)
    second.people.pop()
    const third = await succeed(second, second.person("anna"), { commit, author: dan.publicKey })
    const { succession, members, groupId } = third.person("anna").session.epochState
    expect(succession).toMatchObject({ origin: first, epoch: 1n, author: dan.publicKey })
    expect(members[0]?.role).toBe("host")
    const eva = await keyPair()
    await third.join("eva", eva, await third.person("anna").session.issueTicket(eva.publicKey))
    expect(groupId).not.toEqual(first)
  })
})

describe("whoever goes to a successor group", () => {
  it("goes to the one after its own refusal only", async () => {
    const { gathering, refusal } = await broken(await Meeting.create(), "anna", "ben", "cleo")
    const [anna, ben, cleo] = gathering.people.map(({ session }) => session)
    if (!anna || !ben || !cleo) throw new Error("three people expected")
    const elsewhere = await Gathering.of(await Meeting.create(), "eva")
    const fault = "unexpected-succession"
    const other = { commit: withFlippedTag(refusal.commit), author: refusal.author }
    const blamed = { commit: refusal.commit, author: gathering.person("cleo").identity.publicKey }
    const { groupInfo } = await anna.foundSuccessor(refusal)
    for (const wrong of [other, blamed]) {
      await expect(ben.joinSuccessor({ groupInfo, refusal: wrong })).rejects.toMatchObject({ fault })
    }
    const first = elsewhere.groupInfo
    await expect(ben.joinSuccessor({ groupInfo: first, refusal })).rejects.toMatchObject({ fault })
    await expect(ben.joinSuccessor({ groupInfo, refusal })).resolves.toMatchObject({ epoch: 1n })
  })

  it("stays in the last good epoch until the join is final, and can go back to it", async () => {
    const { gathering, refusal } = await broken(await Meeting.create(), "anna", "ben")
    const [anna, ben] = gathering.people.map(({ session }) => session)
    if (!anna || !ben) throw new Error("two people expected")
    const before = anna.epochState
    const { groupInfo, state } = await anna.foundSuccessor(refusal)
    expect(anna.epochState).toEqual(state)
    await ben.joinSuccessor({ groupInfo, refusal })
    expect(ben.epochState.groupId).toEqual(before.groupId)
    await expect(ben.heal()).rejects.toMatchObject({ fault: "already-pending" })
    await expect(ben.receive(refusal.commit)).rejects.toMatchObject({ fault: "already-pending" })
    await expect(ben.finalize(2n)).rejects.toMatchObject({ fault: "wrong-epoch" })
    await Promise.all([anna.discard(), ben.discard()])
    expect(anna.epochState.authenticator).toEqual(before.authenticator)
    await gathering.commit(gathering.person("ben"), (session) => session.heal())
    expect(authenticators(gathering).size).toBe(1)
  })

  it("keeps the successor once somebody came into it", async () => {
    const { gathering, refusal } = await broken(await Meeting.create(), "anna", "ben")
    const [anna, ben] = gathering.people.map(({ session }) => session)
    if (!anna || !ben) throw new Error("two people expected")
    const { groupInfo } = await anna.foundSuccessor(refusal)
    const pending = await ben.joinSuccessor({ groupInfo, refusal })
    await anna.receive(pending.commit)
    await expect(anna.discard()).rejects.toMatchObject({ fault: "nothing-pending" })
    await anna.restore()
    expect(anna.epochState).toMatchObject({ epoch: 0n, succession: { author: refusal.author } })
  })
})

it("a successor group is no group of another record's", async () => {
  const { gathering, refusal } = await broken(await Meeting.create(), "anna", "ben")
  const next = await succeed(gathering, gathering.person("anna"), refusal)
  const stranger = await Meeting.create()
  const options = { ...stranger.options("eva", await keyPair()), ticket: null }
  await expect(GroupSession.join(next.groupInfo, options)).rejects.toMatchObject({ fault: "unexpected-psk" })
})
