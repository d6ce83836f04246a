import { describe, expect, it, vi } from "vitest"
import type { Snapshot } from "../../../src/meeting/snapshot.ts"
import { SnapshotFeed, type SnapshotFeedOptions } from "../../../src/meeting/snapshot-feed.ts"

const release = { state: "checking" } as const
const IDLE: Snapshot = { phase: "idle", release }
const CHECKING: Snapshot = { phase: "checking", release }

function setUp() {
  const describe = vi.fn<() => Snapshot>(() => CHECKING)
  const show = vi.fn<(snapshot: Snapshot) => void>()
  const onPhase = vi.fn<SnapshotFeedOptions["onPhase"]>()
  return { feed: new SnapshotFeed({ describe, views: { show }, onPhase }), describe, show, onPhase }
}

describe("the feed of snapshots", () => {
  it("shows one for all changes of a task", async () => {
    const { feed, describe, show } = setUp()
    feed.plan()
    feed.plan()
    expect(feed.last).toEqual(IDLE)
    await Promise.resolve()
    expect(show.mock.calls).toEqual([[CHECKING]])
    expect(feed.last).toBe(CHECKING)
    feed.plan()
    await Promise.resolve()
    expect(describe).toHaveBeenCalledTimes(2)
  })

  it("shows what is at once where that is asked for", () => {
    const { feed, show } = setUp()
    feed.show()
    expect(show).toHaveBeenCalledWith(CHECKING)
  })

  it("tells the phase, and the one before, ahead of the views", () => {
    const { feed, show, onPhase } = setUp()
    show.mockImplementation(() => expect(onPhase).toHaveBeenCalled())
    feed.show()
    feed.show()
    expect(onPhase.mock.calls).toEqual([
      ["checking", "idle"],
      ["checking", "checking"],
    ])
    expect(show).toHaveBeenCalledTimes(2)
  })
})
