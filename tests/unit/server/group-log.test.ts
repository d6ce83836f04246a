import { describe, expect, it } from "vitest"
import { GroupLog } from "../../../server/group-log.ts"

function logOf(commits: number, bytes = 1): GroupLog {
  const log = new GroupLog()
  for (let epoch = 1; epoch <= commits; epoch++) {
    log.append((number) => ({
      type: "commit",
      log: number,
      epoch: BigInt(epoch),
      commit: new Uint8Array(bytes).fill(epoch),
    }))
  }
  return log
}

describe("a group's log", () => {
  it("numbers from 1 and replays what came after a number", () => {
    const log = logOf(3)
    expect(log.last).toBe(3)
    expect(log.since(1)).toHaveLength(2)
    expect(log.since(3)).toEqual([])
    expect(log.since(0)).toHaveLength(3)
  })

  it("knows that it has forgotten entries, and numbers that it never gave", () => {
    const log = logOf(300)
    expect(log.since(300 - 256)).toHaveLength(256)
    expect(log.since(300 - 257)).toBeNull()
    expect(log.since(301)).toBeNull()
  })

  it("gives the commits from an epoch to now, the last one of each epoch", () => {
    const log = logOf(3)
    expect(log.commitsSince(1n, 3n).map((commit) => commit[0])).toEqual([2, 3])
    expect(log.commitsSince(3n, 3n)).toEqual([])
  })

  it("gives none when some are missing or they are too large together", () => {
    expect(logOf(300).commitsSince(1n, 300n)).toEqual([])
    expect(logOf(5, 256 * 1024).commitsSince(0n, 5n)).toEqual([])
    expect(logOf(4, 256 * 1024).commitsSince(0n, 4n)).toHaveLength(4)
  })
})
