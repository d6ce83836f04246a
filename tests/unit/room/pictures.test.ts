import { type RemoteTrackPublication, Track } from "livekit-client"
import { beforeEach, describe, expect, it, vi } from "vitest"
import { type PictureSender, receivePictures } from "../../../src/room/pictures.ts"

const TAG = "0123456789abcdef0123456789abcdef"
const SIZE = { width: 320, height: 180 }

/** A publication as far as it is received, which notes what the SFU would be asked. */
class Publication {
  readonly asked: string[] = []
  isEnabled = true
  track: object | undefined = {}

  setEnabled(isEnabled: boolean): void {
    this.isEnabled = isEnabled
    this.asked.push(isEnabled ? "on" : "off")
  }

  setVideoDimensions({ width, height }: typeof SIZE): void {
    this.asked.push(`${width}x${height}`)
  }
}

let camera: Publication
let screen: Publication
let ben: PictureSender

beforeEach(() => {
  camera = new Publication()
  screen = new Publication()
  const sources = new Map([
    [Track.Source.Camera, camera],
    [Track.Source.ScreenShare, screen],
  ])
  const getTrackPublication = vi.fn<PictureSender["getTrackPublication"]>(
    (source) => sources.get(source) as RemoteTrackPublication | undefined,
  )
  ben = { identity: `${TAG}.0123456789abcdef`, getTrackPublication }
})

describe("somebody's pictures", () => {
  it("are received at the wanted size, and no more once they are not wanted; screens always", () => {
    receivePictures(ben, new Map([[TAG, SIZE]]), "many")
    receivePictures(ben, new Map([[TAG, null]]), "few")
    receivePictures(ben, new Map([[TAG, null]]), "few")
    receivePictures(ben, new Map([[TAG, SIZE]]), "few")
    expect(camera.asked).toEqual(["320x180", "off", "on", "320x180"])
    expect(screen.asked).toEqual([])
  })

  it("are left as they come while nobody said what is wanted of them and people are few", () => {
    receivePictures(ben, new Map(), "few")
    expect(camera.asked).toEqual([])
    receivePictures(ben, new Map(), "many")
    expect(camera.asked).toEqual(["off"])
  })

  it("are none where none are wanted, screens included, and all come back", () => {
    receivePictures(ben, "none", "few")
    expect([camera.isEnabled, screen.isEnabled]).toEqual([false, false])
    receivePictures(ben, new Map([[TAG, SIZE]]), "few")
    expect([camera.isEnabled, screen.isEnabled]).toEqual([true, true])
  })

  it("are paused before their track is there, and have a size once it is", () => {
    camera.track = undefined
    receivePictures(ben, new Map([[TAG, SIZE]]), "few")
    expect(camera.asked).toEqual([])
    receivePictures(ben, new Map([[TAG, null]]), "few")
    expect(camera.asked).toEqual(["off"])
    camera.track = {}
    receivePictures(ben, new Map([[TAG, SIZE]]), "few")
    expect(camera.asked).toEqual(["off", "on", "320x180"])
  })

  it("are not touched where there are none, nor of whoever is none of ours", () => {
    receivePictures({ ...ben, identity: "a stranger" }, new Map(), "many")
    receivePictures({ ...ben, getTrackPublication: () => undefined }, "none", "many")
    expect(camera.asked).toEqual([])
  })
})
