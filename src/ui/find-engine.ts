// The browser's own parts of finding the engine: its windows, its locks, its clock.

import type { ReadonlySignal } from "@preact/signals"
import { type EngineState, type EngineWindow, watchEngine } from "./engine-view.ts"

export interface FindEngineOptions {
  readonly kind: "meeting-tab" | "popup"
  readonly viewLock: string
  /** `extension.getViews` */
  readonly windows: () => readonly EngineWindow[]
  readonly createEngine: (() => Promise<void>) | null
}

const PAUSE_MS = 10

/** Follows the engine as long as this page lives. */
export function findEngine(options: FindEngineOptions, abortSignal: AbortSignal): ReadonlySignal<EngineState> {
  return watchEngine({ ...options, locks: navigator.locks, pause }, abortSignal)
}

/** A name for the Web Lock that says that this view lives. */
export function newViewLock(): string {
  return `view:${crypto.randomUUID()}`
}

function pause(): Promise<void> {
  return new Promise((resume) => setTimeout(resume, PAUSE_MS))
}
