import { beforeAll, beforeEach, describe, expect, it } from "vitest"
import { decodeHeader } from "../../../src/media/header.ts"
import type { EpochKeys } from "../../../src/media/epoch.ts"
import { EpochLag } from "../../../src/media/epoch-lag.ts"
import { Epochs, OLD_CONTEXT_MS, OLD_KEYS_AFTER_REMOVAL_MS, OLD_KEYS_MS } from "../../../src/media/epochs.ts"
import type { TrackContext } from "../../../src/media/kid.ts"
import { Opener } from "../../../src/media/opener.ts"
import { Sealer } from "../../../src/media/sealer.ts"
import { type EpochSketch, FakeClock, fault, keysFor, makePerson, OPUS, type Person } from "./fixtures.ts"

let alice: Person
let bob: Person
let charlie: Person
let clock: FakeClock
let alices: Epochs
let bobs: Epochs

beforeAll(async () => {
  ;[alice, bob, charlie] = await Promise.all([makePerson(), makePerson(), makePerson()])
})

beforeEach(async () => {
  clock = new FakeClock()
  alices = new Epochs(clock)
  bobs = new Epochs(clock)
  await install({ epoch: 1n, people: [alice, bob, charlie] })
  alices.switchTo(1n)
  bobs.switchTo(1n)
})

async function install(sketch: EpochSketch): Promise<void> {
  await alices.install(await keysFor(alice, sketch))
  await bobs.install(await keysFor(bob, sketch))
}

/** A frame of bob's, sealed under the epoch that is in force for him. */
function sealed(context: TrackContext = "microphone"): Promise<Uint8Array<ArrayBuffer>> {
  return new Sealer(bobs, context).seal(OPUS, "opus")
}

function open(bytes: Uint8Array<ArrayBuffer>, context: TrackContext = "microphone") {
  const lag = new EpochLag(() => undefined)
  const options = { epochs: alices, lag, clock, trailer: () => new Uint8Array(0), isStopped: () => false }
  const opener = new Opener({ identityKey: bob.identityKey, context }, options)
  return opener.open({ bytes, codec: "opus", type: undefined, arrivedAtMs: clock.now() })
}

describe("sending", () => {
  it("needs an epoch in force, which installing alone does not make", async () => {
    const epochs = new Epochs(clock)
    const seal = () => new Sealer(epochs, "camera").seal(OPUS, "opus")
    await expect(seal()).rejects.toThrow(fault("no-epoch"))
    expect(() => epochs.dataEpoch("chat")).toThrow(fault("no-epoch"))
    await epochs.install(await keysFor(alice, { epoch: 1n, people: [alice] }))
    await expect(seal()).rejects.toThrow(fault("no-epoch"))
    expect(epochs.dataEpoch("chat").number).toBe(1n)
    epochs.switchTo(1n)
    expect(await seal()).toHaveLength(4 + OPUS.length + 16)
  })

  it("seals nothing that people say or show once it is halted, until an epoch is in force again", async () => {
    const frame = (): Promise<Uint8Array> => new Sealer(alices, "camera").seal(OPUS, "opus")
    alices.halt()
    await expect(frame()).rejects.toThrow(fault("no-epoch"))
    expect(() => alices.dataEpoch("chat")).toThrow(fault("no-epoch"))
    for (const kind of ["heartbeat", "ack"]) expect(alices.dataEpoch(kind).number).toBe(1n) // the way back needs them
    await alices.install(await keysFor(alice, { epoch: 2n, people: [alice, bob] }))
    await expect(frame()).rejects.toThrow(fault("no-epoch"))
    alices.switchTo(2n)
    expect(await frame()).toHaveLength(4 + OPUS.length + 16)
    expect(alices.dataEpoch("chat").number).toBe(2n)
  })

  it("may go on under the epoch in which it was halted, with the counter where it was", async () => {
    const before = decodeHeader(await new Sealer(alices, "camera").seal(OPUS, "opus"))
    alices.halt()
    alices.switchTo(1n)
    expect(decodeHeader(await new Sealer(alices, "camera").seal(OPUS, "opus")).counter).toBe(before.counter + 1n)
  })

  it("never repeats a counter, however often a track is published anew and whoever else sends in that context", async () => {
    const sealers = [new Sealer(bobs, "camera"), new Sealer(bobs, "camera")]
    const frames = await Promise.all(
      Array.from({ length: 50 }, (_, index) => {
        const sealer = index < 30 ? sealers[index % 2] : new Sealer(bobs, "camera")
        return sealer?.seal(OPUS, "opus") ?? Promise.reject(new Error("no sealer"))
      }),
    )
    const counters = frames.map((frame) => decodeHeader(frame).counter).sort((a, b) => Number(a - b))
    expect(counters).toEqual(Array.from({ length: 50 }, (_, index) => BigInt(index)))
  })

  it("goes on with the counter when the same epoch is installed again", async () => {
    await sealed()
    await install({ epoch: 1n, people: [alice, bob, charlie] })
    bobs.switchTo(1n)
    expect(decodeHeader(await sealed()).counter).toBe(1n)
  })

  it("counts each context and each epoch for itself", async () => {
    await sealed()
    expect(decodeHeader(await sealed("camera")).counter).toBe(0n)
    await install({ epoch: 2n, people: [alice, bob, charlie] })
    bobs.switchTo(2n)
    expect(decodeHeader(await sealed()).counter).toBe(0n)
  })

  it("refuses keys that were let go before, for their counters are forgotten", async () => {
    const first = await keysFor(bob, { epoch: 1n, people: [alice, bob, charlie] })
    await install({ epoch: 2n, people: [alice, bob] })
    bobs.switchTo(2n)
    clock.advance(OLD_KEYS_MS)
    await expect(bobs.install(first)).rejects.toThrow(fault("retired"))
    await bobs.install(await keysFor(bob, { epoch: 3n, people: [alice, bob] }))
    bobs.switchTo(3n)
    expect(decodeHeader(await sealed()).counter).toBe(0n)
  })

  it("goes on where it was when a commit that was taken back comes into force after all", async () => {
    const before = decodeHeader(await sealed()).counter
    bobs.retire(1n)
    await bobs.install(await keysFor(bob, { epoch: 1n, people: [alice, bob, charlie] }))
    bobs.switchTo(1n)
    expect(decodeHeader(await sealed()).counter).toBe(before + 1n)
  })

  it("remembers the counters of the last sixteen epochs that were taken back, and refuses older ones", async () => {
    for (let variant = 0; variant < 17; variant++) {
      await bobs.install(await bobsSecond(variant)) // oxlint-disable-line no-await-in-loop -- one after the other
      bobs.retire(2n)
    }
    await expect(bobs.install(await bobsSecond(0))).rejects.toThrow(fault("retired"))
    await bobs.install(await bobsSecond(1))
  })

  it("never goes back to an older epoch", async () => {
    await install({ epoch: 2n, people: [alice, bob] })
    bobs.switchTo(2n)
    expect(() => bobs.switchTo(1n)).toThrow(fault("retired"))
    expect(decodeHeader(await sealed()).kid & 0xffn).toBe(2n)
  })

  it("stops when the epoch in force is taken back, until another is put in force", async () => {
    await install({ epoch: 2n, people: [alice, bob] })
    bobs.switchTo(2n)
    bobs.retire(2n)
    await expect(sealed()).rejects.toThrow(fault("no-epoch"))
    bobs.switchTo(1n)
    expect(await open(await sealed())).toEqual(OPUS)
  })
})

/** Bob's keys after one of many commits that begin the second epoch. */
function bobsSecond(variant: number): Promise<EpochKeys> {
  return keysFor(bob, { epoch: 2n, people: [alice, bob], variant: String(variant) })
}

/** A frame of bob's in the epoch before this one, which is then in force for alice. */
async function frameOfOldEpoch(sketch: EpochSketch): Promise<Uint8Array<ArrayBuffer>> {
  const frame = await sealed()
  await install(sketch)
  alices.switchTo(sketch.epoch)
  return frame
}

describe("old keys", () => {
  it("open for five seconds after a join, and no longer", async () => {
    const frame = await frameOfOldEpoch({ epoch: 2n, people: [alice, bob, charlie], change: "join" })
    const another = await sealed()
    clock.advance(OLD_KEYS_MS - 1)
    expect(await open(frame)).toEqual(OPUS)
    clock.advance(1)
    await expect(open(another)).rejects.toThrow(fault("retired"))
  })

  it("open for one second after a removal, and no longer", async () => {
    const frame = await frameOfOldEpoch({ epoch: 2n, people: [alice, bob], change: "removal" })
    const another = await sealed()
    clock.advance(OLD_KEYS_AFTER_REMOVAL_MS - 1)
    expect(await open(frame)).toEqual(OPUS)
    clock.advance(1)
    await expect(open(another)).rejects.toThrow(fault("retired"))
  })

  it("go after one second when the removal was in an epoch that was passed over", async () => {
    const frame = await sealed()
    await install({ epoch: 2n, people: [alice, bob], change: "removal" })
    await install({ epoch: 3n, people: [alice, bob, charlie], change: "join" })
    alices.switchTo(3n)
    clock.advance(OLD_KEYS_AFTER_REMOVAL_MS)
    await expect(open(frame)).rejects.toThrow(fault("retired"))
  })

  it("of one context go 200 ms after its sender's first frame under the newer epoch; other contexts stay", async () => {
    const [early, late, camera] = [await sealed(), await sealed(), await sealed("camera")]
    await install({ epoch: 2n, people: [alice, bob, charlie] })
    bobs.switchTo(2n)
    expect(await open(await sealed())).toEqual(OPUS)
    clock.advance(OLD_CONTEXT_MS - 1)
    expect(await open(early)).toEqual(OPUS)
    clock.advance(1)
    await expect(open(late)).rejects.toThrow(fault("retired"))
    expect(await open(camera, "camera")).toEqual(OPUS)
  })

  it("are not let go by a frame that only claims to be of a newer epoch", async () => {
    const frame = await sealed()
    const forged = await sealed()
    await install({ epoch: 2n, people: [alice, bob, charlie] })
    forged[3] = 2
    await expect(open(forged)).rejects.toThrow(fault("forged"))
    clock.advance(OLD_CONTEXT_MS)
    expect(await open(frame)).toEqual(OPUS)
  })

  it("open again when the newer epoch is taken back, but no frame a second time", async () => {
    const [first, second] = [await sealed(), await sealed()]
    expect(await open(first)).toEqual(OPUS)
    await install({ epoch: 2n, people: [alice, bob], change: "removal" })
    bobs.switchTo(2n)
    alices.switchTo(2n)
    expect(await open(await sealed())).toEqual(OPUS)
    clock.advance(OLD_CONTEXT_MS)
    await expect(open(second)).rejects.toThrow(fault("retired"))
    alices.retire(2n)
    clock.advance(OLD_KEYS_AFTER_REMOVAL_MS)
    expect(await open(second)).toEqual(OPUS)
    await expect(open(first)).rejects.toThrow(fault("replayed"))
  })

  it("are replaced when an epoch comes again with other keys", async () => {
    await install({ epoch: 2n, people: [alice, bob, charlie] })
    bobs.switchTo(2n)
    const frame = await sealed()
    await alices.install(await keysFor(alice, { epoch: 2n, people: [alice, bob], variant: "after restoring" }))
    await expect(open(frame)).rejects.toThrow(fault("forged"))
  })
})

describe("an epoch", () => {
  it.each([
    ["without our own leaf", { ownLeaf: 5 }],
    ["with a leaf beyond 255", { ownLeaf: 256 }],
  ])("%s is refused", async (_, { ownLeaf }) => {
    const keys = await keysFor(alice, { epoch: 2n, people: [alice, bob] })
    const far = ownLeaf > 255 ? [{ ...alice, leaf: ownLeaf }] : []
    await expect(alices.install({ ...keys, ownLeaf, leaves: [...keys.leaves, ...far] })).rejects.toThrow(RangeError)
    await alices.install(keys)
  })

  it("that names a leaf twice is refused", async () => {
    const keys = await keysFor(alice, { epoch: 2n, people: [alice, bob] })
    await expect(alices.install({ ...keys, leaves: [...keys.leaves, { ...charlie, leaf: 1 }] })).rejects.toThrow(
      RangeError,
    )
    await alices.install(keys)
  })
})
