import { describe, expect, it } from "vitest"
import type { EngineHandle } from "../../../src/meeting/engine-handle.ts"
import type { Snapshot } from "../../../src/meeting/snapshot.ts"
import {
  type EngineState,
  type EngineViewOptions,
  type EngineWindow,
  isEngineBusy,
  MAX_LOOKS,
  watchEngine,
} from "../../../src/ui/engine-view.ts"
import { fakeEngine } from "./fake-engine.ts"

class FakeWindow extends EventTarget implements EngineWindow {
  wardroomEngine?: EngineHandle
}

function engineWindow(engine: EngineHandle): FakeWindow {
  return Object.assign(new FakeWindow(), { wardroomEngine: engine })
}

function watch(options: Partial<EngineViewOptions>) {
  const abort = new AbortController()
  const frames: (() => void)[] = []
  const state = watchEngine(
    {
      kind: "meeting-tab",
      viewLock: { name: "view:1", held: Promise.resolve() },
      windows: () => [],
      createEngine: null,
      pause: async () => {},
      onFrame: (action) => void frames.push(action),
      ...options,
    },
    abort.signal,
  )
  const drawFrame = () => frames.splice(0).forEach((action) => action())
  const reached = (wanted: EngineState["state"]) =>
    new Promise<EngineState>((resolve) => {
      state.subscribe((value) => {
        if (value.state === wanted) resolve(value)
      })
    })
  return { state, abort, reached, drawFrame }
}

const ENDED: Snapshot = { phase: "ended", meeting: null, fault: null, by: null, release: { state: "checking" } }

describe("a view of the engine", () => {
  it("finds the handle among the windows and follows its snapshot", async () => {
    const engine = fakeEngine()
    const { state, reached, drawFrame } = watch({ windows: () => [new FakeWindow(), engineWindow(engine)] })
    expect(await reached("there")).toMatchObject({ snapshot: { phase: "idle", release: { state: "checking" } } })
    engine.show(ENDED)
    drawFrame()
    expect(state.value).toMatchObject({ state: "there", snapshot: ENDED })
  })

  it("listens under its lock, once it is held", async () => {
    const engine = fakeEngine()
    const lock = Promise.withResolvers<void>()
    const { reached } = watch({
      windows: () => [engineWindow(engine)],
      viewLock: { name: "view:1", held: lock.promise },
    })
    await new Promise((resume) => setImmediate(resume))
    expect(engine.views).toEqual([])
    lock.resolve()
    await reached("there")
    expect(engine.views).toEqual([{ kind: "meeting-tab", viewLock: "view:1" }])
  })

  it("says so when it gets no lock", async () => {
    const { reached } = watch({
      windows: () => [engineWindow(fakeEngine())],
      viewLock: { name: "view:1", held: Promise.reject(new DOMException("no locks here", "SecurityError")) },
    })
    expect(await reached("unreachable")).toEqual({ state: "unreachable" })
  })

  it("finds an engine that is there before the making of it is done", async () => {
    const found: EngineWindow[] = []
    const { reached } = watch({
      windows: () => found,
      createEngine: () => new Promise(() => {}),
      pause: async () => void found.push(engineWindow(fakeEngine())),
    })
    await reached("there")
  })

  it("has the engine made where there is none, and looks until its handle is there", async () => {
    const found: EngineWindow[] = []
    const window = new FakeWindow()
    let looks = 0
    const { reached } = watch({
      windows: () => found,
      createEngine: async () => void found.push(window),
      pause: async () => {
        if (++looks === 3) window.wardroomEngine = fakeEngine()
      },
    })
    await reached("there")
    expect(looks).toBe(3)
  })

  it("has it made anew where the one that was there ended instead", async () => {
    const found: EngineWindow[] = []
    let asked = 0
    const { reached } = watch({
      windows: () => found,
      createEngine: async () => {
        if (++asked === 2) found.push(engineWindow(fakeEngine()))
      },
      pause: async () => {},
    })
    await reached("there")
    expect(asked).toBe(2)
  })

  it("gives up on an engine that never shows its handle", async () => {
    let looks = 0
    const { reached } = watch({ createEngine: async () => {}, pause: async () => void looks++ })
    await reached("unreachable")
    expect(looks).toBe(MAX_LOOKS)
  })

  it("says so when the engine cannot be made", async () => {
    const { reached } = watch({
      createEngine: async () => {
        throw new TypeError("no document")
      },
    })
    expect(await reached("unreachable")).toEqual({ state: "unreachable" })
  })

  it("makes no engine where it only looks", async () => {
    const { reached } = watch({ kind: "popup" })
    expect(await reached("absent")).toEqual({ state: "absent" })
  })

  it("keeps what the engine said last when its window goes away, and hears no more", async () => {
    const engine = fakeEngine()
    const window = engineWindow(engine)
    const { state, reached, drawFrame } = watch({ windows: () => [window] })
    await reached("there")
    engine.show(ENDED)
    window.dispatchEvent(new Event("pagehide"))
    engine.show({ phase: "idle", release: { state: "checking" } })
    drawFrame()
    expect(state.value).toEqual({ state: "gone", last: ENDED })
  })
})

describe("an engine among windows", () => {
  it("is busy with a meeting that is on or on its way, and not before, after, or without one", () => {
    const engine = fakeEngine()
    const windows = [{}, engineWindow(engine)]
    expect([isEngineBusy([]), isEngineBusy([{}]), isEngineBusy(windows)]).toEqual([false, false, false])
    engine.show({ phase: "creating", host: "meet.example", release: { state: "checking" } })
    expect(isEngineBusy(windows)).toBe(true)
    engine.show(ENDED)
    expect(isEngineBusy(windows)).toBe(false)
  })
})
