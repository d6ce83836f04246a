// How a view finds the engine and follows it: one signal with what is known, and nothing else.
// The engine is another window of this process (`chrome.extension.getViews()`), so its handle is called directly.

import { type ReadonlySignal, signal } from "@preact/signals"
import type { EngineHandle } from "../meeting/engine-handle.ts"
import type { Snapshot } from "../meeting/snapshot.ts"
import { oncePerFrame, type OnFrame } from "./frame-pace.ts"
import type { ViewLock } from "./view-lock.ts"

declare global {
  interface Window {
    /** Only the engine's window has it. */
    wardroomEngine?: EngineHandle
  }
}

export type EngineState =
  | { readonly state: "looking" }
  /** Nobody made an engine, and this view does not. */
  | { readonly state: "absent" }
  /** It was asked for and did not come. */
  | { readonly state: "unreachable" }
  | { readonly state: "there"; readonly engine: EngineHandle; readonly snapshot: Snapshot }
  /** It was there and its window went away; `last` is what it said last. */
  | { readonly state: "gone"; readonly last: Snapshot }

/** A window that may be the engine's. */
export interface EngineWindow {
  readonly wardroomEngine?: EngineHandle
  addEventListener(type: "pagehide", listener: () => void, options: { readonly signal: AbortSignal }): void
}

export interface EngineViewOptions {
  readonly kind: "meeting-tab" | "popup"
  /** Asked for when the page begins, as getting it takes a round trip. */
  readonly viewLock: ViewLock
  readonly windows: () => readonly EngineWindow[]
  /** Has the background make the engine's document; null where this view only looks. */
  readonly createEngine: (() => Promise<void>) | null
  /** Resolves when it is worth looking for the handle again. */
  readonly pause: () => Promise<void>
  readonly onFrame: OnFrame
}

/** Times that a view looks for the handle of an engine that it had made. */
export const MAX_LOOKS = 1000
/** Looks until the making is asked for anew: an engine that was just ending counted as there. */
const LOOKS_PER_MAKING = 50

/** Finds the engine and follows it until `abortSignal`; never rejects, a failure is a state. */
export function watchEngine(options: EngineViewOptions, abortSignal: AbortSignal): ReadonlySignal<EngineState> {
  const state = signal<EngineState>({ state: "looking" })
  const follow = async () => {
    const { kind, viewLock, onFrame } = options
    const [window] = await Promise.all([findEngine(options, abortSignal), viewLock.held])
    if (abortSignal.aborted) return
    if (window === null) {
      state.value = { state: options.createEngine ? "unreachable" : "absent" }
      return
    }
    const { engine } = window
    const gone = new AbortController()
    const ended = AbortSignal.any([abortSignal, gone.signal])
    window.addEventListener("pagehide", () => gone.abort(), { signal: abortSignal })
    let last: Snapshot | null = null
    gone.signal.addEventListener("abort", () => {
      if (last) state.value = { state: "gone", last }
    })
    const show = oncePerFrame((snapshot: Snapshot) => {
      if (!ended.aborted) state.value = { state: "there", engine, snapshot }
    }, onFrame)
    engine.subscribe(
      (snapshot) => {
        if (ended.aborted) return
        last = snapshot
        show(snapshot)
      },
      { kind, viewLock: viewLock.name },
      ended,
    )
  }
  follow().catch(() => {
    state.value = { state: "unreachable" }
  })
  return state
}

interface Found extends EngineWindow {
  readonly engine: EngineHandle
}

async function findEngine(options: EngineViewOptions, abortSignal: AbortSignal): Promise<Found | null> {
  const there = look(options.windows())
  if (there || !options.createEngine) return there
  const { createEngine } = options
  const failed = new AbortController()
  // Looked for while it is made, as others may have begun that, and after it: its modules may still be starting.
  for (let looks = 0; looks < MAX_LOOKS && !failed.signal.aborted && !abortSignal.aborted; looks++) {
    if (looks % LOOKS_PER_MAKING === 0) createEngine().catch(() => failed.abort())
    const found = look(options.windows())
    if (found) return found
    await options.pause()
  }
  return null
}

function look(windows: readonly EngineWindow[]): Found | null {
  for (const window of windows) {
    const engine = window.wardroomEngine
    if (engine) return { engine, addEventListener: window.addEventListener.bind(window) }
  }
  return null
}

/** Whether one of these windows is an engine's with a meeting on, or on its way. */
export function isEngineBusy(windows: readonly Pick<EngineWindow, "wardroomEngine">[]): boolean {
  return windows.some(({ wardroomEngine }) => {
    const phase = wardroomEngine?.snapshot.phase ?? "idle"
    return phase !== "idle" && phase !== "barred" && phase !== "ended"
  })
}
