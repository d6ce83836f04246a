// A member whose socket is not read, over real sockets: the kernel takes a few megabytes first, then the service holds
// what it sends, and at last it cuts.

import { setImmediate as nextTurn } from "node:timers/promises"
import { afterEach, describe, expect, it } from "vitest"
import { Company } from "../harness/company.ts"
import { eventually } from "../harness/eventually.ts"
import type { Participant } from "../harness/participant.ts"
import { closeService } from "../harness/service.ts"

const PLENTY = { burst: 1e6, perMinute: 0 }
const LIMITS = { commitsPerPerson: PLENTY, commitsPerMeeting: PLENTY, messagesPerSocket: PLENTY }
const COMMITS = 40
/** More than any kernel takes for two ends of one connection. */
const FAR_TOO_MANY = 2000

describe("a member that does not read", () => {
  let company: Company
  afterEach(() => closeService(company.service))

  it("is cut, holds up nobody, and comes back by what it missed", async () => {
    company = await Company.open({ limits: { ...LIMITS, unsentBytesPerSocket: 256 * 1024 } })
    const [alice, bob, charlie] = await company.trio()
    const ask = await leaveBehind(alice, bob)
    const cutLine = () => company.service.lines.find(({ event }) => event === "limited")
    for (let count = 0; count < FAR_TOO_MANY && !cutLine(); count++) {
      ask().catch(() => undefined) // what it reads of the answers is cut off somewhere
      await nextTurn()
    }
    expect(cutLine()).toMatchObject({ limit: "unsent" })
    expect(await charlie.commit(await charlie.session.heal())).toMatchObject({ outcome: "final" })
    bob.caller.readAgain()
    await bob.caller.ended
    const again = company.again(bob)
    expect(await again.resume(bob)).toMatchObject({ type: "resumed" })
    await eventually(() => expect(again.session.epochState.epoch).toBe(charlie.session.epochState.epoch))
    await again.settled()
    expect(await again.commit(await again.session.heal())).toMatchObject({ outcome: "final" })
  })

  it("stays when it reads again before, and has missed nothing", async () => {
    company = await Company.open({ limits: LIMITS })
    const [alice, bob, charlie] = await company.trio()
    const ask = await leaveBehind(alice, bob)
    const answers = Array.from({ length: COMMITS }, ask)
    expect(await charlie.commit(await charlie.session.heal())).toMatchObject({ outcome: "final" })
    bob.caller.readAgain()
    for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ type: "stale" })
    await eventually(() => expect(bob.session.epochState.epoch).toBe(charlie.session.epochState.epoch))
    expect(company.service.lines.map(({ event }) => event)).not.toContain("limited")
  })
})

/** Alice commits; nobody but her and charlie reads. Gives what bob asks for with a long answer, any number of times. */
async function leaveBehind(alice: Participant, bob: Participant): Promise<() => Promise<unknown>> {
  const { commit } = await bob.session.heal()
  await bob.session.discard()
  bob.caller.stopReading()
  for (let count = 0; count < COMMITS; count++) {
    expect(await alice.commit(await alice.session.heal())).toMatchObject({ outcome: "final" })
  }
  return () => bob.client.commit(commit, () => undefined)
}
