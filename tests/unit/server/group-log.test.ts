import { describe, expect, it } from "vitest"
import { GroupLog } from "../../../server/group-log.ts"
import type { Push } from "../../../src/delivery/messages.ts"

const commitOf = (log: number, epoch: bigint, commit: Uint8Array): Push => ({ type: "commit", log, epoch, commit })

/** The log of a group that was founded and had this many commits, each final. */
function logOf(commits: number, bytes = 1): GroupLog {
  const log = new GroupLog()
  log.begin(0n, log.append((next) => ({ type: "final", log: next, epoch: 0n })).log)
  for (let epoch = 1; epoch <= commits; epoch++) {
    const { log: number } = log.append((next) => commitOf(next, BigInt(epoch), new Uint8Array(bytes).fill(epoch)))
    log.begin(BigInt(epoch), number)
    log.append((next) => ({ type: "final", log: next, epoch: BigInt(epoch) }))
  }
  return log
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
    expect(logOf(5, 256 * 1024).commitsSince(0n, 5n)).toEqual([])
    expect(logOf(4, 256 * 1024).commitsSince(0n, 4n)).toHaveLength(4)
  })
})
