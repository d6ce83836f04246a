import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { toHex } from "../../src/bytes/bytes.ts"
import { Company } from "../harness/company.ts"
import { asks, say } from "../harness/door.ts"
import type { Participant } from "../harness/participant.ts"
import { closeService } from "../harness/service.ts"

/** At a commit's end stands the membership tag (32), after its length: the part that the service cannot check. */
const MEMBERSHIP_TAG_FROM_END = 10

describe("members who refused a commit that came into force", () => {
  let company: Company

  beforeEach(async () => {
    company = await Company.open()
  })
  afterEach(() => closeService(company.service))

  /**
   * Five, of whom mallory poisons a commit, and an accomplice says yes to it before the three others say no. `before`
   * happens while all is well.
   */
  async function betrayed(before: (host: Participant) => Promise<unknown> = async () => null) {
    const [alice, bob, charlie] = await company.trio("host")
    const [mallory, accomplice] = [await company.person(), await company.person()]
    await mallory.join()
    await accomplice.join()
    const everybody = [alice, bob, charlie, mallory, accomplice]
    await Promise.all([alice, bob, charlie].map((one) => one.caller.heard("joined", one === alice ? 4 : 3)))
    await company.settled(everybody)
    await before(alice)
    await company.settled(everybody)
    const release = [alice, bob, charlie].map((one) => one.hold())
    accomplice.manner = "accomplice"
    const finals = [alice, bob, charlie].map((one) => nextFinal(one))
    const poisoned = flipped((await mallory.session.heal()).commit)
    expect(await mallory.client.commit(poisoned, () => {})).toMatchObject({ outcome: "final" })
    await Promise.all(finals)
    for (const each of release) each()
    await company.settled(everybody)
    return { honest: [alice, bob, charlie] as const, mallory, accomplice }
  }

  it("meet again in a successor group, where others find them", async () => {
    const { honest } = await betrayed()
    const [alice, bob, charlie] = honest
    const old = alice.session.epochState
    expect(await alice.succeed()).toMatchObject({ outcome: "final", epoch: 0n, log: 1 })
    const push = await bob.caller.heard("successor")
    expect(push).toMatchObject({ groupId: alice.session.epochState.groupId, epoch: 4n })
    await bob.follow(push.groupId)
    await charlie.follow(push.groupId)
    await Promise.all([alice.caller.heard("joined", 6), bob.caller.heard("joined", 4)])
    await company.settled(honest)
    const states = honest.map(({ session }) => session.epochState)
    expect(new Set(states.map(({ authenticator }) => toHex(authenticator))).size).toBe(1)
    expect(states[0]?.context).toEqual(old.context)
    expect(states[0]?.members.map(({ role }) => role)).toEqual(["host", "member", "member"])
    const newcomer = await company.person()
    await letIn(newcomer, alice)
    expect(newcomer.session.epochState).toMatchObject({ epoch: 3n, groupId: push.groupId, members: { length: 4 } })
  })

  it("take along whoever asks, who asks anew where most people are", async () => {
    const asker = await company.person()
    const { honest } = await betrayed(async (host) => {
      await say(company, host, { admission: "ask" })
      await asker.prove()
      expect(await asker.enter()).toMatchObject({ type: "must-ask" })
    })
    const [alice, bob, charlie] = honest
    const { answer } = asks(asker)
    await alice.caller.heardAsker(asker.identity.publicKey)
    await alice.succeed()
    const { groupId } = await bob.caller.heard("successor")
    await bob.follow(groupId)
    await charlie.follow(groupId)
    await expect(answer).rejects.toMatchObject({ fault: "unknown-group" })
    expect(await asker.enter()).toMatchObject({ type: "must-ask" })
    asks(asker)
    await alice.caller.heard("asking", 4) // none, one; none, and one in the successor
    await alice.client.deny(asker.identity.publicKey)
  })

  it("do not meet its author there, nor who said yes to it", async () => {
    const { honest, mallory, accomplice } = await betrayed()
    const [alice] = honest
    await alice.succeed()
    const { groupId } = alice.session.epochState
    await expect(mallory.client.follow(groupId, () => {})).rejects.toMatchObject({ fault: "denied" })
    await expect(accomplice.client.follow(groupId, () => {})).rejects.toMatchObject({ fault: "denied" })
    await Promise.all(honest.slice(1).map((one) => one.follow(groupId)))
    const again = company.again(mallory)
    await again.prove()
    await expect(again.enter()).rejects.toMatchObject({ fault: "refused-by-members" })
  })

  it("found one successor: the second founder follows the first", async () => {
    const { honest } = await betrayed()
    const [alice, bob] = honest
    await alice.succeed()
    const { groupId } = await bob.caller.heard("successor")
    await expect(bob.succeed()).rejects.toMatchObject({ fault: "group-exists" })
    await bob.session.discard()
    await bob.follow(groupId)
    expect(bob.session.epochState.members).toHaveLength(2)
  })

  it("alone may found it: not its author, not who said yes, not after another commit", async () => {
    const { honest, mallory, accomplice } = await betrayed()
    const [alice] = honest
    const { refused } = alice
    for (const one of [mallory, accomplice]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const founded = await one.session.foundSuccessor({ ...refused, author: honest[1].identity.publicKey })
      // oxlint-disable-next-line no-await-in-loop -- as above
      await expect(one.client.succeed(founded.groupInfo)).rejects.toMatchObject({ name: "DeliveryError" })
    }
    const other = await alice.session.foundSuccessor({ ...refused, commit: Uint8Array.of(1) })
    await expect(alice.client.succeed(other.groupInfo)).rejects.toMatchObject({ fault: "denied" })
    await alice.session.discard()
    expect(await alice.succeed()).toMatchObject({ outcome: "final" })
  })

  it("have nothing to succeed where the commit was taken back", async () => {
    const people = await company.trio()
    const [alice, bob] = people
    const restored = alice.caller.heard("restored")
    await bob.client.commit(flipped((await bob.session.heal()).commit), () => {})
    await restored
    await company.settled(people)
    await expect(alice.succeed()).rejects.toMatchObject({ fault: "denied" })
  })

  it("follow to no group that is none of theirs", async () => {
    const { honest } = await betrayed()
    const { groupId } = honest[0].session.epochState
    await expect(honest[0].client.follow(groupId, () => {})).rejects.toMatchObject({ fault: "denied" })
    await expect(honest[0].client.follow(new Uint8Array(32), () => {})).rejects.toMatchObject({
      fault: "unknown-group",
    })
  })

  it("keep their group, as the others keep theirs, over a restart", async () => {
    const { honest, mallory, accomplice } = await betrayed()
    const [alice, bob] = honest
    await alice.succeed()
    await bob.follow((await bob.caller.heard("successor")).groupId)
    await alice.caller.heard("joined", 5)
    await alice.settled()
    await company.restart([...honest, mallory, accomplice])
    const [first, second] = await company.comeBack([alice, bob] as const)
    expect(toHex(first.session.epochState.authenticator)).toBe(toHex(second.session.epochState.authenticator))
    expect(company.service.lines).toContainEqual(expect.objectContaining({ event: "group-recovered", groups: 2 }))
  })
})

/** The link alone opens no successor: a host does. */
async function letIn(newcomer: Participant, host: Participant): Promise<void> {
  const { options, proven } = await newcomer.prove()
  expect(proven.group).toMatchObject({ admission: "ask" })
  expect(await newcomer.enter()).toMatchObject({ type: "must-ask" })
  const tickets: Uint8Array[] = []
  const listener = { onAdmitted: (ticket: Uint8Array) => tickets.push(ticket), onQueued: () => {} }
  const asking = newcomer.client.ask(newcomer.identity, new Uint8Array(348), listener)
  const { identityKey } = await host.caller.heardAsker()
  await host.client.admit(identityKey, await host.session.issueTicket(identityKey))
  await newcomer.comeIn(options, await asking, tickets[0] ?? null)
}

function nextFinal({ caller }: Participant) {
  return caller.heard("final", caller.pushes.filter(({ type }) => type === "final").length + 1)
}

function flipped(commit: Uint8Array): Uint8Array {
  return commit.map((byte, index) => (index === commit.length - MEMBERSHIP_TAG_FROM_END ? byte ^ 1 : byte))
}
