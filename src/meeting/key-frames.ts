// A receiver whose first frame of a picture is a delta frame has missed the key frame: the SFU hands on only what begins
// with one, and it came before the receiver had its transform. WebRTC would ask again by way of the SFU, which lets such
// wishes through once a second; so the sender is asked in person, by a data message of kind "key-frame" without content.

import { encodeCbor } from "../bytes/cbor.ts"
import { decodeShape, record } from "../bytes/shape.ts"
import type { Clock } from "../media/clock.ts"
import { type DataMessages, nullIfUnsent } from "./data-messages.ts"

const KEY_FRAME = "key-frame"
/** However many ask: a key frame costs everybody as much as a second of picture. */
const INTERVAL_MS = 500

const nothing = record({})

export interface KeyFramesOptions {
  readonly clock: Pick<Clock, "now">
  readonly data: Pick<DataMessages, "post" | "take">
  /** Our encoders are to make one now. */
  readonly onWanted: () => void
}

export class KeyFrames {
  readonly #options: KeyFramesOptions
  /** Whom we asked before anybody could hear us. */
  #unheard: Uint8Array[] | null = []
  #madeAtMs = -Infinity

  constructor(options: KeyFramesOptions) {
    this.#options = options
    options.data.take(KEY_FRAME, ({ body }) => {
      decodeShape(nothing, body)
      this.#make()
    })
  }

  /** Asks a person, by identity key; what gets lost, WebRTC's own way makes up for. */
  ask(identityKey: Uint8Array): void {
    if (this.#unheard) this.#unheard.push(identityKey)
    else void this.#options.data.post(KEY_FRAME, encodeCbor({}), [identityKey]).catch(nullIfUnsent)
  }

  /** The others hear us from now on: media come to us before that. */
  handleHeard(): void {
    const unheard = this.#unheard ?? []
    this.#unheard = null
    for (const identityKey of unheard) this.ask(identityKey)
  }

  #make(): void {
    const { clock, onWanted } = this.#options
    if (clock.now() - this.#madeAtMs < INTERVAL_MS) return // the one just made is as good
    this.#madeAtMs = clock.now()
    onWanted()
  }
}
