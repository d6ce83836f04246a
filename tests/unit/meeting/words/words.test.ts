import { beforeEach, describe, expect, it, vi } from "vitest"
import type { StoppedMedia } from "../../../../src/media/worker-protocol.ts"
import {
  encodeEnd,
  encodeOrder,
  encodeStanding,
  END,
  ORDER,
  STANDING,
} from "../../../../src/meeting/words/order-message.ts"
import { encodeStatus, NO_STATUS, STATUS, type Status } from "../../../../src/meeting/words/status.ts"
import { Words, type WordsListener } from "../../../../src/meeting/words/words.ts"
import type { EpochState } from "../../../../src/mls/epoch-state.ts"
import { FakeClock, settled } from "../../media/fixtures.ts"
import { ANA, BEN, CHIDI, epochOf, key } from "../fixtures.ts"
import { idOf, TestData } from "./fixtures.ts"

const EVERYBODY = [ANA, BEN, CHIDI]
const CO_HOST = { ...CHIDI, role: "co-host" } as const
const NOW = 1_000_000

/** What Ana, who is the host, Ben or Chidi makes of what is said. */
function clientOf(ownLeaf: number) {
  const clock = new FakeClock()
  const data = new TestData()
  const stopped: (readonly StoppedMedia[])[] = []
  const listener = {
    onChange: () => undefined,
    onNotice: vi.fn<WordsListener["onNotice"]>(),
    onStopped: vi.fn<WordsListener["onStopped"]>(),
    onEnded: vi.fn<WordsListener["onEnded"]>(),
  }
  const state = epochOf(1n, EVERYBODY, ownLeaf)
  const frames = { setStopped: async (media: readonly StoppedMedia[]) => void stopped.push(media) }
  const words = new Words({ data, frames, clock, random: () => 0.5, wallClock: () => NOW, state, listener })
  const enter = (next: EpochState) => {
    words.handleComing(next)
    words.handleInstalled(next)
  }
  enter(state)
  return { words, data, clock, stopped, enter, ...listener }
}

type Client = ReturnType<typeof clientOf>

let bens: Client

beforeEach(() => {
  bens = clientOf(1)
})

const muted = (number: number, ...people: readonly { readonly identityKey: Uint8Array }[]) =>
  encodeOrder({ number, medium: "microphone", word: "stop", whom: people.map(idOf) })

const resumed = (number: number): Status => ({
  ...NO_STATUS,
  resumed: { ...NO_STATUS.resumed, microphone: number },
})

const raised = (hand: number, number: number | null = null): Uint8Array =>
  encodeStatus({ ...NO_STATUS, hand, resumed: { ...NO_STATUS.resumed, hand: number } })

const statusOf = () => bens.words.own.status

describe("somebody who hears a host", () => {
  it("opens nothing more of whom is muted, and says so to nobody but the worker", () => {
    bens.data.receive(ORDER, muted(1, CHIDI), ANA)
    expect(bens.stopped.at(-1)).toEqual([{ identityKey: CHIDI.identityKey, context: "microphone" }])
    expect(bens.words.hosts.isStopped(idOf(CHIDI), "microphone")).toBe(true)
    expect(bens.words.hosts.isStopped(idOf(CHIDI), "camera")).toBe(false)
    expect(bens.words.said(idOf(CHIDI)).stopped.microphone).toEqual({ by: "Ana", mayResume: true })
    expect(bens.onNotice).toHaveBeenCalledExactlyOnceWith("muted", "Chidi", "Ana")
    expect(bens.onStopped).not.toHaveBeenCalled()
  })

  it("is told once of an order that comes twice", () => {
    bens.data.receive(ORDER, muted(1, CHIDI), ANA)
    bens.data.receive(ORDER, muted(1, CHIDI), ANA)
    expect(bens.onNotice).toHaveBeenCalledOnce()
    expect(bens.stopped).toHaveLength(1)
  })

  it("opens it again once that person says that it is on in answer to the order, and not before", () => {
    bens.data.receive(ORDER, muted(5, CHIDI), ANA)
    bens.data.receive(STATUS, encodeStatus({ ...NO_STATUS, microphone: "on" }), CHIDI)
    bens.data.receive(STATUS, encodeStatus(resumed(4)), CHIDI)
    expect(bens.stopped.at(-1)).toHaveLength(1)
    bens.data.receive(STATUS, encodeStatus(resumed(5)), ANA)
    expect(bens.stopped.at(-1)).toHaveLength(1)
    bens.data.receive(STATUS, encodeStatus(resumed(5)), CHIDI)
    expect(bens.stopped.at(-1)).toEqual([])
  })

  it("heeds no member, and no host of another epoch than the one it was said in", () => {
    const [standing = new Uint8Array()] = encodeStanding([
      { number: 1, by: idOf(ANA), medium: "camera", word: "forbid", whom: idOf(CHIDI) },
    ])
    for (const [kind, body] of [
      [ORDER, muted(1, CHIDI)],
      [STANDING, standing],
      [END, encodeEnd()],
    ] as const) {
      bens.data.receive(kind, body, CHIDI)
      bens.data.receive(kind, body, ANA, { epoch: 2n })
    }
    expect(bens.stopped).toEqual([])
    expect(bens.onEnded).not.toHaveBeenCalled()
    bens.data.receive(STANDING, standing, ANA)
    expect(bens.stopped).toEqual([[{ identityKey: CHIDI.identityKey, context: "camera" }]])
    expect(bens.onNotice).not.toHaveBeenCalled() // what stands is no news
    bens.data.receive(END, encodeEnd(), ANA)
    expect(bens.onEnded).toHaveBeenCalledExactlyOnceWith("Ana")
  })

  it("heeds a host's word of the epoch before, but no co-host's who was unmade since", () => {
    const [standing = new Uint8Array()] = encodeStanding([
      { number: 2, by: idOf(CHIDI), medium: "camera", word: "forbid", whom: idOf(ANA) },
    ])
    bens.enter(epochOf(2n, [ANA, BEN, CO_HOST], 1))
    bens.enter(epochOf(3n, [ANA, BEN, CO_HOST], 1))
    bens.data.receive(ORDER, muted(1, ANA), CHIDI, { epoch: 2n })
    expect(bens.stopped).toHaveLength(1)
    bens.enter(epochOf(4n, EVERYBODY, 1))
    bens.data.receive(ORDER, muted(2, ANA, BEN), CHIDI, { epoch: 3n })
    bens.data.receive(STANDING, standing, CHIDI, { epoch: 3n })
    bens.data.receive(END, encodeEnd(), CHIDI, { epoch: 3n })
    expect(bens.stopped).toHaveLength(1)
    expect(bens.onEnded).not.toHaveBeenCalled()
    bens.data.receive(END, encodeEnd(), ANA, { epoch: 3n })
    expect(bens.onEnded).toHaveBeenCalledExactlyOnceWith("Ana")
  })

  it("sees who gave an order only where that host itself said so", () => {
    bens.enter(epochOf(2n, [ANA, BEN, CO_HOST], 1))
    const [standing = new Uint8Array()] = encodeStanding([
      { number: 1, by: idOf(ANA), medium: "camera", word: "forbid", whom: idOf(BEN) },
    ])
    bens.data.receive(STANDING, standing, CHIDI, { epoch: 2n })
    expect(bens.words.said(idOf(BEN)).stopped.camera).toEqual({ by: null, mayResume: false })
    bens.data.receive(STANDING, standing, ANA, { epoch: 2n })
    expect(bens.words.said(idOf(BEN)).stopped.camera).toEqual({ by: "Ana", mayResume: false })
  })

  it("receives no screen of a member where only hosts may show one", () => {
    const { context, ...state } = epochOf(2n, EVERYBODY, 1)
    bens.enter({ ...state, context: { ...context, mayShare: "hosts" } })
    expect(bens.stopped).toEqual([
      [
        { identityKey: CHIDI.identityKey, context: "screen" },
        { identityKey: CHIDI.identityKey, context: "screen-audio" },
      ],
    ])
    bens.enter(epochOf(3n, EVERYBODY, 1))
    expect(bens.stopped.at(-1)).toEqual([])
  })

  it("keeps somebody stopped who comes back, and does not know of it without a host", () => {
    bens.data.receive(ORDER, muted(1, CHIDI), ANA)
    bens.enter(epochOf(2n, [ANA, BEN], 1))
    expect(bens.stopped.at(-1)).toEqual([])
    bens.enter(epochOf(3n, [ANA, BEN, { ...CHIDI, leafKey: key(77) }], 1))
    expect(bens.stopped.at(-1)).toHaveLength(1)
  })

  it("sees a hand until it is lowered, by whomever, and again when it is raised after that", () => {
    const handOf = () => bens.words.said(idOf(CHIDI)).hand
    bens.data.receive(STATUS, raised(NOW + 5000), CHIDI)
    expect(handOf()).toBe(NOW) // a clock that is ahead
    expect(bens.onNotice).toHaveBeenCalledExactlyOnceWith("hand-raised", "Chidi", null)
    bens.data.receive(ORDER, encodeOrder({ number: 1, medium: "hand", word: "stop", whom: [idOf(CHIDI)] }), ANA)
    expect(handOf()).toBeNull()
    bens.data.receive(STATUS, raised(NOW, 1), CHIDI)
    expect(handOf()).toBe(NOW)
    bens.data.receive(STATUS, encodeStatus(NO_STATUS), CHIDI)
    expect(handOf()).toBeNull()
  })

  it("is not told of a hand that was up when they came", () => {
    bens.data.receive(STATUS, encodeStatus({ ...NO_STATUS, hand: NOW - 1 }), CHIDI)
    expect(bens.words.said(idOf(CHIDI)).hand).toBe(NOW - 1)
    expect(bens.onNotice).not.toHaveBeenCalled()
  })
})

describe("somebody whom an order is about", () => {
  it("obeys, and says in answer to which order it is on again", () => {
    bens.words.own.handleDevice("microphone", "on")
    bens.onStopped.mockImplementation((medium) => bens.words.own.handleDevice(medium, "off"))
    bens.data.receive(ORDER, muted(7, BEN, CHIDI), ANA)
    expect(bens.onStopped).toHaveBeenCalledExactlyOnceWith("microphone")
    expect(bens.onNotice).toHaveBeenCalledExactlyOnceWith("all-muted", null, "Ana")
    expect(statusOf()).toEqual(NO_STATUS)
    bens.words.own.handleDevice("microphone", "on")
    expect(statusOf()).toMatchObject({ microphone: "on", resumed: { microphone: 7, camera: null } })
    expect(bens.words.said(idOf(BEN)).stopped.microphone).toBeNull()
    expect(bens.onStopped).toHaveBeenCalledOnce()
  })

  it("keeps off what is forbidden, until it is allowed", () => {
    const order = { number: 7, medium: "camera", word: "forbid", whom: [idOf(BEN)] } as const
    bens.data.receive(ORDER, encodeOrder(order), ANA)
    expect(bens.words.own.mayTurnOn("camera")).toBe(false)
    bens.words.own.handleDevice("camera", "on")
    expect(bens.onStopped).toHaveBeenCalledTimes(2)
    expect(statusOf()).toEqual(NO_STATUS)
    bens.data.receive(ORDER, encodeOrder({ ...order, number: 8, word: "allow" }), ANA)
    expect(bens.words.own.mayTurnOn("camera")).toBe(true)
    bens.words.own.handleDevice("camera", "on")
    expect(statusOf()).toMatchObject({ camera: "on", resumed: NO_STATUS.resumed })
  })

  it("takes a lowered hand down, and may raise it again", () => {
    bens.words.own.raiseHand("on")
    expect(statusOf().hand).toBe(NOW)
    bens.data.receive(ORDER, encodeOrder({ number: 7, medium: "hand", word: "stop", whom: [idOf(BEN)] }), ANA)
    expect(statusOf().hand).toBeNull()
    bens.words.own.raiseHand("on")
    expect(statusOf()).toMatchObject({ hand: NOW, resumed: { hand: 7 } })
    bens.words.own.raiseHand("off")
    expect(statusOf().hand).toBeNull()
  })

  it("shows no screen any more where only hosts may", () => {
    bens.words.own.handleDevice("screen", "on")
    const { context, ...state } = epochOf(2n, EVERYBODY, 1)
    bens.words.handleComing({ ...state, context: { ...context, mayShare: "hosts" } })
    expect(bens.onStopped).toHaveBeenCalledExactlyOnceWith("screen")
    expect(bens.words.own.mayTurnOn("screen")).toBe(false)
    expect(bens.words.own.mayTurnOn("camera")).toBe(true)
  })
})

describe("a host", () => {
  const everyone = { kind: "mute", whom: "everyone", mayUnmute: true } as const
  let anas: Client

  beforeEach(() => {
    anas = clientOf(0)
  })

  it("names all who are no hosts, and is heeded by its own client too", async () => {
    expect(await anas.words.hosts.order(everyone)).toBe("done")
    expect(anas.data.bodies(ORDER)).toEqual([
      encodeOrder({ number: NOW, medium: "microphone", word: "stop", whom: [BEN, CHIDI].map(idOf) }),
    ])
    expect(anas.stopped.at(-1)).toHaveLength(2)
    expect(anas.onNotice).toHaveBeenCalledExactlyOnceWith("all-muted", null, "Ana")
  })

  it("names nobody where whoever comes is meant too", async () => {
    await anas.words.hosts.order({ ...everyone, mayUnmute: false })
    await anas.words.hosts.order({ kind: "allow-unmute", whom: "everyone" })
    expect(anas.data.bodies(ORDER)).toEqual([
      encodeOrder({ number: NOW, medium: "microphone", word: "forbid", whom: null }),
      encodeOrder({ number: NOW + 1, medium: "microphone", word: "allow", whom: null }),
    ])
  })

  it("has the last of two words that it says in one breath heeded", async () => {
    const whom = { personId: idOf(CHIDI) }
    await Promise.all([
      anas.words.hosts.order({ kind: "mute", whom, mayUnmute: false }),
      anas.words.hosts.order({ kind: "allow-unmute", whom }),
    ])
    expect(anas.words.said(idOf(CHIDI)).stopped.microphone).toBeNull()
    expect(anas.stopped.at(-1)).toEqual([])
  })

  it("waits two seconds for those who do not acknowledge", async () => {
    anas.data.unreached = new Promise(() => {})
    const outcome = vi.fn<(outcome: string) => void>()
    void anas.words.hosts.order(everyone).then(outcome)
    await settled()
    expect(outcome).not.toHaveBeenCalled()
    anas.clock.advance(2000)
    await settled()
    expect(outcome).toHaveBeenCalledExactlyOnceWith("done")
  })

  it("changes nothing, not even here, when the order cannot be sent", async () => {
    anas.data.isHalted = true
    expect(await anas.words.hosts.order(everyone)).toBe("not-connected")
    expect(await anas.words.hosts.order({ kind: "end" })).toBe("not-connected")
    expect(anas.stopped).toEqual([])
  })

  it("tells newcomers what stands, and others do not", async () => {
    await anas.words.hosts.order({ ...everyone, whom: { personId: idOf(CHIDI) } })
    bens.data.receive(ORDER, anas.data.bodies(ORDER)[0] ?? new Uint8Array(), ANA)
    const dora = { ...CHIDI, identityKey: key(4), leafKey: key(104) }
    anas.enter(epochOf(2n, [...EVERYBODY, dora], 0))
    bens.enter(epochOf(2n, [...EVERYBODY, dora], 1))
    const standing = { number: NOW, by: idOf(ANA), medium: "microphone", word: "stop", whom: idOf(CHIDI) } as const
    expect(anas.data.posted.filter(({ kind }) => kind === STANDING)).toEqual([
      { kind: STANDING, body: encodeStanding([standing])[0], to: [idOf(dora)] },
    ])
    expect(bens.data.bodies(STANDING)).toEqual([])
  })
})
