// The service is killed in the middle of a commit, twenty times at ten different moments, and started again: nobody falls
// out, nothing of what is said is lost, and people can come in again.

import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Push, Reply, Request } from "../../src/delivery/messages.ts"
import { FAST_SUITE } from "../../src/mls/suite.ts"
import { eventually } from "../harness/eventually.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { NodeMeeting } from "../harness/node-meeting.ts"
import { OpusHall } from "../harness/opus-hall.ts"
import { ServiceProcess } from "../harness/service-process/service-process.ts"

const NO_LIMIT = { burst: 10_000, perMinute: 10_000 }

interface Moment {
  readonly name: string
  /** Whose wire is watched. */
  readonly at: "newcomer" | "member" | "leaver"
  readonly way: "sent" | "received"
  readonly type: (Request | Reply | Push)["type"]
}

const JOIN_MOMENTS: readonly Moment[] = [
  { name: "the newcomer hands its join in", at: "newcomer", way: "sent", type: "commit" },
  { name: "the newcomer hears that its join is provisional", at: "newcomer", way: "received", type: "provisional" },
  { name: "the newcomer hands its group info in", at: "newcomer", way: "sent", type: "group-info" },
  { name: "a member gets the join", at: "member", way: "received", type: "commit" },
  { name: "a member has applied the join", at: "member", way: "sent", type: "applied" },
  { name: "a member hears that the join is final", at: "member", way: "received", type: "final" },
  { name: "the newcomer hears that its join is final", at: "newcomer", way: "received", type: "outcome" },
]

const LEAVE_MOMENTS: readonly Moment[] = [
  { name: "a member hands the removal in", at: "leaver", way: "received", type: "done" },
  { name: "the remover hears that its removal is provisional", at: "member", way: "received", type: "provisional" },
  { name: "the remover hears that its removal is final", at: "member", way: "received", type: "outcome" },
]

describe("a service that is killed in the middle of a commit", () => {
  let service: ServiceProcess
  let meeting: NodeMeeting
  let alice: NodeClient
  let bob: NodeClient
  let hall: OpusHall
  /** How long after each restart those who had been in were back. */
  const absencesMs: number[] = []

  beforeAll(async () => {
    const limits = {
      srpPerAddress: NO_LIMIT,
      srpPerMeeting: NO_LIMIT,
      commitsPerPerson: NO_LIMIT,
      commitsPerMeeting: NO_LIMIT,
    }
    service = await ServiceProcess.start({ suite: FAST_SUITE, limits })
    meeting = await NodeMeeting.create(service.origin)
    ;[alice, bob] = await meeting.joinAll("Alice", "Bob")
    hall = new OpusHall()
    for (const person of [alice, bob]) hall.listen(person)
    for (const person of [alice, bob]) await hall.speak(person)
  })
  afterAll(async () => {
    await meeting.end()
    await service[Symbol.asyncDispose]()
  })

  /** Kills the service when that passes by on this wire; the message itself is still handed on. */
  function killAt(client: NodeClient, { way, type }: Moment): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const watch = <M extends { readonly type: string }>(message: M): M => {
      if (message.type !== type) return message
      client.wire.received = (received) => received
      client.wire.sent = (sent) => sent
      service.kill()
      resolve()
      return message
    }
    if (way === "sent") client.wire.sent = watch
    else client.wire.received = watch
    return promise
  }

  /** Resolves once the service listens again and has taken Alice and Bob back. */
  async function restart(): Promise<void> {
    await service.restart()
    const listensAt = performance.now()
    await Promise.all([alice, bob].map(async ({ visit }) => visit.attendance?.continuity.returned()))
    absencesMs.push(performance.now() - listensAt)
  }

  it.each([...JOIN_MOMENTS, ...JOIN_MOMENTS])("takes a newcomer in when it was killed as $name", async (moment) => {
    const newcomer = await meeting.arrive("Charlie")
    const killed = killAt(moment.at === "newcomer" ? newcomer : alice, moment)
    const joined = newcomer.join()
    await killed
    await restart()
    await joined
    await oneGroup([alice, bob, newcomer])
    await newcomer.leave()
    await oneGroup([alice, bob])
  })

  it.each([...LEAVE_MOMENTS, ...LEAVE_MOMENTS])("lets somebody leave when it was killed as $name", async (moment) => {
    const leaver = await meeting.join("Charlie")
    await oneGroup([alice, bob, leaver])
    const killed = killAt(moment.at === "leaver" ? leaver : alice, moment)
    await Promise.all([leaver.leave(), killed])
    await restart()
    await oneGroup([alice, bob])
  })

  it("has everybody back in no time, so that others can join", () => {
    expect(absencesMs).toHaveLength(20)
    expect(Math.max(...absencesMs)).toBeLessThan(5000) // on a busy machine; two seconds by design
  })

  it("is not noticed by those who speak", async () => {
    const faults = await hall.end()
    expect(hall.hearings()).toHaveLength(2)
    for (const { lost, longestRun, opened } of hall.hearings()) {
      expect(opened).toBeGreaterThan(1000)
      expect({ lost, longestRun }).toEqual({ lost: 0, longestRun: 0 })
    }
    expect(faults).toEqual({})
    for (const person of [alice, bob]) expect(person.shown.connection).toBe("connected")
  })
})

/** These people, and nobody else, are in one state of one group. */
async function oneGroup(people: readonly NodeClient[]): Promise<void> {
  const names = new Set(people.map(({ name }) => name))
  await eventually(() => {
    expect(people.map(({ shown }) => new Set(shown.people.map(({ name }) => name)))).toEqual(people.map(() => names))
    expect(new Set(people.map(({ shown }) => shown.security.authenticator)).size).toBe(1)
  })
}
