import { beforeEach, describe, expect, it, vi } from "vitest"
import { TabWatch } from "../../../src/meeting/tab-watch.ts"
import { FakeClock, settled } from "../media/fixtures.ts"

const RELOAD_MS = 9_999

let clock: FakeClock
let views: { hasMeetingTab: boolean; isOneComing: () => Promise<boolean> }
let isComing: boolean
let watch: TabWatch
const leave = vi.fn<() => Promise<void>>(async () => {})
const end = vi.fn<() => void>()

beforeEach(() => {
  vi.clearAllMocks()
  clock = new FakeClock()
  isComing = false
  views = { hasMeetingTab: false, isOneComing: async () => isComing }
  watch = new TabWatch({ clock, views, leave, end })
})

async function pass(ms: number): Promise<void> {
  clock.advance(ms)
  await settled()
}

describe("a call without a meeting tab", () => {
  it("is left after ten seconds, and the engine ends", async () => {
    watch.handleTabs("absent")
    await pass(RELOAD_MS)
    expect(leave).not.toHaveBeenCalled()
    await pass(1)
    expect(leave).toHaveBeenCalledOnce()
    expect(end).toHaveBeenCalledOnce()
  })

  it("goes on where the tab is back in time", async () => {
    watch.handleTabs("absent")
    await pass(RELOAD_MS)
    watch.handleTabs("present")
    await pass(60_000)
    expect(leave).not.toHaveBeenCalled()
  })

  it("is left, but the engine stays for a tab that came while it was left", async () => {
    leave.mockImplementationOnce(async () => {
      views.hasMeetingTab = true
    })
    watch.handleTabs("absent")
    await pass(60_000)
    expect(leave).toHaveBeenCalledOnce()
    expect(end).not.toHaveBeenCalled()
  })

  it("is waited for anew where a tab is about to come, and ends with the engine if it does not", async () => {
    isComing = true
    watch.handleTabs("absent")
    await pass(RELOAD_MS + 1)
    expect(end).not.toHaveBeenCalled()
    isComing = false
    await pass(RELOAD_MS + 1)
    expect(end).toHaveBeenCalledOnce()
  })
})
