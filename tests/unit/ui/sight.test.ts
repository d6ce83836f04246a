import { beforeEach, expect, it, vi } from "vitest"
import { followSight, type Hideable, UNSEEN_AFTER_MS } from "../../../src/ui/sight.ts"
import { FakeClock } from "../media/fixtures.ts"

/** A document whose tab a test hides. */
class Page extends EventTarget implements Hideable {
  visibilityState: DocumentVisibilityState = "visible"

  turn(state: DocumentVisibilityState): void {
    this.visibilityState = state
    this.dispatchEvent(new Event("visibilitychange"))
  }
}

let page: Page
let clock: FakeClock
let ending: AbortController
const onSight = vi.fn<(sight: "seen" | "unseen") => void>()
const follow = () => followSight(page, clock, onSight, ending.signal)

beforeEach(() => {
  onSight.mockClear()
  page = new Page()
  clock = new FakeClock()
  ending = new AbortController()
})

it("tells that a hidden page is not seen after some seconds, and that it is seen again at once", () => {
  follow()
  page.turn("hidden")
  clock.advance(UNSEEN_AFTER_MS - 1)
  expect(onSight).not.toHaveBeenCalled()
  clock.advance(1)
  expect(onSight).toHaveBeenLastCalledWith("unseen")
  page.turn("visible")
  expect(onSight).toHaveBeenLastCalledWith("seen")
})

it("does not take a look at another tab for the end of it", () => {
  follow()
  page.turn("hidden")
  clock.advance(UNSEEN_AFTER_MS - 1)
  page.turn("visible")
  clock.advance(UNSEEN_AFTER_MS)
  expect(onSight.mock.calls).toEqual([["seen"]])
})

it("counts from the beginning where the page was opened behind others", () => {
  page.visibilityState = "hidden"
  follow()
  clock.advance(UNSEEN_AFTER_MS)
  expect(onSight.mock.calls).toEqual([["unseen"]])
})

it("tells nothing once it has ended", () => {
  follow()
  page.turn("hidden")
  ending.abort()
  clock.advance(UNSEEN_AFTER_MS)
  page.turn("visible")
  expect(onSight).not.toHaveBeenCalled()
})
