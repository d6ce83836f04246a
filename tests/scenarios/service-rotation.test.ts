// A link that is rotated while the meeting runs, as the service sees it: one half is a commit in the group, the other the
// host's change at the service, which comes second. In between nobody comes in.

import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { randomBytes } from "../../src/bytes/bytes.ts"
import { PASSED_KEY_BYTES } from "../../src/bytes/passed-key.ts"
import type { ContextChange } from "../../src/mls/session-options.ts"
import { deriveMeetingKeys } from "../../src/password/meeting-keys.ts"
import { prepareMeeting, type PreparedMeeting } from "../../src/password/link-session.ts"
import { recordDigest } from "../../src/password/record.ts"
import { Company } from "../harness/company.ts"
import { Participant } from "../harness/participant.ts"
import { Caller, closeService, createMeeting, makeKeys, SETTINGS } from "../harness/service.ts"

let company: Company
let alice: Participant
let bob: Participant
let next: PreparedMeeting

beforeEach(async () => {
  company = await Company.open()
  ;[alice, bob] = await company.trio("host")
  const { publicKey: hostKey, privateKey: hostPrivateKey } = company.made.hostKeys
  const options = { name: "Standup", settings: SETTINGS, passphrase: null, hostKey, hostPrivateKey }
  next = await prepareMeeting(options)
})
afterEach(() => closeService(company.service))

/** The host's change at the service. */
async function rotateAtService(): Promise<void> {
  const { client } = new Caller(company.service.host)
  await client.hello(company.made.prepared.meeting)
  await client.change({ change: "rotate", meeting: next.meeting, kept: next }, company.made.hostKeys.sign)
  client.close()
}

/** The host's commit in the group. */
async function rotateInGroup(): Promise<void> {
  const { meeting, password, sealedRecord } = next
  const { pskId } = await deriveMeetingKeys({ meeting, password, passphrase: null })
  const formerLinks = [{ meeting: company.made.prepared.meeting, nameKey: randomBytes(PASSED_KEY_BYTES) }]
  const digest = await recordDigest(sealedRecord)
  const change: ContextChange = { meeting, pskId, recordDigest: digest, formerLinks, generation: 1 }
  const signing = { hostSign: company.made.hostKeys.sign, rotation: randomBytes(100) }
  await alice.settled()
  expect(await alice.commit(await alice.session.changeContext(change, signing))).toMatchObject({ outcome: "final" })
}

/** Somebody who has the new link, or the old one. */
async function personWith(link: "new" | "old"): Promise<Participant> {
  const prepared = link === "new" ? next : company.made.prepared
  return new Participant(company.service, { ...company.made, prepared }, await makeKeys())
}

describe("a rotation of a running meeting's link", () => {
  it("ends the old link at once, and leaves those who are in where they are", async () => {
    const early = await personWith("old")
    await early.prove()
    await rotateInGroup()
    await rotateAtService()
    await expect((await personWith("old")).prove()).rejects.toMatchObject({ fault: "not-proven" })
    await expect(early.enter()).rejects.toMatchObject({ fault: "not-proven" })
    const asking = early.client.ask(early.identity, randomBytes(348), { onAdmitted: () => {}, onQueued: () => {} })
    await expect(asking).rejects.toMatchObject({ fault: "not-proven" })
    await bob.settled()
    expect(await bob.commit(await bob.session.heal())).toMatchObject({ outcome: "final" })
  })

  it("is refused at the service while the group does not know of it, and changes nothing", async () => {
    await expect(rotateAtService()).rejects.toMatchObject({ fault: "occupied" })
    const newcomer = await personWith("old")
    expect((await newcomer.prove()).proven.group).toEqual({ admission: "open", epoch: 2n, link: "current" })
    await expect((await personWith("new")).prove()).rejects.toMatchObject({ fault: "not-proven" })
    await rotateInGroup()
    await rotateAtService()
    expect((await (await personWith("new")).prove()).proven.group).toMatchObject({ link: "current" })
  })

  it("turns away whoever waits with the old link, once the service has the new one", async () => {
    await rotateInGroup()
    const late = await personWith("old")
    expect((await late.prove()).proven.group).toMatchObject({ link: "rotated" })
    const entering = late.enter()
    await late.queued()
    await rotateAtService()
    await expect(entering).rejects.toMatchObject({ fault: "not-proven" })
    const newcomer = await personWith("new")
    expect((await newcomer.prove()).proven.group).toMatchObject({ link: "current" })
    expect(await newcomer.enter()).toMatchObject({ type: "may-join" })
  })

  it("turns away whoever asks with the old link", async () => {
    await alice.commit(await alice.session.changeContext({ admission: "ask" }, { hostSign: null, rotation: null }))
    const asker = await personWith("old")
    await asker.prove()
    expect(await asker.enter()).toMatchObject({ type: "must-ask" })
    const asking = asker.client.ask(asker.identity, randomBytes(348), { onAdmitted: () => {}, onQueued: () => {} })
    asking.catch(() => undefined)
    await alice.caller.heardAsker()
    await rotateInGroup()
    await rotateAtService()
    await expect(asking).rejects.toMatchObject({ fault: "not-proven" })
    await alice.caller.heard("answered")
  })

  it("outlives a restart of the service after both halves", async () => {
    await rotateInGroup()
    await rotateAtService()
    await bob.settled()
    await company.restart([alice, bob])
    const [host] = await company.comeBack([alice, bob] as const)
    expect(host.session.epochState.members).toHaveLength(3)
    expect((await (await personWith("new")).prove()).proven.group).not.toBeNull()
  })

  it("waits for those who may come back after a restart, and for their group to know of it", async () => {
    await rotateInGroup()
    await bob.settled()
    await company.restart([alice, bob])
    await expect(rotateAtService()).rejects.toMatchObject({ fault: "occupied" })
    await company.comeBack([alice, bob] as const)
    await rotateAtService()
    expect((await (await personWith("new")).prove()).proven.group).toMatchObject({ link: "current" })
  })

  it("is refused for an id that is taken", async () => {
    const { meeting } = next
    const taken = await createMeeting(company.service)
    next = { ...next, meeting: taken.prepared.meeting }
    await expect(rotateAtService()).rejects.toMatchObject({ fault: "meeting-exists" })
    next = { ...next, meeting }
    await rotateInGroup()
    await rotateAtService()
  })

  it("of a meeting that nobody is in changes the link alone", async () => {
    await Promise.all([alice, bob].map((one) => one.settled()))
    await closeService(company.service)
    company = await Company.open()
    const { publicKey: hostKey, privateKey: hostPrivateKey } = company.made.hostKeys
    const options = { name: "Standup", settings: SETTINGS, passphrase: null, hostKey, hostPrivateKey }
    next = await prepareMeeting(options)
    await rotateAtService()
    await expect((await personWith("old")).prove()).rejects.toMatchObject({ fault: "not-proven" })
    const founder = await personWith("new")
    await founder.join()
    expect(founder.session.epochState.context.meeting).toBe(next.meeting)
  })
})
