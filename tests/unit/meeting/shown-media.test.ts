import { beforeEach, describe, expect, it, vi } from "vitest"
import { ShownMedia } from "../../../src/meeting/shown-media.ts"
import type { MediaRoom, RemotePerson } from "../../../src/room/media-room.ts"

const CAMERA = {} as MediaStreamTrack
const BEN: RemotePerson = {
  tag: "tag-b",
  media: new Map([["camera", { track: CAMERA, isMuted: false }]]),
  isSpeaking: false,
  quality: "good",
}
const TILE = { personId: "bb", width: 320, height: 180 }

const show = vi.fn<MediaRoom["show"]>()
let stopped: string
let shown: ShownMedia

beforeEach(() => {
  vi.clearAllMocks()
  stopped = ""
  shown = new ShownMedia({
    room: { people: () => new Map([["tag-b", BEN]]), show },
    roster: {
      tags: new Map([
        ["bb", "tag-b"],
        ["cc", "tag-c"],
      ]),
    },
    isStopped: (id, source) => `${id} ${source}` === stopped,
  })
})

describe("the others' media", () => {
  it("are received at the size at which they are shown, and not at all where they are not", () => {
    shown.showTiles(new Map([["bb", TILE]]))
    expect(show).toHaveBeenLastCalledWith(
      new Map([
        ["tag-b", TILE],
        ["tag-c", null],
      ]),
    )
  })

  it("are not received while no view shows anything", () => {
    shown.showTiles(null)
    expect(show).toHaveBeenLastCalledWith("none")
  })

  it("are nobody's of the last report in another room, where the same people have other tags", () => {
    shown.showTiles(new Map([["bb", TILE]]))
    shown.forget()
    expect(show).toHaveBeenLastCalledWith(new Map())
  })

  it("are the tracks of the person with that tag, and none of what a host stopped", () => {
    expect(shown.track("bb", "camera")).toBe(CAMERA)
    expect(shown.track("bb", "screen")).toBeNull()
    expect(shown.track("cc", "camera")).toBeNull()
    expect(shown.track("dd", "camera")).toBeNull()
    stopped = "bb microphone"
    expect(shown.track("bb", "camera")).toBe(CAMERA)
    stopped = "bb camera"
    expect(shown.track("bb", "camera")).toBeNull()
  })
})
