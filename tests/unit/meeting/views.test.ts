import { describe, expect, it, vi } from "vitest"
import type { Snapshot } from "../../../src/meeting/snapshot.ts"
import { Views } from "../../../src/meeting/views.ts"

const IDLE: Snapshot = { phase: "idle", release: { state: "checking" } }

/** Locks that a test hands over by name, as the browser does when the holder died. */
function heldLocks() {
  const waiting = new Map<string, () => void>()
  const request = (name: string, callback: () => void) => {
    waiting.set(name, callback)
    return Promise.resolve()
  }
  /** Of other pages, or of none yet known. */
  const others: { held: LockInfo[]; pending: LockInfo[] } = { held: [], pending: [] }
  const locks = { request, query: async () => others } as unknown as LockManager
  return { locks, others, die: (name: string) => waiting.get(name)?.() }
}

function setUp() {
  const { locks, others, die } = heldLocks()
  const onTabs = vi.fn<(state: "present" | "absent") => void>()
  const onTiles = vi.fn<() => void>()
  return { views: new Views({ locks, onTabs, onTiles }), others, die, onTabs, onTiles }
}

const tab = { kind: "meeting-tab", viewLock: "view:1" } as const
const popup = { kind: "popup", viewLock: "view:2" } as const

describe("views", () => {
  it("shows a snapshot to every listener until its signal aborts", () => {
    const { views } = setUp()
    const listener = vi.fn<(snapshot: Snapshot) => void>()
    const abort = new AbortController()
    views.subscribe(listener, tab, abort.signal)
    views.show(IDLE)
    abort.abort()
    views.show(IDLE)
    expect(listener).toHaveBeenCalledTimes(1)
  })

  it("drops the listeners and tiles of a view that died", () => {
    const { views, die, onTiles } = setUp()
    const listener = vi.fn<(snapshot: Snapshot) => void>()
    views.subscribe(listener, tab, new AbortController().signal)
    views.showTiles("view:1", [{ personId: "ana", width: 320, height: 180 }])
    die("view:1")
    views.show(IDLE)
    expect(listener).not.toHaveBeenCalled()
    expect(views.shownTiles()).toBeNull()
    expect(onTiles).toHaveBeenCalledTimes(2)
  })

  it("knows of a view that holds its lock and has not come yet", async () => {
    const { views, others } = setUp()
    expect(await views.isOneComing()).toBe(false)
    others.held.push({ name: "view:1" }, { name: "something else" })
    expect(await views.isOneComing()).toBe(true)
    views.subscribe(() => {}, tab, new AbortController().signal)
    expect(await views.isOneComing()).toBe(false)
    others.pending.push({ name: "view:2" })
    expect(await views.isOneComing()).toBe(true)
  })

  it("says when the first meeting tab comes and when the last one goes, and never for a popup", () => {
    const { views, die, onTabs } = setUp()
    views.subscribe(() => {}, popup, new AbortController().signal)
    expect(onTabs).not.toHaveBeenCalled()
    views.subscribe(() => {}, tab, new AbortController().signal)
    views.subscribe(() => {}, { kind: "meeting-tab", viewLock: "view:3" }, new AbortController().signal)
    die("view:1")
    expect(onTabs.mock.calls).toEqual([["present"]])
    die("view:3")
    expect(onTabs.mock.calls).toEqual([["present"], ["absent"]])
  })

  it("takes the largest size at which any view shows a person", () => {
    const { views } = setUp()
    views.subscribe(() => {}, tab, new AbortController().signal)
    views.subscribe(() => {}, popup, new AbortController().signal)
    views.showTiles("view:1", [{ personId: "ana", width: 320, height: 180 }])
    views.showTiles("view:2", [{ personId: "ana", width: 1280, height: 720 }])
    expect(views.shownTiles()?.get("ana")).toEqual({ personId: "ana", width: 1280, height: 720 })
  })

  it("ignores tiles of a view that never subscribed", () => {
    const { views } = setUp()
    views.showTiles("view:9", [{ personId: "ana", width: 320, height: 180 }])
    expect(views.shownTiles()).toBeNull()
  })

  it("tells that nothing is shown from that nobody is: a hidden tab, and a popup, which shows no tiles", () => {
    const { views } = setUp()
    views.subscribe(() => {}, tab, new AbortController().signal)
    views.subscribe(() => {}, popup, new AbortController().signal)
    expect(views.shownTiles()).toBeNull()
    views.showTiles("view:1", [])
    expect(views.shownTiles()).toEqual(new Map())
    views.showTiles("view:1", null)
    expect(views.shownTiles()).toBeNull()
  })
})
