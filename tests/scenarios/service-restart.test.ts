import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { toHex } from "../../src/bytes/bytes.ts"
import { Company } from "../harness/company.ts"
import { say } from "../harness/door.ts"
import type { Participant } from "../harness/participant.ts"
import { closeService } from "../harness/service.ts"

describe("a restart of the service", () => {
  let company: Company

  beforeEach(async () => {
    company = await Company.open()
  })
  afterEach(() => closeService(company.service))

  /** All are in one epoch, and somebody else can join it. */
  async function expectOneGroup(people: readonly Participant[], epoch: bigint): Promise<void> {
    const authenticators = people.map(({ session }) => toHex(session.epochState.authenticator))
    expect(people.map(({ session }) => session.epochState.epoch)).toEqual(people.map(() => epoch))
    expect(new Set(authenticators).size).toBe(1)
    const newcomer = await company.person()
    await newcomer.join()
    expect(newcomer.session.epochState).toMatchObject({ epoch: epoch + 1n, members: { length: people.length + 1 } })
  }

  it("with no commit under way takes nobody out, and others can join", async () => {
    const people = await company.trio()
    await company.restart(people)
    expect((await (await company.person()).prove()).proven.group).toBeNull()
    await expectOneGroup(await company.comeBack(people), 2n)
    expect(company.service.lines).toContainEqual(expect.objectContaining({ event: "group-recovered", groups: 1 }))
  })

  it("that swallowed a commit lets its author hand it in again", async () => {
    const people = await company.trio()
    const pending = await people[1].session.heal()
    const lost = people[1].commit(pending).catch((error: unknown) => error)
    await company.restart(people)
    expect(await lost).toMatchObject({ fault: "closed" })
    const [alice, bob, charlie] = await company.comeBack(people)
    expect(await bob.commit(pending)).toMatchObject({ outcome: "final", epoch: 3n })
    await Promise.all([alice.caller.heard("final", 2), charlie.caller.heard("final", 2)])
    await company.settled([alice, charlie])
    await expectOneGroup([alice, bob, charlie], 3n)
  })

  it.each([
    ["nobody", "deaf", "deaf", 2n],
    ["one member", "silent", "deaf", 3n],
    ["all members", "silent", "silent", 3n],
  ] as const)("at a provisional commit that %s had followed", async (_, first, third, epoch) => {
    const people = await company.trio()
    const [alice, bob, charlie] = people
    alice.manner = first
    charlie.manner = third
    const pending = await bob.session.heal()
    const pushed = Promise.all([nextOf(alice, "commit"), nextOf(charlie, "commit")])
    const undecided = bob.commit(pending).catch((error: unknown) => error)
    await pushed
    await company.settled(people)
    await company.restart(people)
    expect(await undecided).toMatchObject({ fault: "closed" })
    await expectOneGroup(await company.comeBack(people), epoch)
  })

  it("at a commit that only some know to be final", async () => {
    const people = await company.trio()
    const [alice, bob, charlie] = people
    charlie.manner = "deaf"
    const final = nextOf(alice, "final")
    expect(await bob.commit(await bob.session.heal())).toMatchObject({ outcome: "final", epoch: 3n })
    await final
    await company.settled(people)
    expect(charlie.session.epochState.epoch).toBe(2n)
    await company.restart(people)
    await expectOneGroup(await company.comeBack(people), 3n)
  })

  it("at a host's commit in a meeting of two, which is final before the other one hears of it", async () => {
    const [alice, bob] = [await company.person("host"), await company.person()]
    await alice.join()
    await bob.join()
    await alice.caller.heard("joined")
    await alice.settled()
    bob.manner = "deaf"
    await say(company, alice, { mayChat: "hosts" })
    expect(bob.session.epochState.epoch).toBe(1n)
    await company.restart([alice, bob])
    await expectOneGroup(await company.comeBack([alice, bob]), 2n)
  })

  it("that lost the group info of the epoch gets it from those who return", async () => {
    const people = await company.trio()
    const [alice, bob] = people
    bob.uploads = false
    const final = nextOf(alice, "final")
    await bob.commit(await bob.session.heal())
    await final
    await company.settled(people)
    await company.restart(people)
    await expectOneGroup(await company.comeBack(people), 3n)
  })

  it("in the middle of a join lets the joiner enter anew, in place of its leaf", async () => {
    const people = await company.trio()
    const [alice, bob, charlie] = people
    for (const one of people) one.manner = "silent"
    const dave = await company.person()
    const pushed = Promise.all(people.map((one) => nextOf(one, "commit")))
    const undecided = dave.join().catch((error: unknown) => error)
    await pushed
    await company.settled(people)
    await company.restart([...people, dave])
    expect(await undecided).toMatchObject({ fault: "closed" })
    const [first] = await company.comeBack([alice, bob, charlie] as const)
    expect(first.session.epochState).toMatchObject({ epoch: 3n, members: { length: 4 } })
    const again = company.again(dave)
    await again.join()
    expect(again.session.epochState).toMatchObject({ epoch: 4n, members: { length: 4 } })
  })

  it("after a recovery, and a commit since, brings the group back as well", async () => {
    const people = await company.trio()
    await company.restart(people)
    const once = await company.comeBack(people)
    const finals = Promise.all([nextOf(once[1], "final"), nextOf(once[2], "final")])
    await once[0].commit(await once[0].session.heal())
    await finals
    await company.settled(once)
    await company.restart(once)
    await expectOneGroup(await company.comeBack(once), 3n)
  })
})

/** The next push of this type from now on. */
function nextOf({ caller }: Participant, type: "commit" | "final") {
  return caller.heard(type, caller.pushes.filter((push) => push.type === type).length + 1)
}
