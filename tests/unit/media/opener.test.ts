import fc from "fast-check"
import { beforeAll, beforeEach, describe, expect, it } from "vitest"
import { concat, toHex } from "../../../src/bytes/bytes.ts"
import { EpochLag } from "../../../src/media/epoch-lag.ts"
import { Epochs } from "../../../src/media/epochs.ts"
import type { FrameFault } from "../../../src/media/errors.ts"
import { HOLD_MS, Opener } from "../../../src/media/opener.ts"
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
  TRAILER,
} from "./fixtures.ts"

const VP8_KEY = Uint8Array.from({ length: 60 }, (_, index) => (index === 0 ? 0x10 : index))
const VP8_DELTA = Uint8Array.from({ length: 40 }, (_, index) => (index === 0 ? 0x31 : index))

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

describe("a track's opener", () => {
  it.each([
    ["opus", OPUS, undefined],
    ["vp8", VP8_KEY, "key"],
    ["vp8", VP8_DELTA, "delta"],
    ["vp9", VP8_KEY, "key"],
  ] as const)("opens what its person sealed for it (%s)", async (codec, frame, type) => {
    const sealed = await sealerOf(await clientOf(clock, bob, epoch1()), "camera")(frame, codec)
    expect(await openerOf(clock, await clientOf(clock, alice, epoch1()), bob, "camera")(sealed, codec, type)).toEqual(
      frame,
    )
  })

  it("opens any frame back to itself", async () => {
    const seal = sealerOf(await clientOf(clock, bob, epoch1()))
    const open = openerOf(clock, await clientOf(clock, alice, epoch1()), bob)
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 2000 }), async (frame) => {
        expect(await open(await seal(frame.slice()))).toEqual(frame)
      }),
    )
  })

  it("opens nothing with any bit flipped, clear prefix and header included", async () => {
    const sealed = await sealerOf(await clientOf(clock, bob, epoch1()), "camera")(VP8_KEY, "vp8")
    const alices = await clientOf(clock, alice, epoch1())
    for (let bit = 0; bit < 8 * sealed.length; bit++) {
      const flipped = sealed.slice()
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const opened = expect(openerOf(clock, alices, bob, "camera")(flipped, "vp8")).rejects.toThrow(
        expect.objectContaining({ name: "FrameError" }),
      )
      clock.advance(HOLD_MS) // an altered epoch is waited for
      // oxlint-disable-next-line no-await-in-loop -- each in turn, for the clock and the replay window are shared
      await opened
    }
    expect(await openerOf(clock, alices, bob, "camera")(sealed, "vp8", "key")).toEqual(VP8_KEY)
  })

  it("keeps the clear prefix readable and everything else not", async () => {
    const sealed = await sealerOf(await clientOf(clock, bob, epoch1()), "camera")(VP8_KEY, "vp8")
    expect(sealed.subarray(0, 10)).toEqual(VP8_KEY.subarray(0, 10))
    expect(Buffer.from(sealed).includes(Buffer.from(VP8_KEY.subarray(10, 18)))).toBe(false)
  })

  const refusals: [FrameFault, string, () => Promise<unknown>][] = [
    [
      "empty",
      "a frame of no bytes",
      async () => openerOf(clock, await clientOf(clock, alice, epoch1()), bob)(new Uint8Array(0)),
    ],
    [
      "plaintext",
      "an encoder's own frame",
      async () => openerOf(clock, await clientOf(clock, alice, epoch1()), bob)(OPUS),
    ],
    [
      "plaintext",
      "a VP8 frame that nobody sealed",
      async () => openerOf(clock, await clientOf(clock, alice, epoch1()), bob, "camera")(VP8_KEY, "vp8", "key"),
    ],
    [
      "injected-by-sfu",
      "LiveKit's own silence",
      async () => openerOf(clock, await clientOf(clock, alice, epoch1()), bob)(concat(OPUS, TRAILER)),
    ],
    [
      "malformed",
      "a frame that ends in its header",
      async () => {
        const sealed = await sealerOf(await clientOf(clock, bob, epoch1()))()
        return openerOf(clock, await clientOf(clock, alice, epoch1()), bob)(sealed.slice(0, 3))
      },
    ],
    [
      "malformed",
      "a frame too short for a tag",
      async () => {
        const sealed = await sealerOf(await clientOf(clock, bob, epoch1()))()
        return openerOf(clock, await clientOf(clock, alice, epoch1()), bob)(sealed.slice(0, 4 + 15))
      },
    ],
    [
      "malformed",
      "a VP8 delta frame that RTP calls a key frame",
      async () => {
        const sealed = await sealerOf(await clientOf(clock, bob, epoch1()), "camera")(VP8_DELTA, "vp8")
        return openerOf(clock, await clientOf(clock, alice, epoch1()), bob, "camera")(sealed, "vp8", "key")
      },
    ],
    [
      "unsupported-codec",
      "a frame said to be H.264",
      async () => {
        const sealed = await sealerOf(await clientOf(clock, bob, epoch1()), "camera")(VP8_KEY, "vp8")
        return openerOf(clock, await clientOf(clock, alice, epoch1()), bob, "camera")(sealed, "video/H264")
      },
    ],
    [
      "wrong-context",
      "the person's camera in the place of the screen",
      async () => {
        const sealed = await sealerOf(await clientOf(clock, bob, epoch1()), "camera")(VP8_KEY, "vp8")
        return openerOf(clock, await clientOf(clock, alice, epoch1()), bob, "screen")(sealed, "vp8", "key")
      },
    ],
    [
      "wrong-person",
      "another member's frame",
      async () => {
        const sealed = await sealerOf(await clientOf(clock, charlie, epoch1()))()
        return openerOf(clock, await clientOf(clock, alice, epoch1()), bob)(sealed)
      },
    ],
    [
      "reflected",
      "our own frame",
      async () => {
        const alices = await clientOf(clock, alice, epoch1())
        return openerOf(clock, alices, bob)(await sealerOf(alices)())
      },
    ],
    [
      "forged",
      "another member's frame re-labelled as the person's",
      async () => {
        const sealed = await sealerOf(await clientOf(clock, charlie, epoch1()))()
        sealed[2] = 1
        return openerOf(clock, await clientOf(clock, alice, epoch1()), bob)(sealed)
      },
    ],
    [
      "forged",
      "a frame of a leaf that is empty",
      async () => {
        const sealed = await sealerOf(await clientOf(clock, bob, epoch1()))()
        sealed[2] = 9
        return openerOf(clock, await clientOf(clock, alice, epoch1()), bob)(sealed)
      },
    ],
    [
      "forged",
      "a frame of the same number in another group",
      async () => {
        const elsewhere = { ...epoch1(), groupId: new Uint8Array(32).fill(8) }
        const sealed = await sealerOf(await clientOf(clock, bob, elsewhere))()
        return openerOf(clock, await clientOf(clock, alice, epoch1()), bob)(sealed)
      },
    ],
    [
      "replayed",
      "a frame that opened before",
      async () => {
        const sealed = await sealerOf(await clientOf(clock, bob, epoch1()))()
        const open = openerOf(clock, await clientOf(clock, alice, epoch1()), bob)
        expect(await open(sealed)).toEqual(OPUS)
        return open(sealed)
      },
    ],
    [
      "replayed",
      "a frame that opened before on another stream of the same person",
      async () => {
        const sealed = await sealerOf(await clientOf(clock, bob, epoch1()))()
        const alices = await clientOf(clock, alice, epoch1())
        const [first] = await Promise.all([openerOf(clock, alices, bob)(sealed), openerOf(clock, alices, bob)(sealed)])
        return first
      },
    ],
    [
      "retired",
      "a frame of before we joined",
      async () => {
        const sealed = await sealerOf(await clientOf(clock, bob, epoch1()))()
        return openerOf(clock, await clientOf(clock, alice, { ...epoch1(), epoch: 2n }), bob)(sealed)
      },
    ],
  ]

  it.each(refusals)("drops as %s: %s", async (name, _, attempt) => {
    await expect(attempt()).rejects.toThrow(fault(name))
  })

  it("takes no trailer that is so short that a sealed frame could end in it", async () => {
    const sealed = await sealerOf(await clientOf(clock, bob, epoch1()))()
    const options = { epochs: await clientOf(clock, alice, epoch1()), lag: new EpochLag(() => undefined), clock }
    const opener = new Opener(
      { identityKey: bob.identityKey, context: "microphone" },
      { ...options, trailer: () => sealed.slice(-2), isStopped: () => false },
    )
    const frame = { bytes: sealed, codec: "opus", type: undefined, arrivedAtMs: clock.now() }
    expect(await opener.open(frame)).toEqual(OPUS)
  })

  it("opens nothing of a track before it is known whose it must be, and then that person's frames", async () => {
    const seal = sealerOf(await clientOf(clock, bob, epoch1()))
    const lag = new EpochLag(() => undefined)
    const epochs = await clientOf(clock, alice, epoch1())
    const options = { epochs, lag, clock, trailer: () => TRAILER, isStopped: () => false }
    const opener = new Opener({ identityKey: null, context: "microphone" }, options)
    const open = async () =>
      opener.open({ bytes: await seal(), codec: "opus", type: undefined, arrivedAtMs: clock.now() })
    await expect(open()).rejects.toThrow(fault("wrong-person"))
    opener.identify(charlie.identityKey)
    await expect(open()).rejects.toThrow(fault("wrong-person"))
    opener.identify(bob.identityKey)
    expect(await open()).toEqual(OPUS)
  })

  it("drops a frame that waited for its epoch while its sender was stopped, and opens the next one once that is over", async () => {
    const bobs = await clientOf(clock, bob, epoch1())
    const alices = new Epochs(clock)
    let isStopped = false
    const environment = { epochs: alices, lag: new EpochLag(() => undefined), clock, trailer: () => TRAILER }
    const opener = new Opener(
      { identityKey: bob.identityKey, context: "microphone" },
      { ...environment, isStopped: (identity) => isStopped && identity === toHex(bob.identityKey) },
    )
    const [held, later, last] = await Promise.all([sealerOf(bobs)(), sealerOf(bobs)(), sealerOf(bobs)()])
    const open = (bytes: Uint8Array<ArrayBuffer>) =>
      opener.open({ bytes, codec: "opus", type: undefined, arrivedAtMs: clock.now() })
    const refused = expect(open(held)).rejects.toThrow(fault("stopped"))
    isStopped = true
    await alices.install(await keysFor(alice, epoch1()))
    await refused
    await expect(open(later)).rejects.toThrow(fault("stopped"))
    isStopped = false
    expect(await open(last)).toEqual(OPUS)
  })
})
