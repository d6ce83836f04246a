// The meter of the pre-join page: how loud the microphone is now.

import { measureLevel } from "../devices/level.ts"

export class LevelMeter {
  readonly #onChange: () => void
  #level = 0
  #measuring: { readonly track: MediaStreamTrack; readonly stop: AbortController } | null = null

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /** 0 to 1. */
  get level(): number {
    return this.#level
  }

  /** Measures this track from now on, or none. */
  follow(track: MediaStreamTrack | null): void {
    if (track === (this.#measuring?.track ?? null)) return
    this.#measuring?.stop.abort()
    this.#measuring = null
    this.#level = 0
    if (!track) return
    const stop = new AbortController()
    this.#measuring = { track, stop }
    measureLevel(track, (level) => this.#set(level), stop.signal)
  }

  #set(level: number): void {
    this.#level = level
    this.#onChange()
  }
}
