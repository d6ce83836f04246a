// What members say of themselves, counted over a whole meeting: each kind's sender runs once for every member.

import { describe, expect, it } from "vitest"
import type { Random } from "../../../src/meeting/jitter.ts"
import { Healing } from "../../../src/meeting/healing.ts"
import { Heartbeats } from "../../../src/meeting/heartbeat.ts"
import { NO_STATUS, type Status } from "../../../src/meeting/words/status.ts"
import { OwnStatus } from "../../../src/meeting/words/own-status.ts"
import type { EpochMember } from "../../../src/mls/epoch-state.ts"
import { FakeClock, settled } from "../media/fixtures.ts"
import { ANA, epochOf } from "./fixtures.ts"

const MINUTE_MS = 60_000
const SIZES = [2, 21, 22, 100, 250]
/** docs/protocol.md, "What grows with the meeting". */
const HEARTBEATS_A_MINUTE = (20 * 60) / 4
const RENEWALS_A_MINUTE = 60 / 10
/** Where all came at once, their first ones fall into two fifths of the interval, more or less evenly. */
const RENEWALS_IN_THE_WORST = RENEWALS_A_MINUTE / 0.4
const HOURS = 10

/** Not random, but spread evenly. */
function spread(): Random {
  let turn = 0
  return () => (turn++ * 0.618_034) % 1
}

function people(count: number): readonly EpochMember[] {
  return Array.from({ length: count }, (_, leaf) => {
    const key = new Uint8Array(32)
    new DataView(key.buffer).setUint32(0, leaf)
    return { ...ANA, leaf, identityKey: key, leafKey: key }
  })
}

function stateOf(members: readonly EpochMember[], ownLeaf: number, epoch: bigint) {
  return { ...epochOf(epoch, members), ownLeaf }
}

describe("a minute in which nothing happens", () => {
  it.each(SIZES)("has at most 300 heartbeats for each of %i people", (count) => {
    const [clock, random, members] = [new FakeClock(), spread(), people(count)]
    let beats = 0
    for (const { leaf } of members) {
      const connected = (): number => count - 1
      new Heartbeats({ clock, random, connected, post: () => beats++ }).handleInstalled(stateOf(members, leaf, 1n))
    }
    clock.advance(10 * MINUTE_MS)
    beats = 0
    clock.advance(10 * MINUTE_MS)
    const heard = ((beats / 10) * (count - 1)) / count
    expect(heard).toBeLessThanOrEqual(HEARTBEATS_A_MINUTE)
    expect(heard).toBeGreaterThan(Math.min(count - 1, 20) * 10)
  })

  it.each(SIZES)("has six renewals of keys among %i people, and fifteen where all came at once", (count) => {
    const [clock, random] = [new FakeClock(), spread()]
    let renewals = 0
    for (let member = 0; member < count; member++) {
      const healing: Healing = new Healing({
        clock,
        random,
        onDue: () => {
          renewals++
          healing.handleOwnPath()
        },
      })
      healing.handleMembers(1) // each when nobody else was in yet
      healing.handleOwnPath()
      healing.handleMembers(count)
    }
    const minutes = Array.from({ length: HOURS * 60 }, () => {
      renewals = 0
      clock.advance(MINUTE_MS)
      return renewals
    })
    expect(Math.max(...minutes)).toBeLessThanOrEqual(RENEWALS_IN_THE_WORST * 1.2)
    expect(minutes.reduce((sum, each) => sum + each) / minutes.length).toBeLessThanOrEqual(RENEWALS_A_MINUTE * 1.05)
    expect(Math.max(...minutes)).toBeGreaterThan(0)
  })
})

async function toldAt(count: number, own: Partial<Status>): Promise<number> {
  const [clock, random, members] = [new FakeClock(), spread(), people(count + 1)]
  let told = 0
  const post = async (_body: Uint8Array, to: readonly Uint8Array[] = []) => void (told += to.length)
  for (const { leaf } of members.slice(0, count)) {
    const status = new OwnStatus({ clock, random, post })
    status.handleInstalled(stateOf(members.slice(0, count), leaf, 1n))
    status.set({ ...NO_STATUS, ...own })
    status.handleInstalled(stateOf(members, leaf, 2n))
  }
  await settled()
  told = 0
  clock.advance(5000)
  await settled()
  return told
}

describe("somebody's coming", () => {
  it("makes everybody say to a newcomer what it cannot see, and in a crowd nothing else", async () => {
    expect(await toldAt(20, { microphone: "on" })).toBe(20)
    expect(await toldAt(100, { microphone: "on" })).toBe(0)
    expect(await toldAt(100, { hand: 1 })).toBe(100)
  })
})
