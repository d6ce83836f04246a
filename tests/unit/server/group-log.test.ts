import { describe, expect, it } from "vitest"
import { GroupLog, MAX_AGE_MS, MAX_LOG_BYTES } from "../../../server/group-log.ts"
import type { Push } from "../../../src/delivery/messages.ts"
import { TestClock } from "./clock.ts"

const commitOf = (log: number, epoch: bigint, commit: Uint8Array): Push => ({ type: "commit", log, epoch, commit })

/** The log of a group that was founded and had this many commits, each final. */
function logOf(commits: number, { bytes = 1, clock = new TestClock() } = {}): GroupLog {
  const log = new GroupLog(clock)
  log.begin(0n, log.append((next) => ({ type: "final", log: next, epoch: 0n })).log)
  for (let epoch = 1; epoch <= commits; epoch++) commitTo(log, BigInt(epoch), bytes)
  return log
}

function commitTo(log: GroupLog, epoch: bigint, bytes = 1): void {
  const { log: number } = log.append((next) => commitOf(next, epoch, new Uint8Array(bytes).fill(Number(epoch))))
  log.begin(epoch, number)
  log.append((next) => ({ type: "final", log: next, epoch }))
}

describe("a group's log", () => {
  it("numbers from 1, and replays what came after the commit that began an epoch", () => {
    const log = logOf(3)
    expect(log.last).toBe(7)
    expect([0n, 1n, 3n].map((epoch) => log.positionOf(epoch))).toEqual([1, 2, 6])
    expect(log.since(2)).toHaveLength(5)
    expect(log.since(7)).toEqual([])
  })

  it("knows which epochs it has forgotten, and which it never had", () => {
    const log = logOf(300)
    const oldest = log.positionOf(300n - 256n) ?? 0
    expect(log.since(oldest)).toHaveLength(2 * 256 + 1)
    expect(log.positionOf(300n - 257n)).toBeNull()
    expect(log.positionOf(301n)).toBeNull()
  })

  it("knows no epoch whose commit is not final", () => {
    const log = logOf(1)
    log.append((next) => commitOf(next, 2n, Uint8Array.of(9)))
    expect(log.positionOf(2n)).toBeNull()
    expect(log.commitsSince(1n, 1n)).toEqual([])
  })

  it("gives the commits from an epoch to now, of each epoch the one that was not taken back", () => {
    const log = logOf(1)
    log.append((next) => commitOf(next, 2n, Uint8Array.of(8)))
    const { log: number } = log.append((next) => commitOf(next, 2n, Uint8Array.of(9)))
    log.begin(2n, number)
    expect(log.commitsSince(0n, 2n).map((commit) => commit[0])).toEqual([1, 9])
    expect(log.commitsSince(2n, 2n)).toEqual([])
  })

  it("gives none when some are missing or they are too large together", () => {
    expect(logOf(300).commitsSince(1n, 300n)).toEqual([])
    expect(logOf(1, { bytes: MAX_LOG_BYTES + 1 }).commitsSince(0n, 1n)).toEqual([])
    expect(logOf(6, { bytes: 200 * 1024 }).commitsSince(0n, 6n)).toEqual([])
    expect(logOf(4, { bytes: 200 * 1024 }).commitsSince(0n, 4n)).toHaveLength(4)
  })

  it("holds a bounded number of bytes, whatever they are", () => {
    const log = logOf(40, { bytes: MAX_LOG_BYTES / 20 })
    const bytes = log.since(0).reduce((sum, entry) => sum + entry.length, 0)
    expect(bytes).toBeLessThanOrEqual(MAX_LOG_BYTES)
    expect(bytes).toBeGreaterThan(MAX_LOG_BYTES * 0.9)
    expect([20n, 21n, 22n, 40n].map((epoch) => log.positionOf(epoch) !== null)).toEqual([false, true, true, true])
    for (let count = 0; count < 6000; count++) log.append(wanted)
    expect(log.since(0).length * wanted(0).identityKey.length).toBeLessThan(MAX_LOG_BYTES)
    expect(log.positionOf(40n)).toBeNull()
  })

  it("keeps the newest entry even where that is larger than a log may be", () => {
    const log = logOf(1)
    log.append((next) => commitOf(next, 2n, new Uint8Array(2 * MAX_LOG_BYTES)))
    expect(log.since(0)).toHaveLength(1)
    commitTo(log, 2n)
    expect(log.since(0)).toHaveLength(2)
  })

  it("forgets what only those need whose epoch ended ten minutes ago", () => {
    const clock = new TestClock()
    const log = logOf(2, { clock })
    clock.advance(MAX_AGE_MS + 1)
    log.append(wanted) // of the same epoch 2
    expect([1n, 2n].map((epoch) => log.positionOf(epoch) !== null)).toEqual([false, true])
    commitTo(log, 3n)
    expect(log.positionOf(2n)).not.toBeNull()
    expect(log.since(log.positionOf(2n) ?? 0)).toHaveLength(4)
    clock.advance(MAX_AGE_MS)
    commitTo(log, 4n)
    expect(log.positionOf(2n)).not.toBeNull()
    clock.advance(1)
    commitTo(log, 5n)
    expect([2n, 3n].map((epoch) => log.positionOf(epoch) !== null)).toEqual([false, true])
  })

  it("keeps the way to now for whoever is in the epoch in force, whatever was taken back long ago", () => {
    const clock = new TestClock()
    const log = logOf(1, { clock })
    log.append((next) => commitOf(next, 2n, Uint8Array.of(8)))
    clock.advance(MAX_AGE_MS + 1)
    commitTo(log, 2n)
    expect(log.commitsSince(1n, 2n)).toHaveLength(1)
  })
})

function wanted(log: number) {
  return { type: "wanted", log, epoch: 1n, identityKey: new Uint8Array(32) } as const
}
