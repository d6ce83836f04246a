// Many who have the link and nothing else, and what they cannot keep hosts and others from.

import { afterEach, describe, expect, it } from "vitest"
import { GATHER_MS } from "../../server/askers.ts"
import { LEASE_MS } from "../../server/join-queue.ts"
import type { ServiceOptions } from "../../server/service.ts"
import { randomBytes, sha256 } from "../../src/bytes/bytes.ts"
import { signStatement } from "../../src/bytes/statement.ts"
import { LinkSession } from "../../src/password/link-session.ts"
import { Company } from "../harness/company.ts"
import { say } from "../harness/door.ts"
import { eventually } from "../harness/eventually.ts"
import { RawSocket } from "../harness/raw-socket.ts"
import { closeService, makeKeys } from "../harness/service.ts"
import { SteppedClock } from "../harness/stepped-clock.ts"

describe("a service that is flooded by people with the link", () => {
  const clock = new SteppedClock()
  let company: Company

  async function openCompany(options: Partial<ServiceOptions> = {}) {
    company = await Company.open({ clock, ...options })
    return company.trio("host")
  }
  afterEach(() => closeService(company.service))

  /** Somebody in the queue who proved the link; resolves when they know their place. */
  async function inQueue(role: "host" | "guest" = "guest") {
    const person = await company.person(role)
    await person.prove()
    const turn = person.enter()
    await Promise.race([turn, person.queued()])
    return { person, turn }
  }

  it("lets a host in as the next one, whoever waits, and the others after it", async () => {
    await openCompany()
    const idle = [await inQueue(), await inQueue(), await inQueue()] // the first has its turn
    const host = await inQueue("host")
    await eventually(() =>
      expect([host, ...idle].map(({ person }) => person.positions.at(-1))).toEqual([0, undefined, 1, 2]),
    )
    clock.advance(LEASE_MS)
    expect(await host.turn).toMatchObject({ type: "may-join" })
    clock.advance(LEASE_MS)
    expect(await idle[1]?.turn).toMatchObject({ type: "may-join" })
  })

  it("lets a member who comes back in before them, whose leaf is still in the tree", async () => {
    const [, bob] = await openCompany()
    for (const _ of [1, 2, 3]) await inQueue()
    bob.caller.drop()
    const again = company.again(bob)
    await again.prove()
    const turn = again.enter()
    await again.queued()
    clock.advance(LEASE_MS)
    expect(await turn).toMatchObject({ type: "may-join" })
  })

  it("takes a host's commits when members have used up what all of them may hand in", async () => {
    const [alice, bob] = await openCompany({
      limits: { commitsPerMeeting: { burst: 3, perMinute: 0 } }, // two joined
    })
    await bob.commit(await bob.session.heal())
    const { commit } = await bob.session.heal()
    await expect(bob.client.commit(commit, () => {})).rejects.toMatchObject({ fault: "too-many" })
    await alice.settled()
    await say(company, alice, { admission: "locked" })
    expect(alice.session.epochState).toMatchObject({ epoch: 4n, context: { admission: "locked" } })
  })

  it("tells hosts little of whoever asks again and again, who is refused in the end", async () => {
    const [alice] = await openCompany({ limits: { asksPerAddress: { burst: 40, perMinute: 0 } } })
    await say(company, alice, { admission: "ask" })
    const before = alice.caller.pushes.length
    const raw = await RawSocket.open(company.service.host)
    const ask = await questionOn(raw)
    for (let request = 3; request < 43; request++) raw.send({ ...ask, request })
    raw.send({ type: "alive", request: 43 })
    expect(await raw.read()).toEqual({ type: "alive", answers: 43 })
    clock.advance(GATHER_MS)
    await eventually(() => {
      const told = alice.caller.pushes.slice(before)
      expect(told.map(({ type }) => type)).toEqual(["asking", "answered", "asking"])
    })
    expect(await raw.send({ ...ask, request: 44 }).read()).toEqual({ type: "error", answers: 44, fault: "too-many" })
    expect(alice.caller.pushes.at(-1)).toMatchObject({ type: "asking", askers: { length: 1 } }) // the one before stands
    raw.close()
  })

  /** A question of somebody who proved the link on this socket; its number is to be set. */
  async function questionOn(raw: RawSocket) {
    const { meeting, password } = company.made.prepared
    const challenge = await raw.send({ type: "hello", request: 1, version: 1, meeting }).read()
    if (challenge.type !== "challenge") throw new Error(challenge.type)
    const { A, M1 } = await new LinkSession({ meeting, password, passphrase: null }).prove(challenge)
    expect(await raw.send({ type: "prove", request: 2, A, M1 }).read()).toMatchObject({ type: "proven" })
    const { publicKey: identityKey, sign } = await makeKeys()
    const sealedName = randomBytes(348)
    const statement = { host: company.service.host, meeting, nonce: challenge.nonce }
    const signature = await signStatement(sign, "ask", { ...statement, sealedName: await sha256(sealedName) })
    return { type: "ask", identityKey, sealedName, signature } as const
  }
})
