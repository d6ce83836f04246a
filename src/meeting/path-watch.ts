// Where the media goes, read again every few seconds while a meeting is on.

import type { Clock } from "../media/clock.ts"
import type { MediaRoom } from "../room/media-room.ts"
import type { MediaPath } from "./snapshot.ts"

const EVERY_MS = 5000

export interface PathWatchOptions {
  readonly clock: Clock
  readonly room: Pick<MediaRoom, "path">
  readonly onChange: () => void
  readonly abortSignal: AbortSignal
}

export class PathWatch {
  readonly #options: PathWatchOptions
  #path: MediaPath = { sfu: "", address: null, transport: null, roundTripMs: null }

  constructor(options: PathWatchOptions) {
    this.#options = options
  }

  get path(): MediaPath {
    return this.#path
  }

  /** The SFU that the service named, as host and port. */
  setSfu(sfu: string): void {
    this.#path = { ...this.#path, sfu }
  }

  /** Reads now and from now on. */
  async watch(): Promise<void> {
    const { clock, room, onChange, abortSignal } = this.#options
    if (abortSignal.aborted) return
    this.#path = { ...this.#path, ...(await room.path()) }
    onChange()
    clock.after(EVERY_MS, () => void this.watch())
  }
}
