import { describe, expect, it, vi } from "vitest"
import { LateRoom, type LoadRoom } from "../../../src/room/late-room.ts"
import type { RoomOptions } from "../../../src/room/media-room.ts"

type Room = ReturnType<Awaited<ReturnType<LoadRoom>>>

const OPTIONS: RoomOptions = {
  transforms: { seal: vi.fn(), open: vi.fn(), close: vi.fn(), nameInjectedFrames: vi.fn() },
  listener: { onConnection: vi.fn(), onPeople: vi.fn(), onData: vi.fn() },
  videoCodec: "vp8",
  fewPeople: 25,
}

/** A late room, what it loads, and when that is there. */
function start() {
  const asked: string[] = []
  const note = (what: string) => async () => void asked.push(what)
  const room: Room = {
    prepare: note("prepare"),
    connect: async (url, token) => void asked.push(`connect ${url} ${token}`),
    disconnect: note("disconnect"),
    publish: note("publish"),
    mute: note("mute"),
    sendData: note("data"),
    tags: () => new Set(["ben"]),
    people: () => new Map([["ben", { tag: "ben", media: new Map(), isSpeaking: false, quality: "good" }]]),
    show: (wanted) => void asked.push(wanted === "none" ? "show none" : `show ${[...wanted.keys()].join()}`),
    sendKeyFrame: note("key frame"),
    path: async () => ({ address: null, transport: null, roundTripMs: 7 }),
  }
  const loaded = Promise.withResolvers<() => Room>()
  const load = vi.fn<LoadRoom>(() => loaded.promise)
  return { late: new LateRoom(load, OPTIONS), load, asked, room, arrive: () => loaded.resolve(() => room) }
}

describe("a room whose library comes later", () => {
  it("loads it when it is first needed, and once", async () => {
    const { late, load, asked, arrive } = start()
    expect(load).not.toHaveBeenCalled()
    const prepared = late.prepare("wss://sfu.example")
    const connected = late.connect("wss://sfu.example", "token")
    arrive()
    await Promise.all([prepared, connected])
    expect(load).toHaveBeenCalledOnce()
    expect(asked).toEqual(["prepare", "connect wss://sfu.example token"])
    expect([...late.people().keys()]).toEqual(["ben"])
    expect([...late.tags()]).toEqual(["ben"])
    expect(await late.path()).toMatchObject({ roundTripMs: 7 })
  })

  it("is empty and sends nothing before", async () => {
    const { late, load } = start()
    late.show("none")
    await Promise.all([late.mute("camera"), late.sendKeyFrame(), late.disconnect()])
    expect(late.people().size).toBe(0)
    expect(late.tags().size).toBe(0)
    await expect(late.sendData(Uint8Array.of(1), new Set(["ben"]))).rejects.toMatchObject({ fault: "not-connected" })
    expect(load).not.toHaveBeenCalled()
  })

  it("is told once it is loaded which pictures were wanted last, and then of each change", async () => {
    const { late, asked, arrive } = start()
    const prepared = late.prepare("wss://sfu.example")
    late.show("none")
    late.show(new Map([["ben", null]]))
    arrive()
    await prepared
    late.show("none")
    await late.path()
    expect(asked).toEqual(["show ben", "prepare", "show none"])
  })

  it("is not entered by whoever left it while it was loaded", async () => {
    const { late, asked, arrive } = start()
    const connected = late.connect("wss://sfu.example", "token")
    await late.disconnect()
    arrive()
    await expect(connected).rejects.toMatchObject({ fault: "unreachable" })
    expect(asked).toEqual([])
  })

  it("says so where it cannot be loaded, and tries again", async () => {
    const { load, room, asked } = start()
    load.mockRejectedValueOnce(new TypeError("failed to fetch"))
    load.mockResolvedValueOnce(() => room)
    const late = new LateRoom(load, OPTIONS)
    await expect(late.prepare("wss://sfu.example")).rejects.toMatchObject({ fault: "unreachable" })
    await late.prepare("wss://sfu.example")
    expect(asked).toEqual(["prepare"])
  })
})
