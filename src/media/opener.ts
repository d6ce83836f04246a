// Opens the frames of one incoming track, and only those that its person sealed for it.

import { toHex } from "../bytes/bytes.ts"
import { clearPrefixLength, codecOf, isVp8KeyFrame } from "./clear-prefix.ts"
import type { Clock } from "./clock.ts"
import type { Epoch } from "./epoch.ts"
import type { EpochLag } from "./epoch-lag.ts"
import type { Epochs } from "./epochs.ts"
import { FrameError } from "./errors.ts"
import { decodeHeader, type FrameHeader } from "./header.ts"
import { isInjected } from "./injected.ts"
import { decodeKid, isHeaderStart, type Kid, type TrackContext } from "./kid.ts"

export const HOLD_MS = 500

/** Whose frames a track must carry, and which. */
export interface Expectation {
  /** 32 bytes; null where the roster does not know the person yet: nothing opens before `identify`. */
  readonly identityKey: Uint8Array | null
  readonly context: TrackContext
}

export interface ArrivedFrame {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** A MIME type or name. */
  readonly codec: string
  /** What RTP says of it: "key", "delta"; undefined for sound. */
  readonly type: string | undefined
  /** When it came, by the opener's clock. */
  readonly arrivedAtMs: number
}

export interface OpenerOptions {
  readonly epochs: Epochs
  readonly lag: EpochLag
  readonly clock: Clock
  /** The trailer of LiveKit's own frames, as it is now; empty while unknown. */
  readonly trailer: () => Uint8Array
  /** Whether nothing of the person with this identity key, in hexadecimal, is opened on tracks of this context. */
  readonly isStopped: (identity: string) => boolean
}

export class Opener {
  readonly #options: OpenerOptions
  readonly #context: TrackContext
  #identity: string | null

  constructor(expectation: Expectation, options: OpenerOptions) {
    this.#options = options
    this.#context = expectation.context
    this.#identity = expectation.identityKey && toHex(expectation.identityKey)
  }

  identify(identityKey: Uint8Array): void {
    this.#identity = toHex(identityKey)
  }

  /** The frame as its sender's encoder made it, after up to 500 ms for an epoch to come; throws FrameError of any receiving fault. */
  async open(frame: ArrivedFrame): Promise<Uint8Array<ArrayBuffer>> {
    const { epochs, trailer } = this.#options
    const { bytes } = frame
    if (isInjected(bytes, trailer())) throw new FrameError("injected-by-sfu", "a frame of LiveKit's own")
    this.#refuseStopped()
    const prefixLength = this.#prefixLength(frame)
    const header = decodeOwnHeader(bytes, prefixLength)
    const kid = decodeKid(header.kid)
    if (kid.context !== this.#context) throw new FrameError("wrong-context", `a ${kid.context} frame`)
    const epoch = epochs.find(kid.epochByte) ?? (await this.#arrival(kid, frame.arrivedAtMs))
    const received = epoch.received(kid)
    // By the roster of the frame's own epoch: leaves are given to others later.
    if (received.identity !== this.#identity) throw new FrameError("wrong-person", "another member's frame")
    const opened = await received.key.open(bytes, prefixLength, header)
    this.#refuseStopped() // meanwhile
    epochs.handleOpened(received)
    return opened
  }

  #refuseStopped(): void {
    if (this.#identity !== null && this.#options.isStopped(this.#identity)) {
      throw new FrameError("stopped", "a host stopped this person's media of this kind")
    }
  }

  #prefixLength({ bytes, codec, type }: ArrivedFrame): number {
    const known = codecOf(codec)
    const length = clearPrefixLength(known, bytes)
    const isOtherwise =
      known === "vp8" && (type === "key" || type === "delta") && (type === "key") !== isVp8KeyFrame(bytes)
    if (isOtherwise) throw new FrameError("malformed", "RTP and the frame disagree on its being a key frame")
    return length
  }

  #arrival(kid: Kid, arrivedAtMs: number): Promise<Epoch> {
    const { epochs, lag, clock } = this.#options
    const now = clock.now()
    if (this.#identity !== null && epochs.isMember(this.#identity)) lag.handleUnknownEpoch(now)
    return epochs.arrival(kid.epochByte, arrivedAtMs + HOLD_MS - now)
  }
}

/** Tells what is no sealed frame at all from one that is wrong. */
function decodeOwnHeader(bytes: Uint8Array, offset: number): FrameHeader {
  if (!isHeaderStart(bytes, offset)) throw new FrameError("plaintext", "no header where one must be")
  return decodeHeader(bytes, offset)
}
