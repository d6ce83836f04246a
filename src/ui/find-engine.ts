// The browser's own parts of finding the engine: its windows and its clock.

import type { ReadonlySignal } from "@preact/signals"
import { type EngineState, type EngineWindow, watchEngine } from "./engine-view.ts"
import { nextFrame } from "./frame-pace.ts"
import type { ViewLock } from "./view-lock.ts"

export interface FindEngineOptions {
  readonly kind: "meeting-tab" | "popup"
  readonly viewLock: ViewLock
  /** `extension.getViews` */
  readonly windows: () => readonly EngineWindow[]
  readonly createEngine: (() => Promise<void>) | null
}

const PAUSE_MS = 10

/** Follows the engine as long as this page lives. */
export function findEngine(options: FindEngineOptions, abortSignal: AbortSignal): ReadonlySignal<EngineState> {
  return watchEngine({ ...options, pause, onFrame: nextFrame }, abortSignal)
}

function pause(): Promise<void> {
  return new Promise((resume) => setTimeout(resume, PAUSE_MS))
}
