// After a restart of the service: what somebody with the link and many identities, or with an old state, gets by being
// faster or more than those who are in the meeting.

import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { DatabaseSync } from "node:sqlite"
import { join } from "node:path"
import { RETURN_MS, SETTLE_MS } from "../../server/recovery.ts"
import type { Evidence } from "../../src/delivery/delivery-client.ts"
import { buildJoin } from "../../src/mls/external-join.ts"
import { foundGroup } from "../../src/mls/founding.ts"
import { groupInfoOf } from "../../src/mls/installed.ts"
import { createLeafIn, type OwnLeaf } from "../../src/mls/leaf-key.ts"
import { firstContext } from "../../src/mls/meeting-context.ts"
import { readGroupInfo } from "../../src/mls/public-group.ts"
import type { SessionOptions } from "../../src/mls/session-options.ts"
import { createSuite, FAST_SUITE } from "../../src/mls/suite.ts"
import { Company } from "../harness/company.ts"
import { Caller, closeService, type Keys, makeKeys } from "../harness/service.ts"
import { SteppedClock } from "../harness/stepped-clock.ts"

let clock: SteppedClock
let company: Company

beforeEach(async () => {
  clock = new SteppedClock()
  company = await Company.open({ clock })
})
afterEach(() => closeService(company.service))

/** Claims by identities made for it, in a group of their own making that has the meeting's group id. */
async function outnumber(groupId: Uint8Array, options: SessionOptions, count: number): Promise<readonly Claimant[]> {
  const place = { groupId, origin: groupId }
  const claimants: Claimant[] = []
  let groupInfo = new Uint8Array()
  let commits: readonly Uint8Array[] = []
  for (let made = 0; made < count; made++) {
    const identity = await makeKeys()
    const own = await createLeafIn(place, { ...options, identity }, null)
    const built = await (made === 0 ? found(groupId, options, own) : joined(groupInfo, options, { identity, own }))
    groupInfo = new Uint8Array(built.groupInfo)
    commits = [...commits, ...built.commits]
    claimants.push({ identity, evidence: { groupInfo, commits } })
  }
  return claimants
}

interface Claimant {
  readonly identity: Keys
  readonly evidence: Evidence
}

async function found(groupId: Uint8Array, { expectation }: SessionOptions, own: OwnLeaf) {
  const state = await foundGroup(groupId, { context: firstContext(expectation), succession: null }, own)
  return { groupInfo: await groupInfoOf(state, own.suite), commits: [] }
}

async function joined(into: Uint8Array, { psk }: SessionOptions, { identity, own }: { identity: Keys; own: OwnLeaf }) {
  const group = await readGroupInfo(into, await createSuite(FAST_SUITE))
  const { commit, state } = await buildJoin({ group, own, identityKey: identity.publicKey, psk, ticket: null })
  return { groupInfo: await groupInfoOf(state, own.suite), commits: [commit] }
}

/** Resumes and shows what it has; settles with the fault. */
function claim(groupId: Uint8Array, { identity, evidence }: Claimant): Promise<unknown> {
  const { client } = new Caller(company.service.host)
  return client.resume(groupId, identity, 0n, async () => evidence).catch((error: unknown) => error)
}

const claimed = (count: number) =>
  company.service.lineOf((line) => line.event === "group-claimed" && line.claims === count)

describe("a service that was restarted", () => {
  it("is not led astray by more identities than there are members, however fast they are", async () => {
    const people = await company.trio()
    const [alice] = people
    const { groupId } = alice.session.epochState
    const { options } = await (await company.person()).prove()
    const many = await outnumber(groupId, options, 7)
    await company.restart(people, { clock })
    const heard = claimed(many.length)
    const answers = Promise.all(many.map((one) => claim(groupId, one)))
    await heard
    clock.advance(SETTLE_MS)
    const back = await company.comeBack(people)
    for (const one of back) expect(one.session.epochState.members).toHaveLength(3)
    for (const answer of await answers) expect(answer).toMatchObject({ fault: "forked" })
  })

  it("forgets the group when nobody but them comes", async () => {
    const people = await company.trio()
    const { groupId } = people[0].session.epochState
    const { options } = await (await company.person()).prove()
    const many = await outnumber(groupId, options, 2)
    await company.restart(people, { clock })
    const heard = claimed(many.length)
    const answers = Promise.all(many.map((one) => claim(groupId, one)))
    await heard
    clock.advance(RETURN_MS)
    for (const answer of await answers) expect(answer).toMatchObject({ fault: "unknown-group" })
  })

  it("does not go back for somebody who was removed, who comes first and alone", async () => {
    const [alice, bob, charlie] = await company.trio("host")
    const { groupId, members } = alice.session.epochState
    const { leafKey } = members[2] ?? { leafKey: new Uint8Array() }
    const finals = bob.caller.heard("final", 3)
    await alice.commit(await alice.session.changeContext({ admission: "ask" }, { hostSign: null, rotation: null }))
    const removed = charlie.evidence()
    await alice.commit(await alice.session.removeMembers([{ reason: "order", leafKey }]))
    await finals
    await company.settled([bob])
    await company.restart([alice, bob, charlie], { clock })
    const heard = claimed(1)
    const answer = claim(groupId, { identity: charlie.identity, evidence: await removed })
    await heard
    clock.advance(SETTLE_MS)
    await company.comeBack([alice, bob] as const)
    expect(await answer).toMatchObject({ fault: expect.stringMatching(/^(?:forked|log-too-old|not-a-member)$/) })
  })

  it("has on disk of a group's members and their number nothing but a digest", async () => {
    const people = await company.trio()
    await company.settled(people)
    const path = join(company.service.dataFolder, "wardroom.sqlite")
    const rows = () => {
      const database = new DatabaseSync(path, { readOnly: true })
      const found = database.prepare("SELECT * FROM live_states").all()
      database.close()
      return found
    }
    const [state, ...others] = rows()
    expect(others).toEqual([])
    expect(state).toEqual({ group_id: people[0].session.epochState.groupId, states: expect.any(Uint8Array) })
    expect(state?.["states"]).toHaveLength(32)
    const forgotten = company.service.lineOf(({ event }) => event === "group-forgotten")
    for (const one of people) await one.leave()
    await forgotten
    await company.service.close() // after the last write
    expect(rows()).toEqual([])
  })
})
