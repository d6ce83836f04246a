// What those get who refuse a good commit: nothing that outlives it.

import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { Company } from "../harness/company.ts"
import { Participant } from "../harness/participant.ts"
import { closeService } from "../harness/service.ts"

/** At a commit's end stands the membership tag (32), after its length: the part that the service cannot check. */
const MEMBERSHIP_TAG_FROM_END = 10
const SIGNING = { hostSign: null, rotation: null }

let company: Company

beforeEach(async () => {
  company = await Company.open()
})
afterEach(() => closeService(company.service))

const settings = (one: Participant) => one.session.changeContext({ admission: "ask", generation: 1 }, SIGNING)

/** Says no to the next commit at the service, without a look at it; gives the commit. */
async function refuseNext(one: Participant): Promise<Uint8Array> {
  one.manner = "deaf"
  const count = one.caller.pushes.filter(({ type }) => type === "commit").length
  const { epoch, commit } = await one.caller.heard("commit", count + 1)
  one.client.refuse(epoch, "context-forged")
  return commit
}

/** Founds what it says is the successor after that commit; gives the fault. */
async function faultOfSucceeding(one: Participant, commit: Uint8Array, author: Participant): Promise<unknown> {
  const founded = await one.session.foundSuccessor({ commit, author: author.identity.publicKey })
  return one.client.succeed(founded.groupInfo).then(
    () => null,
    (error: unknown) => error,
  )
}

async function finals(people: readonly Participant[], act: () => Promise<unknown>): Promise<void> {
  const heard = people.map(({ caller }) =>
    caller.heard("final", caller.pushes.filter(({ type }) => type === "final").length + 1),
  )
  await act()
  await Promise.all(heard)
}

describe("a good commit", () => {
  it("which removes somebody leaves them no successor to found, and no word", async () => {
    const [alice, bob, charlie] = await company.trio("host")
    await finals([bob, charlie], () => settings(alice).then((pending) => alice.commit(pending)))
    await company.settled([bob, charlie])
    const { leafKey } = alice.session.epochState.members[2] ?? { leafKey: new Uint8Array() }
    const refused = refuseNext(charlie)
    const removal = await alice.session.removeMembers([{ reason: "order", leafKey }])
    expect(await alice.commit(removal)).toMatchObject({ outcome: "final" })
    const fault = await faultOfSucceeding(charlie, await refused, alice)
    expect(fault).toMatchObject({ fault: "not-a-member" })
    await expect(charlie.client.groupInfo(3n, removal.groupInfo)).rejects.toMatchObject({ fault: "out-of-order" })
  })

  it("that one of three refuses is succeeded by nothing", async () => {
    const [alice, bob, charlie] = await company.trio("host")
    const refused = refuseNext(charlie)
    await finals([bob], async () => alice.commit(await settings(alice)))
    expect(await faultOfSucceeding(charlie, await refused, alice)).toMatchObject({ fault: "denied" })
  })

  it("that two of four refuse is succeeded by nothing, however late the others are", async () => {
    const [alice, bob, charlie] = await company.trio("host")
    const [dora, erin] = [await company.person(), await company.person()]
    await dora.join()
    await erin.join()
    await Promise.all([alice, bob, charlie].map((one) => one.caller.heard("joined", one === alice ? 4 : 3)))
    await company.settled([alice, bob, charlie, dora, erin])
    const release = dora.hold()
    charlie.manner = "deaf"
    erin.manner = "deaf"
    await finals([alice, charlie, erin], async () => bob.commit(await bob.session.heal()))
    for (const one of [charlie, erin]) one.client.refuse(5n, "context-forged")
    const { commit } = await charlie.caller.heard("commit", charlie.caller.pushes.filter(isCommit).length)
    const fault = faultOfSucceeding(charlie, commit, bob)
    release()
    expect(await fault).toMatchObject({ fault: "denied" })
  })
})

describe("a host's commit", () => {
  it("comes into force whoever refuses it alone, whom it is about too", async () => {
    const [alice, mallory] = [await company.person("host"), await company.person()]
    await alice.join()
    await mallory.join()
    await alice.caller.heard("joined")
    await alice.settled()
    const refused = refuseNext(mallory)
    expect(await alice.commit(await settings(alice))).toMatchObject({ outcome: "final" })
    expect(await faultOfSucceeding(mallory, await refused, alice)).toMatchObject({ fault: "denied" })
    const again = refuseNext(mallory)
    const { leafKey } = alice.session.epochState.members[1] ?? { leafKey: new Uint8Array() }
    const removal = await alice.session.removeMembers([{ reason: "order", leafKey }])
    expect(await alice.commit(removal)).toMatchObject({ outcome: "final" })
    await again
  })

  it("comes into force where two of three refuse at once", async () => {
    const [alice, bob, charlie] = await company.trio("host")
    const dora = await company.person()
    await dora.join()
    await Promise.all([alice, bob, charlie].map((one) => one.caller.heard("joined", one === alice ? 3 : 2)))
    await company.settled([alice, bob, charlie])
    const release = dora.hold()
    const refusals = Promise.all([bob, charlie].map((one) => refuseNext(one)))
    const outcome = settings(alice).then((pending) => alice.commit(pending))
    await refusals
    release()
    expect(await outcome).toMatchObject({ outcome: "final" })
  })

  it("is taken back where all refuse it, a member's where the only other one there does", async () => {
    const [alice, bob, charlie] = await company.trio("host")
    const poisoned = flipped((await alice.session.heal()).commit)
    expect(await alice.client.commit(poisoned, () => {})).toMatchObject({ outcome: "restored" })
    await Promise.all([bob, charlie].map((one) => one.caller.heard("restored")))
    await company.settled([bob, charlie])
    const refused = refuseNext(charlie)
    bob.manner = "deaf"
    const healing = bob.session.heal().then((pending) => bob.commit(pending))
    await refused
    expect(await healing).toMatchObject({ outcome: "restored" })
  })
})

describe("a meeting", () => {
  it("is the host's again when it comes, whatever those left behind who went on without it", async () => {
    const [alice, bob, charlie] = await company.trio("host")
    const [dora, accomplice] = [await company.person(), await company.person()]
    await dora.join()
    await accomplice.join()
    const honest = [bob, charlie, dora]
    await Promise.all([alice, bob, charlie].map((one) => one.caller.heard("joined", one === alice ? 4 : 3)))
    await company.settled([alice, accomplice, ...honest])
    const release = honest.map((one) => one.hold())
    accomplice.manner = "accomplice"
    await finals(honest, async () => {
      const { epoch, commit, groupInfo } = await alice.session.heal()
      const upload = () => void alice.client.groupInfo(epoch, groupInfo)
      expect(await alice.client.commit(flipped(commit), upload)).toMatchObject({ outcome: "final" })
    })
    for (const each of release) each()
    await company.settled(honest)
    expect(await bob.succeed()).toMatchObject({ outcome: "final" })
    await charlie.follow(bob.session.epochState.groupId)
    await dora.follow(bob.session.epochState.groupId)
    const withoutKey = company.again(alice)
    await withoutKey.prove()
    await expect(withoutKey.enter()).rejects.toMatchObject({ fault: "refused-by-members" })
    accomplice.client.close()
    const host = new Participant(company.service, company.made, alice.identity, "host")
    await host.prove()
    expect(await host.enter()).toMatchObject({ type: "may-join" }) // in the group that it was in
    expect(await bob.caller.ended).toMatchObject({ fault: "unknown-group" })
  })
})

const isCommit = ({ type }: { readonly type: string }) => type === "commit"

function flipped(commit: Uint8Array): Uint8Array {
  return commit.map((byte, index) => (index === commit.length - MEMBERSHIP_TAG_FROM_END ? byte ^ 1 : byte))
}
