import { beforeEach, describe, expect, it } from "vitest"
import { KEY_FRAME_INTERVAL_MS, Switching } from "../../../src/media/switching.ts"
import { FakeClock } from "./fixtures.ts"

const [bob, charlie, dave] = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte))
const many = Array.from({ length: 21 }, (_, index) => new Uint8Array(32).fill(index + 1))

let clock: FakeClock
let log: string[]
let switching: Switching
let isSwitchedAtOnce: boolean

beforeEach(() => {
  clock = new FakeClock()
  log = []
  isSwitchedAtOnce = true
  switching = new Switching(clock, {
    onSwitch: (epoch) => {
      log.push(`switch ${epoch}`)
      if (isSwitchedAtOnce) switching.handleSwitched()
    },
    onKeyFrame: () => log.push("key frame"),
  })
})

function people(...members: (Uint8Array | undefined)[]): Uint8Array[] {
  return members.filter((member) => member !== undefined)
}

function acknowledge(member: Uint8Array | undefined, epoch: bigint): void {
  for (const identityKey of people(member)) switching.handleAcknowledged(identityKey, epoch)
}

describe("switching", () => {
  it("happens as soon as everybody connected has acknowledged, and then asks for a key frame", () => {
    switching.handleInstalled(2n, "removal", people(bob, charlie))
    acknowledge(bob, 2n)
    expect(log).toEqual([])
    acknowledge(charlie, 2n)
    expect(log).toEqual(["switch 2", "key frame"])
    clock.advance(10_000)
    expect(log).toHaveLength(2)
  })

  it("asks for no key frame before the switch was made", () => {
    isSwitchedAtOnce = false
    switching.handleInstalled(2n, "join", [])
    clock.advance(10_000)
    expect(log).toEqual(["switch 2"])
    switching.handleSwitched()
    expect(log).toEqual(["switch 2", "key frame"])
  })

  it.each([
    ["join", 100],
    ["removal", 250],
    ["other", 250],
  ] as const)("happens after a %s at the latest in %d ms", (change, deadlineMs) => {
    switching.handleInstalled(2n, change, people(bob))
    clock.advance(deadlineMs - 1)
    expect(log).toEqual([])
    clock.advance(1)
    expect(log).toEqual(["switch 2", "key frame"])
  })

  it("happens at once when nobody else is connected", () => {
    switching.handleInstalled(2n, "removal", [])
    expect(log).toEqual(["switch 2", "key frame"])
  })

  it("counts an acknowledgement that came before our own installation, and one of a later epoch", () => {
    acknowledge(bob, 2n)
    acknowledge(charlie, 3n)
    switching.handleInstalled(2n, "join", people(bob, charlie))
    expect(log).toEqual(["switch 2", "key frame"])
  })

  it("does not count an acknowledgement of an older epoch", () => {
    acknowledge(bob, 1n)
    switching.handleInstalled(2n, "join", people(bob))
    expect(log).toEqual([])
  })

  it("lets the timer decide among more than twenty others, and acknowledgements among twenty", () => {
    switching.handleInstalled(2n, "removal", many)
    for (const identityKey of many) switching.handleAcknowledged(identityKey, 2n)
    expect(log).toEqual([])
    clock.advance(250)
    expect(log).toEqual(["switch 2", "key frame"])
    switching.handleInstalled(3n, "removal", many.slice(1))
    for (const identityKey of many) switching.handleAcknowledged(identityKey, 3n)
    expect(log).toContain("switch 3")
  })

  it("goes to the newest epoch and is never postponed by one", () => {
    switching.handleInstalled(2n, "removal", people(bob))
    clock.advance(200)
    switching.handleInstalled(3n, "removal", people(bob))
    clock.advance(50)
    expect(log).toEqual(["switch 3", "key frame"])
    clock.advance(10_000)
    expect(log).toHaveLength(2)
  })

  it("is hastened by a join that follows a removal", () => {
    switching.handleInstalled(2n, "removal", people(bob))
    switching.handleInstalled(3n, "join", people(bob, dave))
    clock.advance(100)
    expect(log).toEqual(["switch 3", "key frame"])
  })

  it("does not happen to an epoch that was taken back, nor for old acknowledgements of its number", () => {
    switching.handleInstalled(2n, "removal", people(bob, charlie))
    acknowledge(bob, 2n)
    switching.handleRetired(2n)
    clock.advance(1000)
    expect(log).toEqual([])
    switching.handleInstalled(2n, "removal", people(bob))
    expect(log).toEqual([])
    acknowledge(bob, 2n)
    expect(log).toEqual(["switch 2", "key frame"])
  })

  it("asks for at most one key frame in 500 ms, and for the last one late rather than never", () => {
    switching.handleInstalled(2n, "join", [])
    switching.handleInstalled(3n, "join", [])
    switching.handleInstalled(4n, "join", [])
    expect(log).toEqual(["switch 2", "key frame", "switch 3", "switch 4"])
    clock.advance(KEY_FRAME_INTERVAL_MS - 1)
    expect(log).toHaveLength(4)
    clock.advance(1)
    expect(log.slice(4)).toEqual(["key frame"])
  })

  it("does nothing more once it is closed", () => {
    switching.handleInstalled(2n, "join", [])
    switching.handleInstalled(3n, "join", [])
    switching.handleInstalled(4n, "removal", people(bob))
    switching.close()
    clock.advance(1000)
    expect(log).toEqual(["switch 2", "key frame", "switch 3"])
  })
})
