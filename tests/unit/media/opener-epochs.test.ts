// Frames that were sealed in another epoch than the one that their opener is in.

import { beforeAll, beforeEach, describe, expect, it } from "vitest"
import { Epochs } from "../../../src/media/epochs.ts"
import { HOLD_MS } from "../../../src/media/opener.ts"
import {
  clientOf,
  type EpochSketch,
  FakeClock,
  fault,
  keysFor,
  makePerson,
  OPUS,
  openerOf,
  type Person,
  sealerOf,
  settled,
} from "./fixtures.ts"

let alice: Person
let bob: Person
let charlie: Person
let clock: FakeClock

beforeAll(async () => {
  ;[alice, bob, charlie] = await Promise.all([makePerson(), makePerson(), makePerson()])
})

beforeEach(() => {
  clock = new FakeClock()
})

function epoch1(): EpochSketch {
  return { epoch: 1n, people: [alice, bob, charlie] }
}

describe("a track's opener, of frames of other epochs", () => {
  it("never opens a frame of a leaf for the person who has that leaf in the next epoch", async () => {
    const before: EpochSketch = { epoch: 1n, people: [alice, null, bob] }
    const after: EpochSketch = { epoch: 2n, people: [alice, null, charlie] }
    const bobs = await clientOf(clock, bob, before)
    const alices = await clientOf(clock, alice, before, after)
    await expect(openerOf(clock, alices, charlie)(await sealerOf(bobs)())).rejects.toThrow(fault("wrong-person"))
    const charlies = await clientOf(clock, charlie, after)
    await expect(openerOf(clock, alices, bob)(await sealerOf(charlies)())).rejects.toThrow(fault("wrong-person"))
    expect(await openerOf(clock, alices, bob)(await sealerOf(bobs)())).toEqual(OPUS)
    expect(await openerOf(clock, alices, charlie)(await sealerOf(charlies)())).toEqual(OPUS)
  })

  it("opens a rejoined person's frames from either leaf, each by its own epoch", async () => {
    const before: EpochSketch = { epoch: 1n, people: [alice, bob] }
    const after: EpochSketch = { epoch: 2n, people: [alice, null, bob] }
    const alices = await clientOf(clock, alice, before, after)
    const open = openerOf(clock, alices, bob)
    expect(await open(await sealerOf(await clientOf(clock, bob, before))())).toEqual(OPUS)
    expect(await open(await sealerOf(await clientOf(clock, bob, after))())).toEqual(OPUS)
  })

  it("holds a frame of an epoch to come, and opens it when it is installed", async () => {
    const alices = await clientOf(clock, alice, epoch1())
    const sealed = await sealerOf(await clientOf(clock, bob, { ...epoch1(), epoch: 2n }))()
    const opened = openerOf(clock, alices, bob)(sealed)
    await settled()
    clock.advance(HOLD_MS - 1)
    await alices.install(await keysFor(alice, { ...epoch1(), epoch: 2n }))
    expect(await opened).toEqual(OPUS)
  })

  it("drops a held frame as retired as soon as the first epoch that we enter is a later one", async () => {
    const alices = new Epochs(clock)
    const old = await sealerOf(await clientOf(clock, bob, epoch1()))()
    const opened = expect(openerOf(clock, alices, bob)(old)).rejects.toThrow(fault("retired"))
    await settled()
    await alices.install(await keysFor(alice, { ...epoch1(), epoch: 2n }))
    await opened // without any time having passed
  })

  it("drops as unknown-epoch a frame whose epoch does not come in 500 ms", async () => {
    const sealed = await sealerOf(await clientOf(clock, bob, { ...epoch1(), epoch: 2n }))()
    const opened = expect(openerOf(clock, await clientOf(clock, alice, epoch1()), bob)(sealed)).rejects.toThrow(
      fault("unknown-epoch"),
    )
    await settled()
    clock.advance(HOLD_MS)
    await opened
  })

  it("tells epochs 256 apart by the latest, and lets the older go", async () => {
    const early: EpochSketch = { epoch: 1n, people: [alice, bob] }
    const late: EpochSketch = { epoch: 257n, people: [alice, bob] }
    const alices = await clientOf(clock, alice, early, late)
    const open = openerOf(clock, alices, bob)
    await expect(open(await sealerOf(await clientOf(clock, bob, early))())).rejects.toThrow(fault("forged"))
    expect(await open(await sealerOf(await clientOf(clock, bob, late))())).toEqual(OPUS)
  })
})
