import { beforeEach, describe, expect, it } from "vitest"
import { encodeCbor } from "../../../src/bytes/cbor.ts"
import type { OpenedDataMessage } from "../../../src/media/data-message.ts"
import { encodeHeartbeat, Heartbeats, readHeartbeat } from "../../../src/meeting/heartbeat.ts"
import { FakeClock } from "../media/fixtures.ts"
import { ANA, BEN, epochOf } from "./fixtures.ts"

const own = epochOf(5n, [ANA, BEN])

describe("a heartbeat", () => {
  it("says that its sender is in our epoch", () => {
    expect(readHeartbeat(encodeHeartbeat(own), own)).toEqual({ epoch: 5n, step: "same" })
  })

  it("says which other epoch its sender is in", () => {
    expect(readHeartbeat(encodeHeartbeat(epochOf(6n, [ANA, BEN])), own)).toEqual({ epoch: 6n, step: "other" })
  })

  it("shows a fork: our epoch number over another state", () => {
    const fork = { ...own, authenticator: new Uint8Array(64).fill(1) }
    expect(readHeartbeat(encodeHeartbeat(fork), own)).toEqual({ epoch: 5n, step: "forked" })
  })

  it.each([
    ["another field", { epoch: 5n, authenticator: own.authenticator, extra: 1 }],
    ["a missing field", { epoch: 5n }],
    ["an authenticator of more than 64 bytes", { epoch: 5n, authenticator: new Uint8Array(65) }],
    ["an epoch that is no number", { epoch: "5", authenticator: own.authenticator }],
  ])("is refused with %s", (_what, body) => {
    expect(() => readHeartbeat(encodeCbor(body), own)).toThrow()
  })
})

describe("our heartbeats", () => {
  const crowd = Array.from({ length: 22 }, (_, index) => ({ ...BEN, leafKey: new Uint8Array(32).fill(index) }))
  let connected: number
  const bens = { ...BEN, leaf: 1, epoch: 5n, kind: "heartbeat", counter: 0n, body: new Uint8Array(1) }
  let clock: FakeClock
  let sent: number[]
  let heartbeats: Heartbeats

  beforeEach(() => {
    clock = new FakeClock()
    sent = []
    connected = 1
    heartbeats = new Heartbeats({
      clock,
      random: () => 0.5,
      connected: () => connected,
      post: () => sent.push(clock.now()),
    })
  })

  const heard = (message: OpenedDataMessage = bens): void => heartbeats.handleHeard(message)

  it("go out on installing an epoch, and every five seconds after", () => {
    heartbeats.handleInstalled(own)
    clock.advance(10_000)
    heartbeats.handleInstalled(epochOf(6n, [ANA, BEN]))
    expect(sent).toEqual([1000, 6000, 11_000, 11_000])
  })

  it("differ by a fifth at most, so that people do not beat together", () => {
    const distances = [0, 0.999].map((random) => {
      const times: number[] = []
      const post = () => times.push(clock.now())
      const others = new Heartbeats({ clock, random: () => random, connected: () => 1, post })
      others.handleInstalled(own)
      clock.advance(6500)
      return (times[1] ?? 0) - (times[0] ?? 0)
    })
    expect(distances.map(Math.round)).toEqual([4000, 5998])
  })

  it("do not go out on installing in a crowd, where nobody waits for them, but keep their time", () => {
    connected = crowd.length - 1
    heartbeats.handleInstalled(epochOf(5n, crowd))
    clock.advance(1000)
    heartbeats.handleInstalled(epochOf(6n, crowd))
    clock.advance(5000)
    expect(sent).toHaveLength(2)
    expect(sent[1]).toBeCloseTo(1000 + (5000 * crowd.length) / 21)
  })

  it("are as many from a hundred people as from twenty-one", () => {
    const hundred = Array.from({ length: 105 }, (_, index) => ({ ...BEN, leafKey: new Uint8Array(32).fill(index) }))
    connected = hundred.length - 1
    heartbeats.handleInstalled(epochOf(5n, hundred))
    clock.advance(60_000)
    expect(sent).toEqual([1000, 26_000, 51_000])
  })

  it("go out as between two where two of a crowd are connected, and are their acknowledgements", () => {
    heartbeats.handleInstalled(epochOf(5n, crowd))
    clock.advance(5000)
    heartbeats.handleInstalled(epochOf(6n, crowd))
    expect(sent).toEqual([1000, 6000, 6000])
  })

  it("say that an epoch is in use again", () => {
    heartbeats.handleInstalled(own)
    heartbeats.handleRestored(epochOf(4n, [ANA, BEN]))
    expect(sent).toHaveLength(2)
  })

  it("answer somebody who was silent, once, and at a distance of a second", () => {
    heartbeats.handleInstalled(own)
    heard()
    heard()
    clock.advance(999)
    expect(sent).toEqual([1000])
    clock.advance(1)
    expect(sent).toEqual([1000, 2000])
    clock.advance(4000)
    heard()
    clock.advance(500)
    expect(sent).toEqual([1000, 2000])
  })

  it("answer nobody in a crowd", () => {
    connected = crowd.length - 1
    heartbeats.handleInstalled(epochOf(5n, crowd))
    heard()
    clock.advance(4000)
    expect(sent).toEqual([1000])
  })

  it("end with the meeting", () => {
    heartbeats.handleInstalled(own)
    heartbeats.close()
    clock.advance(60_000)
    expect(sent).toEqual([1000])
  })
})
