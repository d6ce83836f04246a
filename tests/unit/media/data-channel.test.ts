import { beforeEach, describe, expect, it } from "vitest"
import { toHex, utf8 } from "../../../src/bytes/bytes.ts"
import { encodeCbor } from "../../../src/bytes/cbor.ts"
import { DataChannel } from "../../../src/media/data-channel.ts"
import { type DataMessage, type OpenedDataMessage } from "../../../src/media/data-message.ts"
import { FrameError } from "../../../src/media/errors.ts"
import { GIVE_UP_MS } from "../../../src/media/outgoing-message.ts"
import { FakeClock, fault, settled } from "./fixtures.ts"

/** A person on a network that loses what the test tells it to lose. */
class Peer {
  readonly identityKey: Uint8Array
  readonly leafKey: Uint8Array
  readonly delivered: OpenedDataMessage[] = []
  readonly sent: { message: DataMessage; to: readonly string[] }[] = []
  readonly channel: DataChannel
  readonly #others: Peer[] = []
  readonly #packets: DataMessage[] = []
  isLosing = false
  hasNoEpoch = false

  constructor(clock: FakeClock, byte: number) {
    this.identityKey = new Uint8Array(32).fill(byte)
    this.leafKey = new Uint8Array(32).fill(byte + 100)
    this.channel = new DataChannel(this.leafKey, {
      clock,
      seal: async (message) => {
        if (this.hasNoEpoch) throw new FrameError("no-epoch", "no epoch is installed")
        return Uint8Array.of(this.#packets.push(message) - 1)
      },
      send: (packet, to) => this.#send(packet[0] ?? 0, to.map(toHex)),
      deliver: (message) => this.delivered.push(message),
    })
  }

  meet(...others: Peer[]): void {
    this.#others.push(...others)
    this.channel.handleMembers(others)
  }

  #send(index: number, to: readonly string[]): void {
    const message = this.#packets[index]
    if (!message) throw new Error("no such packet")
    this.sent.push({ message, to })
    if (this.isLosing) return
    for (const other of this.#others.filter(({ identityKey }) => to.includes(toHex(identityKey)))) {
      const { identityKey, leafKey } = this
      void other.channel.handleOpened({ ...message, identityKey, leafKey, leaf: 0, epoch: 1n })
    }
  }
}

let clock: FakeClock
let alice: Peer
let bob: Peer
let charlie: Peer

beforeEach(() => {
  clock = new FakeClock()
  ;[alice, bob, charlie] = [new Peer(clock, 1), new Peer(clock, 2), new Peer(clock, 3)]
  alice.meet(bob, charlie)
  bob.meet(alice, charlie)
  charlie.meet(alice, bob)
})

describe("the data channel", () => {
  it("delivers to everybody once, and says so when all have acknowledged", async () => {
    expect(await alice.channel.post("chat", utf8("hi"))).toEqual([])
    for (const peer of [bob, charlie]) expect(peer.delivered.map(({ kind }) => kind)).toEqual(["chat"])
    clock.advance(GIVE_UP_MS)
    expect(alice.sent).toHaveLength(1)
  })

  it("is for those too who came while it was sealed", async () => {
    alice.channel.handleMembers([bob])
    const posted = alice.channel.post("chat", utf8("hi"))
    alice.channel.handleMembers([bob, charlie])
    expect(await posted).toEqual([])
    expect(charlie.delivered).toHaveLength(1)
  })

  it("sends again what was lost, with the same counter, to those only who did not acknowledge", async () => {
    bob.isLosing = true // his acknowledgement, that is
    const posted = alice.channel.post("chat", utf8("hi"))
    await settled()
    bob.isLosing = false
    clock.advance(500)
    expect(await posted).toEqual([])
    expect(alice.sent).toEqual([
      { message: alice.sent[0]?.message, to: [toHex(bob.identityKey), toHex(charlie.identityKey)] },
      { message: alice.sent[0]?.message, to: [toHex(bob.identityKey)] },
    ])
    expect(bob.delivered).toHaveLength(1)
  })

  it("numbers its messages one after another", async () => {
    await alice.channel.post("chat", utf8("1"))
    await alice.channel.post("hand", utf8("2"))
    expect(bob.delivered.map(({ counter }) => counter)).toEqual([0n, 1n])
  })

  it("does not send or await acknowledgements of a heartbeat", async () => {
    alice.isLosing = true
    expect(await alice.channel.post("heartbeat", utf8("1"))).toEqual([])
    alice.isLosing = false
    await alice.channel.post("heartbeat", utf8("2"))
    expect(bob.delivered).toHaveLength(1)
    expect(bob.sent).toEqual([])
    clock.advance(GIVE_UP_MS)
    expect(alice.sent).toHaveLength(2)
  })

  it("gives up after 30 s and names whom it did not reach", async () => {
    charlie.isLosing = true
    const posted = alice.channel.post("chat", utf8("hi"))
    await settled()
    for (let second = 0; second < 30; second++) clock.advance(1000)
    expect(await posted).toEqual([charlie.identityKey])
    const sentBefore = alice.sent.length
    clock.advance(GIVE_UP_MS)
    expect(alice.sent).toHaveLength(sentBefore)
  })

  it("does not wait for those who leave", async () => {
    charlie.isLosing = true
    const posted = alice.channel.post("chat", utf8("hi"))
    await settled()
    alice.channel.handleMembers([bob])
    expect(await posted).toEqual([])
  })

  it("addresses only those it is told to", async () => {
    expect(await alice.channel.post("mute", utf8("x"), [charlie.identityKey])).toEqual([])
    expect(bob.delivered).toEqual([])
    expect(charlie.delivered).toHaveLength(1)
  })

  it("tries again when there was no epoch for a moment, but not the first time", async () => {
    alice.isLosing = true
    const posted = alice.channel.post("chat", utf8("hi"))
    await settled()
    alice.hasNoEpoch = true
    clock.advance(500)
    await settled()
    expect(alice.sent).toHaveLength(1)
    await expect(alice.channel.post("chat", utf8("ho"))).rejects.toThrow(fault("no-epoch"))
    ;[alice.hasNoEpoch, alice.isLosing] = [false, false]
    clock.advance(1000)
    expect(await posted).toEqual([])
  })

  it("is not moved by an acknowledgement of another leaf's message, or by a malformed one", async () => {
    bob.isLosing = true
    charlie.isLosing = true
    let unreached: readonly Uint8Array[] | null = null
    const posted = alice.channel.post("chat", utf8("hi")).then((result) => (unreached = result))
    await settled()
    const { identityKey, leafKey } = bob
    const ack = { kind: "ack", counter: 0n, identityKey, leafKey, leaf: 1, epoch: 1n }
    await alice.channel.handleOpened({ ...ack, body: encodeCbor({ leafKey: charlie.leafKey, counter: 0 }) })
    await expect(alice.channel.handleOpened({ ...ack, body: utf8("no") })).rejects.toThrow(fault("malformed"))
    alice.channel.close()
    await posted
    expect(unreached).toEqual([bob.identityKey, charlie.identityKey])
  })

  it("resolves at once when nobody else is there", async () => {
    alice.channel.handleMembers([])
    expect(await alice.channel.post("chat", utf8("hi"))).toEqual([])
    expect(alice.sent).toEqual([])
  })
})
