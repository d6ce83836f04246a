// What a hostile SFU can do with frames, against whole clients. Each fault is counted under its own name, and the next
// honest frame opens all the same.

import { afterEach, beforeAll, describe, expect, it, vi } from "vitest"
import { concat, utf8 } from "../../src/bytes/bytes.ts"
import type { DeviceKind } from "../../src/devices/devices.ts"
import type { FaultCounts } from "../../src/media/track-report.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { personOf, settledOn } from "../harness/node-meeting.ts"
import type { SealedFrame } from "../harness/node-sfu.ts"
import { useMeeting } from "../harness/use-meeting.ts"

// In a sealed frame: clear prefix (1 byte of a VP8 delta frame, none of Opus), then config, context, leaf, epoch.
const CAMERA_PREFIX = 1
const LEAF = 2
const EPOCH = 3

const honest = (frame: SealedFrame): readonly SealedFrame[] => [frame]

describe("frames at a hostile SFU", () => {
  const here = useMeeting({ per: "suite" })
  let alice: NodeClient
  let bob: NodeClient
  let charlie: NodeClient

  beforeAll(async () => {
    ;[alice, bob, charlie] = await here.meeting.joinAll("Alice", "Bob", "Charlie")
    await Promise.all([alice.turnOn("camera"), alice.turnOn("microphone"), bob.turnOn("camera")])
  })
  afterEach(() => {
    here.meeting.sfu.interfere = honest
  })

  interface Seen {
    readonly opened: readonly string[]
    readonly faults: FaultCounts
  }

  /** What charlie opens and drops of a track while alice sends one frame, handed on as `interfere` says, and then an honest one. */
  async function charlieSees(
    interfere: (frame: SealedFrame) => readonly SealedFrame[],
    { of = alice, kind = "camera", sent = kind }: { of?: NodeClient; kind?: DeviceKind; sent?: DeviceKind } = {},
  ): Promise<Seen> {
    const before = { opened: await charlie.opened(of, kind), faults: await charlie.faults(of, kind) }
    here.meeting.sfu.interfere = interfere
    await alice.send(sent, "hostile")
    here.meeting.sfu.interfere = honest
    await of.send(kind, "honest")
    const opened = await charlie.opened(of, kind)
    return {
      opened: opened.slice(before.opened.length),
      faults: difference(before.faults, await charlie.faults(of, kind)),
    }
  }

  it("opens what it hands on as it came", async () => {
    expect(await charlieSees(honest)).toEqual({ opened: ["hostile", "honest"], faults: {} })
    expect(await charlieSees(honest, { kind: "microphone" })).toEqual({ opened: ["hostile", "honest"], faults: {} })
  })

  it("sees nothing of what was said", async () => {
    const secret = "the known plaintext of this frame"
    const { bytes } = await alice.send("camera", secret)
    expect(new TextDecoder().decode(bytes)).not.toContain("known")
    expect(await charlie.opened(alice, "camera")).toContain(secret)
  })

  it("may lose frames without harm to the next", async () => {
    expect(await charlieSees(() => [])).toEqual({ opened: ["honest"], faults: {} })
  })

  it("cannot put in plaintext", async () => {
    const plaintext = Uint8Array.of(0x01, ...utf8("made up"))
    expect(await charlieSees(({ track }) => [{ track, bytes: plaintext }])).toEqual({
      opened: ["honest"],
      faults: { plaintext: 1 },
    })
  })

  it("has its own filler named, and dropped", async () => {
    const filler = concat(Uint8Array.of(0x01, 0x02), here.meeting.sfu.trailer)
    expect(await charlieSees(({ track }) => [{ track, bytes: filler }])).toEqual({
      opened: ["honest"],
      faults: { "injected-by-sfu": 1 },
    })
  })

  it("cannot play a frame twice, at once or later", async () => {
    expect(await charlieSees((frame) => [frame, frame])).toEqual({
      opened: ["hostile", "honest"],
      faults: { replayed: 1 },
    })
    const early = here.meeting.sfu.received[0]
    if (!early) throw new RangeError("expected a frame")
    expect(await charlieSees((frame) => [{ ...frame, bytes: early.bytes }])).toEqual({
      opened: ["honest"],
      faults: { replayed: 1 },
    })
  })

  it("cannot pass one person's frame off as another's", async () => {
    const ontoBob = onto(trackOf(bob, "camera"), (bytes) => bytes)
    expect(await charlieSees(ontoBob, { of: bob, sent: "camera" })).toEqual({
      opened: ["honest"],
      faults: { "wrong-person": 1 },
    })
    // Alice received her own frame in Bob's name.
    expect(await alice.faults(bob, "camera")).toEqual({ reflected: 1 })
    expect(await alice.opened(bob, "camera")).not.toContain("hostile")
  })

  it("cannot name another leaf, seated or empty, in a frame's own header", async () => {
    expect(await charlieSees(withByte(CAMERA_PREFIX + LEAF, () => 1))).toEqual({
      opened: ["honest"],
      faults: { "wrong-person": 1 },
    })
    expect(await charlieSees(withByte(CAMERA_PREFIX + LEAF, () => 9))).toEqual({
      opened: ["honest"],
      faults: { forged: 1 },
    })
  })

  it("cannot pass a picture off as sound, or sound as a picture", async () => {
    const track = { sound: trackOf(alice, "microphone"), picture: trackOf(alice, "camera") }
    const asSound = onto(track.sound, (bytes) => bytes.slice(CAMERA_PREFIX))
    expect(await charlieSees(asSound, { kind: "microphone", sent: "camera" })).toEqual({
      opened: ["honest"],
      faults: { "wrong-context": 1 },
    })
    const asPicture = onto(track.picture, (bytes) => concat(Uint8Array.of(0x01), bytes))
    expect(await charlieSees(asPicture, { kind: "camera", sent: "microphone" })).toEqual({
      opened: ["honest"],
      faults: { "wrong-context": 1 },
    })
  })

  it("cannot announce a camera as a shared screen", async () => {
    here.meeting.sfu.announce = (facts) => (facts.source === "camera" ? { ...facts, source: "screen" } : facts)
    const dora = await here.meeting.join("Dora")
    here.meeting.sfu.announce = (facts) => facts
    await settledOn(3n, [alice, bob, charlie, dora])
    await alice.send("camera", "a face")
    await alice.send("microphone", "a voice")
    expect(await dora.opened(alice, "camera")).toEqual([])
    expect(await dora.faults(alice, "camera")).toEqual({ "wrong-context": 1 })
    expect(await dora.opened(alice, "microphone")).toEqual(["a voice"])
  })

  it("cannot move a frame to another epoch", async () => {
    expect(await charlieSees(withByte(CAMERA_PREFIX + EPOCH, (epoch) => epoch + 1))).toEqual({
      opened: ["honest"],
      faults: { "unknown-epoch": 1 },
    })
    // Charlie has never had the epoch before his own.
    expect(await charlieSees(withByte(CAMERA_PREFIX + EPOCH, (epoch) => epoch - 3))).toEqual({
      opened: ["honest"],
      faults: { retired: 1 },
    })
  })

  it.each([
    ["its clear byte", 0, 0x02],
    ["its counter", CAMERA_PREFIX + EPOCH + 1, 0x01],
    ["its ciphertext", -20, 0x80],
    ["its tag", -1, 0x01],
  ])("cannot change %s", async (_, at, bit) => {
    const { opened, faults } = await charlieSees(withByte(at, (value) => value ^ bit))
    expect(opened).toEqual(["honest"])
    expect(faults).toEqual({ forged: 1 })
  })

  it("opens nowhere what belongs elsewhere, whatever is handed to whom", async () => {
    const sent = await Promise.all([
      alice.send("camera", "Alice's face"),
      alice.send("microphone", "Alice's voice"),
      bob.send("camera", "Bob's face"),
    ])
    const everyone = [alice, bob, charlie]
    const openedBy = () =>
      everyone.map(({ room }) => [...room.received.values()].map(({ receiver }) => receiver.opened.length))
    const arrivedAt = () =>
      everyone.map(({ room }) => [...room.received.values()].map(({ receiver }) => receiver.arrived))
    await Promise.all([
      charlie.opened(alice, "camera"),
      charlie.opened(alice, "microphone"),
      alice.opened(bob, "camera"),
    ])
    await Promise.all([charlie.opened(bob, "camera"), bob.opened(alice, "camera"), bob.opened(alice, "microphone")])
    const before = { opened: openedBy(), arrived: arrivedAt() }
    for (const frame of sent) {
      for (const other of sent) await here.meeting.sfu.deliver(charlie.room.name, { ...frame, track: other.track })
    }
    await Promise.all([
      charlie.opened(alice, "camera"),
      charlie.opened(alice, "microphone"),
      alice.opened(bob, "camera"),
    ])
    await Promise.all([charlie.opened(bob, "camera"), bob.opened(alice, "camera"), bob.opened(alice, "microphone")])
    expect(openedBy()).toEqual(before.opened)
    expect(arrivedAt()).toEqual(before.arrived.map((tracks) => tracks.map((count) => count + sent.length)))
  })

  it("has its plaintext shown as refused, until the person's own frames come again", async () => {
    await vi.waitFor(() => expect(cameraShown(charlie, alice)).toBe("on"), PATIENCE)
    const { track } = await alice.send("camera", "last")
    const plaintext = Uint8Array.of(0x01, ...utf8("made up"))
    await vi.waitFor(async () => {
      for (let count = 0; count < 6; count++)
        await here.meeting.sfu.deliver(charlie.room.name, { track, bytes: plaintext })
      expect(cameraShown(charlie, alice)).toBe("refused")
    }, PATIENCE)
    await alice.send("camera", "here again")
    await vi.waitFor(() => expect(cameraShown(charlie, alice)).toBe("on"), PATIENCE)
  })
})

const PATIENCE = { timeout: 20_000, interval: 50 }

function trackOf(person: NodeClient, kind: DeviceKind): string {
  return person.room.published.get(kind)?.facts.id ?? ""
}

function cameraShown(viewer: NodeClient, person: NodeClient): string | undefined {
  return personOf(viewer, person.name).camera
}

/** Hands each frame on upon another track. */
function onto(track: string, change: (bytes: SealedFrame["bytes"]) => SealedFrame["bytes"]): typeof honest {
  return ({ bytes }) => [{ track, bytes: change(bytes) }]
}

/** Hands each frame on with one byte changed; a negative index counts from the end. */
function withByte(index: number, change: (value: number) => number): typeof honest {
  return ({ track, bytes }) => {
    const at = index < 0 ? bytes.length + index : index
    return [{ track, bytes: bytes.with(at, change(bytes[at] ?? 0)) }]
  }
}

function difference(before: FaultCounts, after: FaultCounts): Readonly<Record<string, number>> {
  const counts = new Map<string, number>(Object.entries(before))
  return Object.fromEntries(
    Object.entries(after).flatMap(([fault, count]) => {
      const added = count - (counts.get(fault) ?? 0)
      return added > 0 ? [[fault, added]] : []
    }),
  )
}
