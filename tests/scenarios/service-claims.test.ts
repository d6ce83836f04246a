import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { LOST_MS } from "../../server/presence.ts"
import { RETURN_MS, SETTLE_MS } from "../../server/recovery.ts"
import { personPrefix } from "../../server/tokens.ts"
import { toHex } from "../../src/bytes/bytes.ts"
import type { Evidence } from "../../src/delivery/delivery-client.ts"
import { Company } from "../harness/company.ts"
import type { Participant } from "../harness/participant.ts"
import { closeService, SFU_KEYS } from "../harness/service.ts"
import { SfuApi } from "../harness/sfu-api.ts"
import { SteppedClock } from "../harness/stepped-clock.ts"

describe("what members claim after a restart", () => {
  let clock: SteppedClock
  let company: Company

  beforeEach(async () => {
    clock = new SteppedClock()
    company = await Company.open({ clock })
  })
  afterEach(() => closeService(company.service))

  const restart = (people: readonly Participant[]) => company.restart(people, { clock })

  /** They come back, and the service has heard their claims; `shows` replaces what one of them shows. */
  async function claim(people: readonly Participant[], shows: ReadonlyMap<Participant, Evidence> = new Map()) {
    const claimed = company.service.lineOf((line) => line.event === "group-claimed" && line.claims === people.length)
    const returned = people.map((old) => company.again(old))
    const answers = people.map(async (old, at) => {
      const one = returned[at]
      const shown = shows.get(old)
      return one?.resume(old, shown && (async () => shown)).catch((error: unknown) => error)
    })
    await claimed
    return { returned, answers: Promise.all(answers) }
  }

  /** A second of the claims is enough for the service to settle. */
  async function settle(people: readonly Participant[], shows?: ReadonlyMap<Participant, Evidence>) {
    const { returned, answers } = await claim(people, shows)
    clock.advance(SETTLE_MS)
    return { returned, answers: await answers }
  }

  it("is settled after a moment when one of them does not come, and no sooner", async () => {
    const people = await company.trio()
    await restart(people)
    const { answers } = await claim(people.slice(0, 2))
    clock.advance(SETTLE_MS - 1)
    expect((await (await company.person()).prove()).proven.group).toBeNull()
    clock.advance(1)
    expect(await answers).toMatchObject([{ type: "resumed" }, { type: "resumed" }])
    expect((await (await company.person()).prove()).proven.group).toMatchObject({ epoch: 2n })
  })

  it("is settled at once when all have come", async () => {
    const people = await company.trio()
    await restart(people)
    const { answers } = await claim(people)
    expect(await answers).toMatchObject(people.map(() => ({ type: "resumed", from: 2, upTo: 3 })))
  })

  it("brings a late one back where it stands in the others' epoch", async () => {
    const people = await company.trio()
    const [alice, bob, charlie] = people
    await restart(people)
    const { returned } = await settle([alice, bob])
    const [first] = returned
    if (!first) throw new RangeError("nobody returned")
    await first.commit(await first.session.heal())
    const late = company.again(charlie)
    const caughtUp = late.caller.heard("final", 2)
    expect(await late.resume(charlie)).toMatchObject({ type: "resumed", from: 2 })
    await caughtUp
    await late.settled()
    expect(toHex(late.session.epochState.authenticator)).toBe(toHex(first.session.epochState.authenticator))
  })

  it("sends a late one away that is on another branch, and it enters in place of its leaf", async () => {
    const people = await company.trio()
    const [alice, bob, charlie] = people
    const ahead = await charlie.stray()
    await restart(people)
    await settle([alice, bob])
    const late = company.again(charlie)
    await expect(late.resume(charlie, async () => ahead)).rejects.toMatchObject({ fault: "forked" })
    const anew = company.again(charlie)
    await anew.join()
    expect(anew.session.epochState).toMatchObject({ epoch: 3n, members: { length: 3 } })
    // The new leaf is of this service's life, so its holder has nothing to show.
    expect(await company.again(charlie).resume(anew, neverAsked)).toMatchObject({ type: "resumed" })
  })

  it("sends one away that missed more than anybody shows", async () => {
    const people = await company.trio()
    const [alice, bob, charlie] = people
    charlie.manner = "deaf"
    const final = alice.caller.heard("final", 3)
    await bob.commit(await bob.session.heal())
    await final
    await company.settled(people)
    await restart(people)
    const shows = await Promise.all([alice, bob].map(async (one) => [one, await forgetfully(one)] as const))
    const { answers } = await settle(people, new Map(shows))
    expect(answers).toMatchObject([{ type: "resumed" }, { type: "resumed" }, { fault: "log-too-old" }])
  })

  it("follows two honest members and not a third with a branch that it made up", async () => {
    const people = await company.trio()
    const [alice, bob, mallory] = people
    const madeUp = await mallory.stray()
    await restart(people)
    const { answers } = await settle(people, new Map([[mallory, { ...madeUp, commits: [] }]]))
    expect(answers).toMatchObject([{ type: "resumed" }, { type: "resumed" }, { fault: "forked" }])
    expect([alice, bob].map(({ session }) => session.epochState.epoch)).toEqual([2n, 2n])
  })

  it("follows a branch that all can reach by its commits: any member could have made them", async () => {
    const people = await company.trio()
    const [alice, bob, eager] = people
    const ahead = await eager.stray()
    await restart(people)
    const { returned, answers } = await settle(people, new Map([[eager, ahead]]))
    expect(answers).toMatchObject(people.map(() => ({ type: "resumed" })))
    await Promise.all(returned.slice(0, 2).map((one) => one.caller.heard("final")))
    await company.settled(returned)
    expect([alice, bob].map(({ session }) => session.epochState.epoch)).toEqual([3n, 3n])
  })

  it("follows two honest members and not a former one with an old tree", async () => {
    const people = await company.trio()
    const [alice, bob, mallory] = people
    const old = await mallory.evidence()
    const left = alice.caller.heard("left")
    const { leafKey, signature } = await mallory.session.signLeave()
    await mallory.client.leave(leafKey, signature)
    await left
    const final = bob.caller.heard("final", 2)
    await alice.commit(await alice.session.removeMembers([{ reason: "left", leafKey, signature }]))
    await final
    await company.settled([alice, bob])
    await restart(people)
    const { answers } = await claim(people, new Map([[mallory, old]]))
    expect(await answers).toMatchObject([{ type: "resumed" }, { type: "resumed" }, { fault: "not-a-member" }])
  })

  it("takes no claim by another's leaf, of another meeting, or with commits out of order", async () => {
    const people = await company.trio()
    const [alice, bob] = people
    const { groupInfo, commits } = await bob.evidence()
    const other = await Company.open({ clock })
    const [stranger] = await other.trio()
    const foreign = await stranger.evidence()
    await closeService(other.service)
    await restart(people)
    const refused = async (evidence: Evidence) => company.again(alice).resume(alice, async () => evidence)
    await expect(refused({ groupInfo, commits })).rejects.toMatchObject({ fault: "not-a-member" })
    await expect(refused(foreign)).rejects.toMatchObject({ fault: "group-malformed" })
    const own = await alice.evidence()
    await expect(refused({ ...own, commits: own.commits.toReversed() })).rejects.toMatchObject({
      fault: "group-malformed",
    })
    await expect(refused({ ...own, groupInfo: Uint8Array.of(1) })).rejects.toMatchObject({ fault: "group-malformed" })
    const { answers } = await settle([alice])
    expect(answers).toMatchObject([{ type: "resumed" }])
  })

  it("keeps others from founding for as long as members may come back, and no longer", async () => {
    const people = await company.trio()
    await restart(people)
    const [alice] = people
    const newcomer = await company.person()
    await newcomer.prove()
    const entering = newcomer.enter()
    await newcomer.queued()
    clock.advance(RETURN_MS - 1)
    expect(newcomer.positions).toEqual([0])
    const forgotten = company.service.lineOf(({ event }) => event === "group-forgotten")
    clock.advance(1)
    await forgotten
    expect(await entering).toMatchObject({ type: "may-found" })
    await expect(company.again(alice).resume(alice)).rejects.toMatchObject({ fault: "unknown-group" })
  })

  it("lets in who waited meanwhile", async () => {
    const people = await company.trio()
    await restart(people)
    const newcomer = await company.person()
    await newcomer.prove()
    const entering = newcomer.enter()
    await newcomer.queued()
    await company.comeBack(people)
    expect(await entering).toMatchObject({ type: "may-join" })
  })

  it("leaves nothing on disk of a group whose last member has left", async () => {
    const alice = await company.person()
    await alice.join()
    await alice.leave()
    await restart([alice])
    const newcomer = await company.person()
    await newcomer.prove()
    expect(await newcomer.enter()).toMatchObject({ type: "may-found" })
  })
})

describe("who does not come back after a restart", () => {
  let clock: SteppedClock
  let sfu: SfuApi
  let company: Company

  beforeEach(async () => {
    clock = new SteppedClock()
    sfu = await SfuApi.open()
    company = await Company.open(options())
  })
  afterEach(async () => {
    await closeService(company.service)
    await sfu.close()
  })

  const options = () => ({ clock, sfu: { address: sfu.address, ...SFU_KEYS } })

  it("is gone when the SFU has no session of it either, and not while it has", async () => {
    const people = await company.trio()
    const [alice, bob, charlie] = people
    await company.restart(people, options())
    const { room } = await returnOf(alice)
    sfu.identities.add(`${personPrefix(room, bob.identity.publicKey)}.0000000000000001`)
    // Who has a session is asked when a group comes back, so it does once more.
    await company.restart(people, options())
    const listed = company.service.lineOf((line) => line.event === "room-listed" && line.sessions === 1)
    const again = company.again(alice)
    await returnOf(alice, again)
    await listed
    clock.advance(LOST_MS)
    const gone = await again.caller.heard("gone")
    expect(toHex(gone.identityKey)).toBe(toHex(charlie.identity.publicKey))
  })

  async function returnOf(old: Participant, one = company.again(old)) {
    const claimed = company.service.lineOf(({ event }) => event === "group-claimed")
    const resuming = one.resume(old)
    await claimed
    clock.advance(SETTLE_MS)
    return resuming
  }
})

/** Its epoch, and none of the commits that led there. */
async function forgetfully(one: Participant): Promise<Evidence> {
  return { ...(await one.evidence()), commits: [] }
}

const neverAsked = () => Promise.reject(new Error("nothing was lost"))
