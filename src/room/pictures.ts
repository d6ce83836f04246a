// Which of the others' pictures the SFU sends us, and how large. What is not received is paused there: it costs nobody
// anything, and where nobody receives it, its sender does not even encode it (dynacast).

import { type RemoteParticipant, type RemoteTrackPublication, Track } from "livekit-client"
import { tagOf } from "./person-tag.ts"

/** In device pixels. */
interface PictureSize {
  readonly width: number
  readonly height: number
}

/**
 * "none": no picture at all. Else every screen, and of the cameras, by tag, those that have a size; null is not at all.
 * Of whoever is not named nothing is known yet: they are received as long as people are few.
 */
export type WantedPictures = "none" | ReadonlyMap<string, PictureSize | null>

export type PictureSender = Pick<RemoteParticipant, "identity" | "getTrackPublication">

/** Asks the SFU for what is wanted of one person; `room` says whether people are few there. */
export function receivePictures(sender: PictureSender, wanted: WantedPictures, room: "few" | "many"): void {
  const screen = sender.getTrackPublication(Track.Source.ScreenShare)
  if (screen) setReceived(screen, wanted !== "none")
  const camera = sender.getTrackPublication(Track.Source.Camera)
  const tag = tagOf(sender.identity)
  if (!camera || !tag) return
  const size = wanted === "none" ? null : wanted.get(tag)
  if (size) receiveAt(camera, size)
  else if (size === null || room === "many") setReceived(camera, false)
}

function receiveAt(camera: RemoteTrackPublication, { width, height }: PictureSize): void {
  setReceived(camera, true)
  if (camera.track) camera.setVideoDimensions({ width, height }) // LiveKit notes no size of a track that it does not have
}

/** The SFU is told of changes alone. */
function setReceived(publication: RemoteTrackPublication, isReceived: boolean): void {
  if (publication.isEnabled !== isReceived) publication.setEnabled(isReceived)
}
