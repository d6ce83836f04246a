import { beforeAll, beforeEach, describe, expect, it } from "vitest"
import { encodeCbor } from "../../../src/bytes/cbor.ts"
import { concat, utf8 } from "../../../src/bytes/bytes.ts"
import { MAX_BODY_BYTES } from "../../../src/media/data-message.ts"
import { Epoch } from "../../../src/media/epoch.ts"
import type { FrameFault } from "../../../src/media/errors.ts"
import { FrameCore } from "../../../src/media/frame-core.ts"
import { encodeHeader } from "../../../src/media/header.ts"
import { AES_256_GCM_SHA512_128 } from "../../../src/media/keys.ts"
import { encodeKid } from "../../../src/media/kid.ts"
import type { Answer } from "../../../src/media/worker-protocol.ts"
import { type EpochSketch, FakeClock, keysFor, makePerson, type Person, settled } from "./fixtures.ts"

const MAX_PACKET_BYTES = 14_000

let alice: Person
let bob: Person
let charlie: Person
let clock: FakeClock
let alices: FrameCore
let bobs: FrameCore

beforeAll(async () => {
  ;[alice, bob, charlie] = await Promise.all([makePerson(), makePerson(), makePerson()])
})

beforeEach(async () => {
  clock = new FakeClock()
  alices = await client(alice, { epoch: 1n, people: [alice, bob, charlie] })
  bobs = await client(bob, { epoch: 1n, people: [alice, bob, charlie] })
})

async function client(person: Person, ...sketches: EpochSketch[]): Promise<FrameCore> {
  const core = new FrameCore(() => undefined, clock)
  for (const sketch of sketches) {
    // oxlint-disable-next-line no-await-in-loop -- epochs follow one another
    await core.handle({ type: "install", keys: await keysFor(person, sketch) })
  }
  return core
}

async function sealed(
  core: FrameCore,
  body: Uint8Array = utf8("hello"),
  counter = 0n,
): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await core.handle({ type: "seal-data", message: { kind: "chat", counter, body } })
  if (answer.type !== "packet") throw new Error(`not sealed: ${JSON.stringify(answer)}`)
  return answer.packet
}

/** `from`: who it is by the SFU's word. */
function open(core: FrameCore, packet: Uint8Array, from: Person | null = null): Promise<Answer> {
  return core.handle({ type: "open-data", packet, from: from && from.identityKey })
}

function failed(fault: FrameFault | null): unknown {
  return expect.objectContaining({ type: "failed", fault })
}

/** Something sealed with bob's data key that `sealDataMessage` would not have sealed. */
async function sealedByBob(payload: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const keys = await keysFor(bob, { epoch: 1n, people: [alice, bob, charlie] })
  const epoch = await Epoch.from(keys, AES_256_GCM_SHA512_128)
  return (await epoch.sealingKey("data")).seal(payload, 0)
}

describe("a data message", () => {
  it("opens with its sender's identity and leaf", async () => {
    expect(await open(alices, await sealed(bobs))).toEqual({
      type: "message",
      message: {
        kind: "chat",
        counter: 0n,
        body: utf8("hello"),
        identityKey: bob.identityKey,
        leafKey: bob.leafKey,
        leaf: 1,
        epoch: 1n,
      },
    })
  })

  it("of the longest body stays within the data channel's packet, and one byte more is refused", async () => {
    const packet = await sealed(bobs, new Uint8Array(MAX_BODY_BYTES), (1n << 64n) - 1n)
    expect(packet.length).toBeLessThanOrEqual(MAX_PACKET_BYTES)
    expect(await open(alices, packet)).toMatchObject({ type: "message" })
    const message = { kind: "chat", counter: 1n, body: new Uint8Array(MAX_BODY_BYTES + 1) }
    expect(await bobs.handle({ type: "seal-data", message })).toEqual(failed("too-large"))
  })

  it("is not sealed without an epoch, nor of a kind that is no word", async () => {
    const nobody = new FrameCore(() => undefined, clock)
    const message = { kind: "chat", counter: 0n, body: utf8("x") }
    expect(await nobody.handle({ type: "seal-data", message })).toEqual(failed("no-epoch"))
    expect(await bobs.handle({ type: "seal-data", message: { ...message, kind: "No word" } })).toEqual(failed(null))
  })

  it("is sealed under the newest installed epoch, before media is", async () => {
    await bobs.handle({ type: "install", keys: await keysFor(bob, { epoch: 2n, people: [alice, bob] }) })
    const charlies = await client(charlie, { epoch: 1n, people: [alice, bob, charlie] })
    const opened = open(charlies, await sealed(bobs))
    await settled()
    clock.advance(500)
    expect(await opened).toEqual(failed("unknown-epoch"))
    await alices.handle({ type: "install", keys: await keysFor(alice, { epoch: 2n, people: [alice, bob] }) })
    expect(await open(alices, await sealed(bobs))).toMatchObject({ message: { epoch: 2n } })
  })

  it("waits for its epoch", async () => {
    await bobs.handle({ type: "install", keys: await keysFor(bob, { epoch: 2n, people: [alice, bob] }) })
    const opened = open(alices, await sealed(bobs))
    await settled()
    await alices.handle({ type: "install", keys: await keysFor(alice, { epoch: 2n, people: [alice, bob] }) })
    expect(await opened).toMatchObject({ message: { epoch: 2n } })
  })

  it("waits behind an earlier one of its sender, but not behind another's", async () => {
    const charlies = await client(charlie, { epoch: 1n, people: [alice, bob, charlie] })
    const late = await sealed(bobs)
    await bobs.handle({ type: "install", keys: await keysFor(bob, { epoch: 2n, people: [alice, bob] }) })
    const order: string[] = []
    const opened = [await sealed(bobs), late].map(async (packet, index) => {
      const answer = await open(alices, packet)
      order.push(`bob ${index} ${answer.type}`)
    })
    expect(await open(alices, await sealed(charlies))).toMatchObject({ type: "message" })
    await settled()
    expect(order).toEqual([])
    await alices.handle({ type: "install", keys: await keysFor(alice, { epoch: 2n, people: [alice, bob] }) })
    await Promise.all(opened)
    expect(order).toEqual(["bob 0 message", "bob 1 message"])
  })

  it("is dropped as replayed when its packet comes twice", async () => {
    const packet = await sealed(bobs)
    expect(await open(alices, packet)).toMatchObject({ type: "message" })
    expect(await open(alices, packet)).toEqual(failed("replayed"))
  })

  it("is dropped as an impostor's when another member sealed it in the sender's name", async () => {
    // Charlie has the group's keys, so he can seal with bob's KID; he has not bob's leaf key.
    const keys = await keysFor(bob, { epoch: 1n, people: [alice, bob, charlie] })
    const impostor = new FrameCore(() => undefined, clock)
    await impostor.handle({ type: "install", keys: { ...keys, signingKey: charlie.signingKey } })
    expect(await open(alices, await sealed(impostor))).toEqual(failed("impostor"))
    expect(await open(alices, await sealed(bobs, utf8("mine"), 1n))).toEqual(failed("replayed"))
    await sealed(bobs)
    expect(await open(alices, await sealed(bobs, utf8("mine"), 3n))).toMatchObject({ type: "message" })
  })

  it.each([
    ["no CBOR", Uint8Array.of(0xff)],
    ["another map", encodeCbor({ kind: "chat" })],
    [
      "a field too many",
      encodeCbor({ kind: "chat", counter: 0, body: utf8("x"), signature: new Uint8Array(64), to: 1 }),
    ],
  ])("is dropped as malformed when it holds %s", async (_, payload) => {
    expect(await open(alices, await sealedByBob(payload))).toEqual(failed("malformed"))
  })

  it("is dropped when it is something else", async () => {
    expect(await open(alices, new Uint8Array(0))).toEqual(failed("empty"))
    expect(await open(alices, utf8("plain text of a chat message"))).toEqual(failed("plaintext"))
    expect(await open(bobs, await sealed(bobs))).toEqual(failed("reflected"))
    const packet = await sealed(bobs)
    const flipped = packet.slice()
    flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1
    expect(await open(alices, flipped)).toEqual(failed("forged"))
    const camera = packet.slice()
    camera[1] = 2
    expect(await open(alices, camera)).toEqual(failed("wrong-context"))
    expect(await open(alices, packet)).toMatchObject({ type: "message" })
  })

  it("is dropped as overrun when 64 others of its sender wait for their epoch", async () => {
    const next = { epoch: 2n, people: [alice, bob, charlie] }
    await bobs.handle({ type: "install", keys: await keysFor(bob, next) })
    const charlies = await client(charlie, next)
    const packets = await Promise.all(
      Array.from({ length: 65 }, (_, counter) => sealed(bobs, utf8("x"), BigInt(counter))),
    )
    const answers = packets.map((packet) => open(alices, packet, bob))
    expect(await answers[64]).toEqual(failed("overrun"))
    answers[64] = open(alices, await sealed(charlies), charlie)
    await settled()
    await alices.handle({ type: "install", keys: await keysFor(alice, next) })
    for (const answer of await Promise.all(answers)) expect(answer.type).toBe("message")
    expect(await open(alices, await sealed(bobs, utf8("x"), 66n), bob)).toMatchObject({ type: "message" })
  })

  it("is not held up by strangers, in whoever's leaf they send, however much it is", async () => {
    const header = encodeHeader(encodeKid("data", 1, 9n), 0n) // bob's leaf, an epoch to come
    const rubbish = concat(header, new Uint8Array(20))
    const strangers = [null, await makePerson(), await makePerson()]
    const flood = strangers.flatMap((from) => Array.from({ length: 100 }, () => open(alices, rubbish, from)))
    expect(await flood.at(-1)).toEqual(failed("overrun"))
    expect(await open(alices, await sealed(bobs), bob)).toMatchObject({ type: "message" })
    clock.advance(500)
    for (const answer of (await Promise.all(flood)).slice(0, 64)) expect(answer).toEqual(failed("unknown-epoch"))
  })

  it("waits for its epoch also where that is the one with which its sender comes", async () => {
    const dora = await makePerson()
    const next = { epoch: 2n, people: [alice, bob, charlie, dora] }
    const opened = open(alices, await sealed(await client(dora, next)), dora)
    await settled()
    await alices.handle({ type: "install", keys: await keysFor(alice, next) })
    expect(await opened).toMatchObject({ message: { leaf: 3, epoch: 2n } })
  })
})
