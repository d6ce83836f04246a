// Hosts' words that no host gave. Each is followed by the host's very same word, which counts: what is refused is the
// speaker, not the word.

import { beforeEach, describe, expect, it } from "vitest"
import { fromHex, randomBytes } from "../../src/bytes/bytes.ts"
import { MEDIA, type Medium } from "../../src/meeting/words/media-orders.ts"
import {
  encodeEnd,
  encodeOrder,
  encodeStanding,
  END,
  type GivenOrder,
  ORDER,
  STANDING,
} from "../../src/meeting/words/order-message.ts"
import { eventually } from "../harness/eventually.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { idOf, settledOn } from "../harness/node-meeting.ts"
import { dataReport, inject, isStopped, raiseHandInSpite, sayRaw } from "../harness/raw-words.ts"
import { trio, useMeeting } from "../harness/use-meeting.ts"

const WORDS = ["stop", "forbid", "allow"] as const
const EVERY_WORD = MEDIA.flatMap((medium) => WORDS.map((word) => ({ medium, word })))

describe("a host's word that no host gave", () => {
  const here = useMeeting()
  let hana: NodeClient
  let ben: NodeClient
  let chidi: NodeClient
  let lastNumber: number

  beforeEach(async () => {
    ;[hana, ben, chidi] = await trio(here.meeting)
    lastNumber = 0
  })

  const everybody = () => [hana, ben, chidi]
  const chidiKey = () => idOf(ben, "Chidi")

  /** An order about Chidi, newer than all that were made here. */
  function newer(medium: Medium, word: (typeof WORDS)[number]): GivenOrder {
    return { number: ++lastNumber, medium, word, whom: [chidiKey()] }
  }

  /** In every shape in which a host's word comes. */
  async function forge(by: NodeClient, order: GivenOrder): Promise<void> {
    await say(by, order)
    await say(by, { ...order, whom: null })
    for (const whom of [chidiKey(), null]) {
      const [body = new Uint8Array()] = encodeStanding([{ ...order, by: idOf(by, "Hana"), whom }])
      await sayRaw(by, STANDING, body)
    }
  }

  /** Of all who heard the last word: a raw one passes by the client that says it. The hand is up where nobody stopped it. */
  async function expectStopped(medium: Medium, expected: boolean, speaker: NodeClient | null): Promise<void> {
    if (medium === "hand") await raiseHandInSpite(chidi)
    const hearers = everybody().filter((each) => each !== speaker && (medium !== "hand" || each !== chidi))
    const found = hearers.map((each) => [each.name, isStopped(each, "Chidi", medium)])
    expect(found).toEqual(hearers.map(({ name }) => [name, expected]))
  }

  /** They go on, and the host's same word counts. */
  async function expectUnheeded(order: GivenOrder): Promise<void> {
    const isLifting = order.word === "allow"
    await expectStopped(order.medium, isLifting, isLifting ? hana : null)
    for (const { snapshot } of everybody()) expect(snapshot.phase).toBe("meeting")
    await say(hana, order)
    await expectStopped(order.medium, !isLifting, hana)
  }

  it("changes nothing when members say it, also the one whom it is about: every word on every medium", async () => {
    for (const { medium, word } of EVERY_WORD) {
      await say(hana, newer(medium, word === "allow" ? "forbid" : "allow"))
      await expectStopped(medium, word === "allow", hana)
      const order = newer(medium, word)
      await forge(ben, order)
      await forge(chidi, order)
      await expectUnheeded(order)
    }
    expect(lastNumber).toBe(2 * MEDIA.length * WORDS.length)
  })

  it("ends nothing when members say it", async () => {
    await sayRaw(ben, END, encodeEnd())
    await sayRaw(chidi, END, encodeEnd())
    for (const { snapshot } of everybody()) expect(snapshot.phase).toBe("meeting")
    await hana.visit.conference.data.post(END, encodeEnd())
    for (const { visit } of [ben, chidi]) {
      await eventually(() => expect(visit.attendance).toBeNull())
    }
  })

  it("changes nothing when somebody says it who is a co-host no more, though it did before", async () => {
    const personId = idOf(hana, "Ben")
    await hana.order({ kind: "make-co-host", personId })
    await settledOn(3n, everybody())
    await say(ben, newer("microphone", "forbid"))
    await expectStopped("microphone", true, ben)
    await say(ben, newer("microphone", "allow"))
    await hana.order({ kind: "unmake-co-host", personId })
    await settledOn(4n, everybody())
    const order = newer("microphone", "forbid")
    await forge(ben, order)
    await sayRaw(ben, END, encodeEnd())
    await expectUnheeded(order)
  })

  it("changes nothing when somebody says it who was unmade, but stays in the epoch before", async () => {
    const personId = idOf(hana, "Ben")
    await hana.order({ kind: "make-co-host", personId })
    await settledOn(3n, everybody())
    ben.wire.received = (message) => (message.type === "commit" || message.type === "final" ? null : message)
    await hana.order({ kind: "unmake-co-host", personId })
    await settledOn(4n, [hana, chidi])
    const order = newer("microphone", "forbid")
    const { data } = ben.visit.conference // he cannot open their acknowledgements
    await data.post(ORDER, encodeOrder(order))
    await data.post(END, encodeEnd())
    ben.speaking.say("that was all")
    for (const each of [hana, chidi]) {
      await eventually(() => expect(each.shown.chat.at(-1)?.text).toBe("that was all"))
      expect(isStopped(each, "Chidi", "microphone")).toBe(false)
      expect(each.snapshot.phase).toBe("meeting")
    }
    await hana.visit.conference.data.post(ORDER, encodeOrder(order))
    await eventually(() => expect(isStopped(chidi, "Chidi", "microphone")).toBe(true))
  })

  it("changes nothing when the SFU makes it up, or changes one that is on its way", async () => {
    await chidi.turnOn("microphone")
    await inject(chidi, hana.room.tag, [randomBytes(200), encodeEnd(), new Uint8Array()])
    here.meeting.sfu.interfereWithPacket = (packet) => [flipLast(packet)]
    const ordered = hana.order({ kind: "mute", whom: { personId: idOf(hana, "Chidi") }, mayUnmute: false })
    await eventually(async () => {
      expect((await dataReport(chidi)).faults.forged).toBeGreaterThan(0)
    })
    expect(chidi.device("microphone")).toBe("on")
    here.meeting.sfu.interfereWithPacket = (packet) => [packet]
    expect(await ordered).toBe("done") // sent again
    await eventually(() => expect(chidi.device("microphone")).toBe("off"))
  })

  it("changes nothing when a member tells it to the host alone, as hosts tell newcomers what stands", async () => {
    const order = newer("microphone", "forbid")
    const bodies = encodeStanding([{ ...order, by: idOf(ben, "Hana"), whom: chidiKey() }])
    const hanaKey = fromHex(idOf(ben, "Hana"))
    for (const body of bodies) {
      const { reached } = await ben.visit.conference.data.post(STANDING, body, [hanaKey])
      expect(await reached).toEqual([])
    }
    await expectUnheeded(order)
  })
})

function flipLast(packet: Uint8Array): Uint8Array {
  const flipped = packet.slice()
  flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1
  return flipped
}

async function say(by: NodeClient, order: GivenOrder): Promise<void> {
  await sayRaw(by, ORDER, encodeOrder(order))
}
