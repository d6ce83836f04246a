// A meeting that is deleted while people are in it: they stay, and its id leads nobody to them any more.

import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { randomBytes } from "../../src/bytes/bytes.ts"
import { deriveMeetingKeys, linkPassword } from "../../src/password/meeting-keys.ts"
import { createRecord, sealRecord } from "../../src/password/record.ts"
import { createVerifier } from "../../src/password/srp.ts"
import { Company } from "../harness/company.ts"
import { Participant } from "../harness/participant.ts"
import { Caller, closeService, type Keys, type MadeMeeting, makeKeys, SETTINGS } from "../harness/service.ts"

let company: Company
let people: readonly [Participant, Participant, Participant]

beforeEach(async () => {
  company = await Company.open()
  people = await company.trio("host")
  const { client } = new Caller(company.service.host)
  await client.hello(company.made.prepared.meeting)
  await client.change({ change: "delete" }, company.made.hostKeys.sign)
})
afterEach(() => closeService(company.service))

/** A meeting of the id that was deleted, with whatever host key. */
async function createAgain(hostKeys: Keys): Promise<MadeMeeting> {
  const { meeting } = company.made.prepared
  const { publicKey: hostKey, sign } = hostKeys
  const [r, salt] = [randomBytes(32), randomBytes(16)]
  const password = await linkPassword(meeting, r, hostKey)
  const keys = await deriveMeetingKeys({ meeting, password, passphrase: null })
  const record = await createRecord(meeting, { r, name: "Another", hostKey, settings: SETTINGS }, sign)
  const sealedRecord = await sealRecord(keys.recordKey, meeting, record)
  const verifier = await createVerifier(meeting, keys.srpPassword, salt)
  const prepared = { meeting, password, salt, verifier, hostKey, sealedRecord }
  const { client } = new Caller(company.service.host)
  await client.hello(meeting)
  await client.create(prepared, sign)
  return { prepared, hostKeys }
}

describe("a meeting that was deleted", () => {
  for (const whose of ["somebody else", "its owner"] as const) {
    it(`is begun anew by ${whose}, who is told nothing of those who are in`, async () => {
      const made = await createAgain(whose === "its owner" ? company.made.hostKeys : await makeKeys())
      const eve = new Participant(company.service, made, await makeKeys(), "host")
      const { proven, options } = await eve.prove()
      expect(proven.group).toBeNull()
      const answer = await eve.enter()
      expect(answer).toMatchObject({ type: "may-found" })
      await eve.comeIn(options, answer)
      expect(eve.session.epochState.members).toHaveLength(1)
    })
  }

  it("goes on for those who are in, who come back as before", async () => {
    const [alice, bob] = people
    const final = bob.caller.heard("final", bob.caller.pushes.filter(({ type }) => type === "final").length + 1)
    expect(await alice.commit(await alice.session.heal())).toMatchObject({ outcome: "final" })
    await final
    await bob.settled()
    const again = company.again(bob)
    expect(await again.resume(bob)).toMatchObject({ room: expect.any(String) })
    expect(await alice.commit(await alice.session.heal())).toMatchObject({ outcome: "final" })
  })
})
