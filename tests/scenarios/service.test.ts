import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { toHex } from "../../src/bytes/bytes.ts"
import { isSigned } from "../../src/bytes/statement.ts"
import { Participant } from "../harness/participant.ts"
import {
  closeService,
  createMeeting,
  makeKeys,
  type MadeMeeting,
  openService,
  type TestService,
} from "../harness/service.ts"

describe("a meeting at the service", () => {
  let service: TestService
  let made: MadeMeeting

  beforeEach(async () => {
    service = await openService()
    made = await createMeeting(service)
  })
  afterEach(() => closeService(service))

  const person = async () => new Participant(service, made, await makeKeys())

  it("goes from the password to a group of three with one epoch", async () => {
    const [alice, bob, charlie] = [await person(), await person(), await person()]
    const { proven } = await alice.prove()
    expect(proven.group).toBeNull()
    await alice.join()
    await bob.join()
    await charlie.join()
    await alice.caller.heard("joined", 2)
    await bob.caller.heard("joined", 2)
    await Promise.all([alice.settled(), bob.settled()])
    const states = [alice, bob, charlie].map(({ session }) => session.epochState)
    expect(new Set(states.map(({ epoch }) => epoch))).toEqual(new Set([2n]))
    expect(new Set(states.map(({ authenticator }) => toHex(authenticator))).size).toBe(1)
    expect((await (await person()).prove()).proven.group).toEqual({ admission: "open", epoch: 2n, link: "current" })
  })

  it("orders two commits of one epoch: the second is stale and hears what it missed", async () => {
    const [alice, bob] = [await person(), await person()]
    await alice.join()
    await bob.join()
    await alice.settled()
    const late = await alice.session.heal()
    const final = alice.caller.heard("commit", 2)
    // Bob's commit waits for alice's word, and alice's own commit comes before it.
    const [first, second] = [
      bob.commit(await bob.session.heal()),
      final.then(() => alice.client.commit(late.commit, () => {})),
    ]
    expect(await first).toMatchObject({ type: "outcome", outcome: "final", epoch: 2n })
    expect(await second).toMatchObject({ type: "stale", epoch: 2n, commits: [expect.any(Uint8Array)] })
  })

  it("replays the log to a member that lost its socket, and to no stranger", async () => {
    const [alice, bob] = [await person(), await person()]
    await alice.join()
    await bob.join()
    await alice.caller.heard("joined")
    await alice.settled()
    alice.client.close()
    await bob.commit(await bob.session.heal())
    const again = new Participant(service, made, alice.identity)
    const replayed = again.caller.heard("final", 2) // the first is that of the epoch that alice has
    await again.resume(alice)
    expect(await replayed).toMatchObject({ epoch: 2n })
    await again.settled()
    expect(toHex(again.session.epochState.authenticator)).toBe(toHex(bob.session.epochState.authenticator))
    const stranger = new Participant(service, made, await makeKeys())
    await expect(stranger.resume(bob)).rejects.toMatchObject({ fault: "not-a-member" })
  })

  it("tells members who left, and forgets the group with the last one", async () => {
    const [alice, bob] = [await person(), await person()]
    await alice.join()
    await bob.join()
    const left = alice.caller.heard("left")
    const { groupId } = bob.session.epochState
    await bob.leave()
    const push = await left
    expect(push.identityKey).toEqual(bob.identity.publicKey)
    expect(await isSigned(bob.identity.publicKey, push.signature, "leave", { groupId, leafKey: push.leafKey })).toBe(
      true,
    )
    await alice.commit(
      await alice.session.removeMembers([{ reason: "left", leafKey: push.leafKey, signature: push.signature }]),
    )
    await alice.leave()
    expect((await (await person()).prove()).proven.group).toBeNull()
  })

  it("takes in many newcomers at once, each in its turn", async () => {
    const first = await person()
    await first.join()
    const others = await Promise.all(Array.from({ length: 6 }, person))
    await Promise.all(others.map((other) => other.join()))
    await first.caller.heard("joined", 6)
    await first.settled()
    expect(first.session.epochState).toMatchObject({ epoch: 6n, members: { length: 7 } })
    expect(service.lines.filter((line) => line.event === "commit" && line.outcome === "stale")).toEqual([])
    expect(others.some(({ positions }) => positions.includes(0))).toBe(true)
  })
})
