// What our meetings are measured beside: a plain page with livekit-client, and nothing between its button and the room.
// It captures before the click, as a pre-join page does; the click connects, publishes and plays what comes.

import {
  createLocalTracks,
  ExternalE2EEKeyProvider,
  type LocalTrack,
  type RemoteTrack,
  Room,
  RoomEvent,
  type RoomOptions,
  setLogLevel,
  Track,
  VideoPresets,
} from "livekit-client"
import type { PeerTimes } from "./peer.ts"

declare global {
  interface Window {
    /** As far as it came. */
    peerTimes?: Partial<PeerTimes>
    peerRoom?: Room
  }
}

const query = new URLSearchParams(location.search)
const address = query.get("address") ?? ""
const token = query.get("token") ?? ""
const isEncrypted = query.get("encryption") === "livekit"
const times: { -readonly [What in keyof PeerTimes]?: number } = {}
window.peerTimes = times

setLogLevel("silent")
const room = new Room(await roomOptions())
window.peerRoom = room
if (isEncrypted) await room.setE2EEEnabled(true)
room
  .on(RoomEvent.SignalConnected, () => note("signalConnected"))
  .on(RoomEvent.Connected, () => note("connected"))
  .on(RoomEvent.TrackSubscribed, (track) => play(track))
const tracks = await createLocalTracks({ audio: true, video: { resolution: VideoPresets.h720.resolution } })
for (const track of tracks) if (track.kind === Track.Kind.Video) track.attach(elementOf("#preview", HTMLVideoElement))
await room.prepareConnection(address, token)
const button = elementOf("button", HTMLButtonElement)
button.addEventListener("click", () => void join(tracks), { once: true })
button.disabled = false
note("ready")

async function join(tracks: readonly LocalTrack[]): Promise<void> {
  note("clicked")
  await room.connect(address, token, { rtcConfig: { iceServers: [] } })
  await Promise.all(tracks.map((track) => room.localParticipant.publishTrack(track)))
  note("published")
}

function play(track: RemoteTrack): void {
  if (track.kind === Track.Kind.Audio) {
    track.attach(elementOf("audio", HTMLAudioElement))
    return
  }
  note("subscribed")
  const video = elementOf("#remote", HTMLVideoElement)
  video.requestVideoFrameCallback(() => note("painted"))
  track.attach(video)
}

/** As src/room/media-room.ts has them, so that both sides send and receive the same media. */
async function roomOptions(): Promise<RoomOptions> {
  const options: RoomOptions = {
    adaptiveStream: false,
    dynacast: true,
    publishDefaults: {
      videoCodec: "vp8",
      backupCodec: false,
      red: false,
      simulcast: true,
      videoEncoding: VideoPresets.h720.encoding,
      videoSimulcastLayers: [VideoPresets.h180, VideoPresets.h360],
    },
  }
  if (!isEncrypted) return options
  const keyProvider = new ExternalE2EEKeyProvider()
  await keyProvider.setKey("the same for everybody")
  const worker = new Worker("/livekit-client.e2ee.worker.mjs", { type: "module" })
  return { ...options, encryption: { keyProvider, worker } }
}

function elementOf<T extends Element>(selector: string, type: new () => T): T {
  const element = document.querySelector(selector)
  if (element instanceof type) return element
  throw new TypeError(`${selector} must be on the page`)
}

function note(what: keyof PeerTimes): void {
  times[what] ??= performance.timeOrigin + performance.now()
}
