import { describe, expect, it } from "vitest"
import type { EpochMember, EpochState } from "../../../src/mls/epoch-state.ts"
import { StateReceiver, StateSender } from "../../../src/mls/sent-state.ts"
import { ANA, BEN, CHIDI, epochOf } from "../meeting/fixtures.ts"
import { Gathering, Meeting } from "./people.ts"

/** Both ends, and the wire between them. */
class Crossing {
  readonly #sender = new StateSender()
  readonly #receiver = new StateReceiver()
  /** How many members crossed whole, by crossing. */
  readonly whole: number[] = []

  cross(state: EpochState): EpochState {
    const sent = structuredClone(this.#sender.send(state))
    this.whole.push(sent.newMembers.size)
    return this.#receiver.receive(sent)
  }
}

/** An epoch of the same objects, as a session describes the next one. */
function follow(before: EpochState, members: readonly EpochMember[]): EpochState {
  return { ...before, epoch: before.epoch + 1n, members }
}

const ana: EpochMember = { ...ANA, leaf: 0 }
const ben: EpochMember = { ...BEN, leaf: 1 }
const chidi: EpochMember = { ...CHIDI, leaf: 2 }
const THREE: EpochState = { ...epochOf(1n, []), members: [ana, ben, chidi] }

describe("epochs that cross from the MLS worker", () => {
  it("arrive as they were sent, each member whole once, and the same object while they stay as they are", () => {
    const crossing = new Crossing()
    const first = crossing.cross(THREE)
    const second = crossing.cross(follow(THREE, [ana, chidi]))
    expect(first).toEqual(THREE)
    expect(second.members).toEqual([ana, chidi])
    expect(second.members[0]).toBe(first.members[0])
    expect(second.members[1]).toBe(first.members[2])
    expect(crossing.whole).toEqual([3, 0])
    expect(second.members).not.toContainEqual(ben)
  })

  it("bring somebody else in a leaf that became free, and never who was in it", () => {
    const crossing = new Crossing()
    crossing.cross(follow(THREE, [ana, ben]))
    const dora = { ...ben, name: "Dora" }
    expect(crossing.cross(follow(THREE, [ana, dora])).members.map(({ name }) => name)).toEqual(["Ana", "Dora"])
    expect(crossing.whole).toEqual([2, 1])
  })

  it("bring back who is in again once an epoch is taken back", () => {
    const crossing = new Crossing()
    crossing.cross(THREE)
    crossing.cross(follow(THREE, THREE.members.slice(0, 2)))
    expect(crossing.cross(THREE)).toEqual(THREE)
    expect(crossing.whole).toEqual([3, 0, 1])
  })

  it("are refused when they name a member who never crossed", () => {
    const sender = new StateSender()
    sender.send(THREE)
    const second = sender.send(follow(THREE, THREE.members.slice(0, 2)))
    expect(() => new StateReceiver().receive(second)).toThrow(expect.objectContaining({ fault: "worker-failed" }))
  })

  it("are described with the same members where nothing of them changed", async () => {
    const gathering = await Gathering.of(await Meeting.create(), "anna", "ben")
    const { session } = gathering.person("anna")
    const before = session.epochState.members
    await gathering.join("cleo")
    const after = session.epochState.members
    expect(after.map(({ name }) => name)).toEqual(["anna", "ben", "cleo"])
    expect(after.slice(0, 2).map((member, leaf) => member === before[leaf])).toEqual([true, true])
  })
})
