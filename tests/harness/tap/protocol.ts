// What the tap, its worker and the test say to each other. Bytes are hexadecimal, for they cross into a page.

import type { TrackContext } from "../../../src/media/kid.ts"

/** An epoch as a member knows it. */
export interface TapEpoch {
  readonly groupId: string
  readonly epoch: string
  /** MLS-Exporter("SFrame 1.0 Base Key", "", 32). */
  readonly baseKey: string
  readonly ownLeaf: number
  readonly leaves: readonly { readonly leaf: number; readonly identityKey: string; readonly leafKey: string }[]
  /** Identity keys by the tag under which the SFU knows the person. */
  readonly people: Readonly<Record<string, string>>
}

/** What became of the frames of one track. */
export interface TapCounts {
  readonly arrived: number
  readonly opened: number
  /** The same by the epoch byte in the frame's header; of sealed frames only. */
  readonly epochs: Readonly<Record<number, { readonly arrived: number; readonly opened: number }>>
}

export interface TapTrack extends TapCounts {
  readonly id: string
  readonly context: TrackContext
  /** By the browser's own count: pictures that came out of the decoder; 0 for sound. */
  readonly framesDecoded: number
  /** Pictures that look like those of the test camera; 0 for sound. */
  readonly alike: number
  /** Moments with sound, and those of them that were one tone; 0 for pictures. */
  readonly loud: number
  readonly tones: number
}

/** A frame as it went through the tap: what came from the SFU or the encoder, and what it was opened to. */
export interface TapSample {
  readonly context: TrackContext
  readonly arrived: string
  readonly opened: string | null
}

export type TapTransformOptions = {
  readonly track: string
  readonly context: TrackContext
  readonly codec: string
  /** Whose track it is, where the tap has keys; null lets frames through as they are. */
  readonly identityKey: string | null
}

export type TapRequest =
  | { readonly request: number; readonly type: "install"; readonly epoch: TapEpoch }
  | { readonly request: number; readonly type: "counts" }
  | { readonly request: number; readonly type: "samples" }

export interface TapAnswers {
  install: null
  counts: Readonly<Record<string, TapCounts>>
  samples: readonly TapSample[]
}
