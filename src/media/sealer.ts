// Seals the frames of one outgoing track.

import { clearPrefixLength, codecOf } from "./clear-prefix.ts"
import type { Epochs } from "./epochs.ts"
import type { TrackContext } from "./kid.ts"

export class Sealer {
  readonly #epochs: Epochs
  readonly #context: TrackContext

  constructor(epochs: Epochs, context: TrackContext) {
    this.#epochs = epochs
    this.#context = context
  }

  /**
   * Seals under the epoch in force; `codec` is a MIME type or name.
   *
   * Throws FrameError "unsupported-codec", "empty", "malformed", "no-epoch", "exhausted": such a frame is not sent.
   */
  async seal(frame: Uint8Array<ArrayBuffer>, codec: string): Promise<Uint8Array<ArrayBuffer>> {
    const prefixLength = clearPrefixLength(codecOf(codec), frame)
    const key = await this.#epochs.sealingKey(this.#context)
    return key.seal(frame, prefixLength)
  }
}
