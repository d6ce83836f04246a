// Hosts' words that were given once, and are played again by the SFU: in their epoch, in a later one, in another session.

import { beforeEach, describe, expect, it } from "vitest"
import { MEDIA, type Medium } from "../../src/meeting/words/media-orders.ts"
import { encodeOrder, type GivenOrder, ORDER } from "../../src/meeting/words/order-message.ts"
import { eventually } from "../harness/eventually.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { idOf, settledOn } from "../harness/node-meeting.ts"
import { dataReport, inject, isStopped, raiseHandInSpite, sayRaw } from "../harness/raw-words.ts"
import { trio, useMeeting } from "../harness/use-meeting.ts"

type Packets = readonly Uint8Array[]

describe("a host's word that is played again", () => {
  const here = useMeeting()
  let hana: NodeClient
  let ben: NodeClient
  let chidi: NodeClient
  let lastNumber: number

  beforeEach(() => gather())

  async function gather(): Promise<void> {
    ;[hana, ben, chidi] = await trio(here.meeting)
    lastNumber = 0
  }

  async function say(medium: Medium, word: GivenOrder["word"]): Promise<void> {
    const order = { number: ++lastNumber, medium, word, whom: [idOf(hana, "Chidi")] }
    await sayRaw(hana, ORDER, encodeOrder(order))
  }

  async function sayOfAll(word: GivenOrder["word"]): Promise<void> {
    for (const medium of MEDIA) await say(medium, word)
  }

  /** The packets that pass while something is done. */
  async function record(act: () => Promise<unknown>): Promise<Packets> {
    const packets: Uint8Array[] = []
    here.meeting.sfu.interfereWithPacket = (packet) => {
      packets.push(packet)
      return [packet]
    }
    await act()
    here.meeting.sfu.interfereWithPacket = (packet) => [packet]
    return packets
  }

  /** Every word on every medium; in the end nothing is stopped. */
  async function recordWords(): Promise<{ readonly stopping: Packets; readonly lifting: Packets }> {
    const stopping = await record(async () => {
      await sayOfAll("stop")
      await sayOfAll("forbid")
    })
    await expectStopped([ben, chidi], true)
    const lifting = await record(() => sayOfAll("allow"))
    await expectStopped([ben, chidi], false)
    return { stopping, lifting }
  }

  async function expectStopped(hearers: readonly NodeClient[], expected: boolean): Promise<void> {
    await raiseHandInSpite(chidi) // which her own client does not show
    for (const hearer of hearers) {
      const media = MEDIA.filter((medium) => hearer !== chidi || medium !== "hand")
      const stopped = media.filter((medium) => isStopped(hearer, "Chidi", medium))
      expect([hearer.name, stopped]).toEqual([hearer.name, expected ? media : []])
    }
  }

  /** As coming from the host, and from somebody else. */
  async function playAgain(hearers: readonly NodeClient[], packets: Packets): Promise<void> {
    expect(packets.length).toBeGreaterThanOrEqual(2 * MEDIA.length)
    for (const hearer of hearers) {
      for (const from of [hana, ben]) await inject(hearer, from.room.tag, packets)
    }
  }

  it("changes nothing in its epoch, nor in a later one, for those who heard it and who came later", async () => {
    const { stopping, lifting } = await recordWords()
    const before = await dataReport(chidi)
    await playAgain([ben, chidi], stopping)
    await expectStopped([ben, chidi], false)
    const after = await dataReport(chidi)
    expect((after.faults.replayed ?? 0) - (before.faults.replayed ?? 0)).toBeGreaterThanOrEqual(2 * MEDIA.length)
    await sayOfAll("forbid")
    await playAgain([ben, chidi], lifting)
    await expectStopped([ben, chidi], true)

    const dora = await here.meeting.join("Dora")
    await settledOn(3n, [hana, ben, chidi, dora])
    await playAgain([ben, chidi, dora], lifting)
    await expectStopped([ben, chidi], true)
    await sayOfAll("allow")
    await playAgain([ben, chidi, dora], stopping)
    await expectStopped([ben, chidi, dora], false)
    await sayOfAll("forbid")
    await expectStopped([ben, chidi, dora], true)
  })

  it("changes nothing in a later session of the meeting, where its number would be the newest", async () => {
    const { stopping, lifting } = await recordWords()
    const endings = await record(() => hana.order({ kind: "end" }))
    for (const each of [hana, ben, chidi]) await eventually(() => expect(each.snapshot.phase).toBe("ended"))
    await gather()
    await playAgain([hana, ben, chidi], [...stopping, ...endings])
    await expectStopped([hana, ben, chidi], false)
    await sayOfAll("forbid")
    await playAgain([ben, chidi], lifting)
    await expectStopped([ben, chidi], true)
    for (const { snapshot } of [hana, ben, chidi]) expect(snapshot.phase).toBe("meeting")
    await sayOfAll("allow")
    await expectStopped([ben, chidi], false)
  })
})
