// Two groups of one meeting share the SFU's room: whose session ends when a host of one of them removes somebody.

import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { personPrefix } from "../../server/tokens.ts"
import { Company } from "../harness/company.ts"
import type { Participant } from "../harness/participant.ts"
import { closeService, SFU_KEYS } from "../harness/service.ts"
import { SfuApi } from "../harness/sfu-api.ts"

let sfu: SfuApi
let company: Company

beforeEach(async () => {
  sfu = await SfuApi.open()
  company = await Company.open({ sfu: { address: sfu.address, ...SFU_KEYS } })
})
afterEach(async () => {
  await closeService(company.service)
  await sfu.close()
})

interface Refusal {
  readonly commit: Uint8Array
  readonly author: Uint8Array
}

async function follow(one: Participant, groupId: Uint8Array, refusal: Refusal): Promise<void> {
  const { groupInfo } = await one.client.follow(groupId, () => {})
  const pending = await one.session.joinSuccessor({ groupInfo, refusal })
  const upload = () => void one.client.groupInfo(pending.epoch, pending.groupInfo)
  expect(await one.client.commit(pending.commit, upload)).toMatchObject({ outcome: "final" })
}

describe("somebody who went on in another group, and whom a host of the first one removes", () => {
  it.each([
    { title: "loses the session where as many stayed", followers: 1, lost: ["charlie", "bob"] },
    { title: "keeps it where most went along", followers: 2, lost: ["bob"] },
  ])("$title", async ({ followers, lost }) => {
    const [alice, bob, charlie] = await company.trio("host")
    const [dora, erin] = [await company.person(), await company.person()]
    await dora.join()
    await erin.join()
    await alice.caller.heard("joined", 4)
    await bob.caller.heard("joined", 3)
    await charlie.caller.heard("joined", 3)
    await company.settled([alice, bob, charlie, dora, erin])
    const leaves = alice.session.epochState.members.map(({ leafKey }) => leafKey)
    const refusers = [charlie, dora, erin]
    for (const one of refusers) one.manner = "deaf"
    const heard = refusers.map((one) => one.caller.heard("final", finals(one) + 1))
    await bob.commit(await bob.session.heal())
    await Promise.all(heard)
    for (const one of refusers) one.client.refuse(5n, "context-forged")
    const { commit } = charlie.caller.pushes.findLast((push) => push.type === "commit") ?? { commit: new Uint8Array() }
    const refusal = { commit, author: bob.identity.publicKey }
    const founded = await charlie.session.foundSuccessor(refusal)
    expect(await charlie.client.succeed(founded.groupInfo)).toMatchObject({ outcome: "final" })
    for (const one of [dora, erin].slice(0, followers)) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await follow(one, founded.state.groupId, refusal)
    }
    for (const one of [dora, erin].slice(followers)) one.client.close()
    await expectLost({ alice, bob, charlie }, leaves, lost)
  })
})

/** The host removes charlie, then bob; the sessions of those who are named end. */
async function expectLost(
  { alice, bob, charlie }: Readonly<Record<"alice" | "bob" | "charlie", Participant>>,
  leaves: readonly Uint8Array[],
  lost: readonly string[],
): Promise<void> {
  const host = company.again(alice)
  const { room } = await host.resume(alice)
  const nameOf = ({ identity }: Participant) => `${personPrefix(room, identity.publicKey)}.0000000000000001`
  const names = new Map([
    [nameOf(bob), "bob"],
    [nameOf(charlie), "charlie"],
  ])
  for (const name of names.keys()) sfu.identities.add(name)
  for (const leafKey of [leaves[2], leaves[1]]) {
    const removed = sfu.removal()
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await host.commit(await host.session.removeMembers([{ reason: "order", leafKey: leafKey ?? new Uint8Array() }]))
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (lost.length === 2 || leafKey === leaves[1]) await removed
  }
  expect(sfu.removed.map((name) => names.get(name))).toEqual(lost)
}

function finals({ caller }: Participant): number {
  return caller.pushes.filter(({ type }) => type === "final").length
}
