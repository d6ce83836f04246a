// A plain page with livekit-client and a room token: no extension, no engine. It plays what it gets.

import { ParticipantEvent, type RemoteTrack, Room, RoomEvent, type Track } from "livekit-client"
import type { TrackContext } from "../../../src/media/kid.ts"
import { sourceOf } from "../../../src/room/frame-encryption.ts"
import { tagOf } from "../../../src/room/person-tag.ts"
import { Likeness } from "./likeness.ts"
import { Loudness } from "./loudness.ts"
import type { TapAnswers, TapEpoch, TapRequest, TapSample, TapTrack, TapTransformOptions } from "./protocol.ts"

/** Chromium's: without it a transform that comes after the track is not asked. */
const WITH_TRANSFORMS: RTCConfiguration & { readonly encodedInsertableStreams: true } = {
  encodedInsertableStreams: true,
}

type Request = TapRequest extends infer R ? (R extends { request: number } ? Omit<R, "request"> : never) : never

interface Listening {
  readonly context: TrackContext
  readonly receiver: RTCRtpReceiver
  readonly likeness: Likeness | null
  readonly loudness: Loudness | null
}

export class Tap {
  readonly #worker: Worker = new Worker(new URL("./tap.worker.ts", import.meta.url), { type: "module" })
  readonly #waiting = new Map<number, (result: never) => void>()
  readonly #tracks = new Map<string, Listening>()
  #room: Room | null = null
  #lastRequest = 0

  constructor() {
    this.#worker.addEventListener("message", ({ data }: MessageEvent<{ request: number; result: never }>) => {
      this.#waiting.get(data.request)?.(data.result)
      this.#waiting.delete(data.request)
    })
  }

  /** Enters a room and plays everything in it; with an epoch, what opens under its key, else what comes. */
  async listen(url: string, token: string, epoch: TapEpoch | null): Promise<void> {
    if (epoch) await this.#ask({ type: "install", epoch })
    const room = new Room({ adaptiveStream: false })
    this.#room = room
    room.on(RoomEvent.TrackSubscribed, (track, publication, participant) => {
      const context = sourceOf(publication.source)
      if (!context || !track.receiver) return
      const tag = tagOf(participant.identity) ?? ""
      const options = { track: publication.trackSid, context, codec: publication.mimeType ?? "" }
      this.#attach(track.receiver, { ...options, identityKey: epoch?.people[tag] ?? null })
      this.#play(publication.trackSid, context, track)
    })
    await room.connect(url, token, { rtcConfig: WITH_TRANSFORMS })
  }

  /** Enters a room and publishes this browser's camera and microphone without any sealing. */
  async speak(url: string, token: string): Promise<void> {
    const room = new Room()
    this.#room = room
    room.localParticipant.on(ParticipantEvent.LocalSenderCreated, (sender: RTCRtpSender, track: Track) => {
      const context = sourceOf(track.source)
      if (!context) return
      const codec = context === "camera" ? "video/VP8" : "audio/opus"
      this.#attach(sender, { track: context, context, codec, identityKey: null })
    })
    await room.connect(url, token, { rtcConfig: WITH_TRANSFORMS })
    await room.localParticipant.enableCameraAndMicrophone()
  }

  async hangUp(): Promise<void> {
    await this.#room?.disconnect()
    this.#tracks.clear()
  }

  async tracks(): Promise<readonly TapTrack[]> {
    const counts = await this.#ask({ type: "counts" })
    return Promise.all(
      Array.from(this.#tracks, async ([id, { context, receiver, likeness, loudness }]) => ({
        id,
        context,
        ...(counts[id] ?? { arrived: 0, opened: 0, epochs: {} }),
        framesDecoded: await framesDecoded(receiver),
        alike: likeness?.alike ?? 0,
        loud: loudness?.loud ?? 0,
        tones: loudness?.tones ?? 0,
      })),
    )
  }

  samples(): Promise<readonly TapSample[]> {
    return this.#ask({ type: "samples" })
  }

  #attach(end: RTCRtpReceiver | RTCRtpSender, options: TapTransformOptions): void {
    end.transform = new RTCRtpScriptTransform(this.#worker, options)
  }

  #play(id: string, context: TrackContext, track: RemoteTrack): void {
    const { receiver } = track
    const element = track.attach()
    document.body.append(element)
    if (!receiver) return
    const likeness = element instanceof HTMLVideoElement ? new Likeness(element) : null
    const loudness = likeness ? null : new Loudness(track.mediaStreamTrack)
    this.#tracks.set(id, { context, receiver, likeness, loudness })
  }

  #ask<R extends Request>(request: R): Promise<TapAnswers[R["type"]]> {
    const number = ++this.#lastRequest
    const { promise, resolve } = Promise.withResolvers<TapAnswers[R["type"]]>()
    this.#waiting.set(number, resolve)
    this.#worker.postMessage({ ...request, request: number })
    return promise
  }
}

async function framesDecoded(receiver: RTCRtpReceiver): Promise<number> {
  let decoded = 0
  const report = await receiver.getStats()
  report.forEach((entry: { type: string; framesDecoded?: number }) => {
    if (entry.type === "inbound-rtp") decoded += entry.framesDecoded ?? 0
  })
  return decoded
}
