// What the engine is made of. Everything that touches the browser comes from outside, so that a meeting also runs in
// plain Node with other parts.

import type { SocketLike } from "../delivery/connection.ts"
import type { Clock } from "../media/clock.ts"
import type { WorkerLike } from "../media/frame-worker.ts"
import type { TransformOptions } from "../media/worker-protocol.ts"
import type { MlsWorker } from "../mls/mls-worker.ts"
import type { SuiteName } from "../mls/suite.ts"
import type { PasswordWorker } from "../password/password-worker.ts"
import type { MediaRoom, RoomOptions } from "../room/media-room.ts"
import type { Vault } from "../vault/vault.ts"
import type { Random } from "./jitter.ts"
import type { ReleaseGate } from "./release-gate.ts"
import type { VideoCoding } from "./video-coding.ts"

export interface FrameParts {
  readonly worker: WorkerLike
  readonly createTransform: (options: TransformOptions) => RTCRtpScriptTransform
}

/** The running client's release, as the credential claims it. */
export interface OwnRelease {
  /** 32 bytes; zeros for an unsigned build. */
  readonly digest: Uint8Array
  readonly version: string
}

/** The SFU's room, as far as a meeting needs it. */
export type MeetingRoom = Pick<MediaRoom, keyof MediaRoom>

export type CreateRoom = (options: RoomOptions) => MeetingRoom

/** What one visit is made of. */
export interface VisitParts {
  readonly vault: Vault
  readonly clock: Clock
  /** Milliseconds of the epoch of time, for what people are shown. */
  readonly wallClock: () => number
  /** A number from 0 to 1, 1 excluded, for waiting times that must differ; nothing secret depends on it. */
  readonly random: Random
  readonly suite: SuiteName
  /** How our picture is coded in a visit that begins now. */
  readonly videoCodec: () => VideoCoding
  /** What the verdict before this visit said. */
  readonly release: OwnRelease
  readonly openSocket: (address: string) => SocketLike
  /** Workers of one visit; they end with the signal. */
  readonly startMls: (abortSignal: AbortSignal) => MlsWorker
  readonly startPasswords: (abortSignal: AbortSignal) => PasswordWorker
  readonly startFrames: (abortSignal: AbortSignal) => FrameParts
  readonly createRoom: CreateRoom
}

export interface EngineParts extends Omit<VisitParts, "release"> {
  readonly releaseGate: ReleaseGate
  /** The package's, which an unsigned build claims. */
  readonly version: string
}
