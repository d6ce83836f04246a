import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { VOTE_MS } from "../../server/group.ts"
import { WANTED_MS } from "../../server/join-info.ts"
import { LEASE_MS } from "../../server/join-queue.ts"
import { MAX_STALE } from "../../server/newcomer.ts"
import { PAUSE_MS } from "../../server/penalties.ts"
import { randomBytes } from "../../src/bytes/bytes.ts"
import { GroupSession } from "../../src/mls/group.ts"
import { Company } from "../harness/company.ts"
import type { Participant } from "../harness/participant.ts"
import { closeService, SETTINGS } from "../harness/service.ts"
import { SteppedClock } from "../harness/stepped-clock.ts"

/** At a commit's end stands the membership tag (32), after its length: the part that the service cannot check. */
const MEMBERSHIP_TAG_FROM_END = 10

let clock: SteppedClock
let company: Company

async function openCompany(): Promise<void> {
  clock = new SteppedClock()
  company = await Company.open({ clock })
}

/** A newcomer whose turn it is, and what its session is made of. */
async function turn() {
  const newcomer = await company.person()
  const { options } = await newcomer.prove()
  const reply = await newcomer.enter()
  if (reply.type !== "may-join") throw new Error(reply.type)
  return { newcomer, options: { ...options, ticket: null }, reply }
}

describe("a newcomer's turn", () => {
  beforeEach(openCompany)
  afterEach(() => closeService(company.service))

  it("does not delay a member's commit, which makes the newcomer begin again and not wait again", async () => {
    const [alice, bob] = await company.trio()
    const { newcomer, options, reply } = await turn()
    const next = await company.person()
    await next.prove()
    const waiting = next.enter()
    await next.queued()
    const final = bob.caller.heard("final", 2)
    expect(await alice.commit(await alice.session.heal())).toMatchObject({ outcome: "final", epoch: 3n })
    await final
    await newcomer.comeIn(options, reply)
    expect(newcomer.session.epochState).toMatchObject({ epoch: 4n, members: { length: 4 } })
    expect(newcomer.positions).toEqual([])
    expect(await waiting).toMatchObject({ type: "may-join" })
  })

  it("starts anew with the group info of a commit that overtook it", async () => {
    const [alice] = await company.trio()
    const { newcomer, options, reply } = await turn()
    alice.uploads = false
    const { epoch, groupInfo, commit } = await alice.session.heal()
    expect(await alice.commit({ epoch, groupInfo, commit })).toMatchObject({ outcome: "final" })
    const { commit: late } = await GroupSession.join(reply.groupInfo, options)
    const overtaken = company.service.lineOf((line) => line.event === "commit" && line.outcome === "stale")
    const answer = newcomer.client.commit(late, () => {})
    await overtaken
    clock.advance(LEASE_MS) // no time of its lease passes while it waits for others
    await alice.client.groupInfo(epoch, groupInfo)
    const whole = await alice.session.exportGroupInfo()
    expect(await answer).toMatchObject({ type: "stale", epoch: 3n, commits: [], groupInfo: whole })
  })

  it(`is over after ${MAX_STALE} commits that were overtaken`, async () => {
    const [alice] = await company.trio()
    const { newcomer, options, reply } = await turn()
    const { commit } = await GroupSession.join(reply.groupInfo, options)
    await alice.commit(await alice.session.heal())
    for (let count = 0; count < MAX_STALE; count++) {
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
      expect(await newcomer.client.commit(commit, () => {})).toMatchObject({ type: "stale" })
    }
    await expect(newcomer.client.commit(commit, () => {})).rejects.toMatchObject({ fault: "turn-over" })
    expect(await newcomer.enter()).toMatchObject({ type: "may-join" })
  })

  it("is over when its lease is, but for a commit that still fits", async () => {
    const [alice] = await company.trio()
    const [slow, late] = [await turn(), await company.person()]
    await late.prove()
    const entering = late.enter()
    await late.queued()
    clock.advance(LEASE_MS)
    expect(await entering).toMatchObject({ type: "may-join" })
    await slow.newcomer.comeIn(slow.options, slow.reply)
    expect(slow.newcomer.session.epochState.epoch).toBe(3n)
    clock.advance(LEASE_MS)
    await alice.settled()
    const stale = await GroupSession.join(slow.reply.groupInfo, slow.options)
    await expect(late.client.commit(stale.commit, () => {})).rejects.toMatchObject({ fault: "turn-over" })
  })

  it("goes on while its commit is on the way, however long that takes", async () => {
    const people = await company.trio()
    for (const one of people) one.manner = "silent"
    const { newcomer, options, reply } = await turn()
    const pushed = people[0].caller.heard("commit", 3)
    const joining = newcomer.comeIn(options, reply)
    await pushed
    clock.advance(LEASE_MS)
    await joining
    expect(newcomer.session.epochState.epoch).toBe(3n)
  })

  it("comes with no token where the group that was founded meanwhile admits nobody unasked", async () => {
    const asking = await Company.open({ clock }, { ...SETTINGS, admission: "ask" })
    const [alice, bob] = [await asking.person("host"), await asking.person()]
    const { options } = await alice.prove()
    await bob.prove()
    const founding = await alice.enter()
    const entering = bob.enter()
    await bob.queued()
    await alice.comeIn(options, founding)
    expect(await entering).toEqual({ type: "must-ask", answers: expect.any(Number) })
    await closeService(asking.service)
  })
})

/** Bob, in the middle, made a commit and uploads nothing. */
async function missing() {
  const people = await company.trio()
  const [alice, bob, charlie] = people
  bob.uploads = false
  const finals = Promise.all([alice.caller.heard("final", 3), charlie.caller.heard("final")])
  await bob.commit(await bob.session.heal())
  await finals
  await company.settled(people)
  return people
}

const wantedOf = async ({ caller }: Participant, count: number) => (await caller.heard("wanted", count)).identityKey

describe("a group info that does not follow its commit", () => {
  beforeEach(openCompany)
  afterEach(() => closeService(company.service))

  it("is wanted of the lowest other leaf, then of the next, at last of the author", async () => {
    const [alice, bob, charlie] = await missing()
    clock.advance(WANTED_MS - 1)
    expect(alice.caller.pushes.some(({ type }) => type === "wanted")).toBe(false)
    clock.advance(1)
    expect(await wantedOf(alice, 1)).toEqual(alice.identity.publicKey)
    clock.advance(WANTED_MS)
    expect(await wantedOf(alice, 2)).toEqual(charlie.identity.publicKey)
    clock.advance(WANTED_MS)
    expect(await wantedOf(alice, 3)).toEqual(bob.identity.publicKey)
    clock.advance(WANTED_MS)
    expect(await wantedOf(alice, 4)).toEqual(alice.identity.publicKey)
  })

  it("lets newcomers in as soon as somebody has uploaded it, and is wanted no more", async () => {
    const [alice] = await missing()
    clock.advance(WANTED_MS)
    await alice.caller.heard("wanted")
    const newcomer = await company.person()
    const { options } = await newcomer.prove()
    const entering = newcomer.enter()
    await newcomer.queued()
    await alice.client.groupInfo(3n, await alice.session.exportPartialGroupInfo())
    await newcomer.comeIn(options, await entering)
    clock.advance(10 * WANTED_MS)
    await newcomer.leave()
    await alice.caller.heard("left")
    expect(alice.caller.pushes.filter(({ type }) => type === "wanted")).toHaveLength(1)
  })

  it("is wanted of the next one at once when a bad one comes", async () => {
    const [alice, , charlie] = await missing()
    const { signature: _, ...part } = await alice.session.exportPartialGroupInfo()
    const forged = { ...part, signature: randomBytes(64) }
    const bad = () => expect(alice.client.groupInfo(3n, forged)).rejects.toMatchObject({ fault: "group-malformed" })
    await bad() // nobody has asked for it yet
    expect(alice.caller.pushes.some(({ type }) => type === "wanted")).toBe(false)
    clock.advance(WANTED_MS)
    await alice.caller.heard("wanted")
    await bad()
    expect(await wantedOf(alice, 2)).toEqual(charlie.identity.publicKey)
  })
})

describe("a commit that members say nothing of", () => {
  beforeEach(openCompany)
  afterEach(() => closeService(company.service))

  it("comes into force after two seconds, and not sooner", async () => {
    const people = await company.trio()
    const [alice, bob, charlie] = people
    for (const one of [bob, charlie]) one.manner = "silent"
    const pushed = bob.caller.heard("commit", 2)
    const outcome = alice.commit(await alice.session.heal())
    await pushed
    clock.advance(VOTE_MS - 1)
    expect((await (await company.person()).prove()).proven.group).toMatchObject({ epoch: 2n })
    clock.advance(1)
    expect(await outcome).toMatchObject({ outcome: "final", epoch: 3n })
  })

  it("comes into force with the first who has followed it", async () => {
    const [alice, bob, charlie] = await company.trio()
    charlie.manner = "silent"
    expect(await alice.commit(await alice.session.heal())).toMatchObject({ outcome: "final", epoch: 3n })
    await bob.settled()
    expect(bob.session.epochState.epoch).toBe(3n)
  })
})

describe("a commit that members take back", () => {
  beforeEach(openCompany)
  afterEach(() => closeService(company.service))

  it("costs a member its socket, not its place, and lets it commit again after a pause", async () => {
    const [alice, bob] = await company.trio()
    const poisoned = flipped((await bob.session.heal()).commit)
    expect(await bob.client.commit(poisoned, () => {})).toMatchObject({ outcome: "restored", epoch: 2n })
    expect(await bob.caller.ended).toMatchObject({ fault: "refused-by-members" })
    await bob.session.discard()
    const again = company.again(bob)
    await again.resume(bob)
    const healing = await again.session.heal()
    await expect(again.client.commit(healing.commit, () => {})).rejects.toMatchObject({ fault: "too-many" })
    expect(await alice.commit(await alice.session.heal())).toMatchObject({ outcome: "final", epoch: 3n })
    await again.caller.heard("final", 2)
    await again.settled()
    clock.advance(PAUSE_MS)
    expect(await again.commit(await again.session.heal())).toMatchObject({ outcome: "final", epoch: 4n })
  })

  it("bars a newcomer under that identity, and no other", async () => {
    await company.trio()
    const { newcomer, options, reply } = await turn()
    const { commit } = await GroupSession.join(reply.groupInfo, options)
    expect(await newcomer.client.commit(flipped(commit), () => {})).toMatchObject({ outcome: "restored", epoch: 2n })
    expect(await newcomer.caller.ended).toMatchObject({ fault: "refused-by-members" })
    const again = company.again(newcomer)
    await again.prove()
    await expect(again.enter()).rejects.toMatchObject({ fault: "refused-by-members" })
    const other = await company.person()
    await other.join()
    expect(other.session.epochState).toMatchObject({ epoch: 3n, members: { length: 4 } })
  })
})

function flipped(commit: Uint8Array): Uint8Array {
  return commit.map((byte, index) => (index === commit.length - MEMBERSHIP_TAG_FROM_END ? byte ^ 1 : byte))
}
