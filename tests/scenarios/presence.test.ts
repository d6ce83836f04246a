// Whose connection to the SFU is lost, who was never heard, and who is in its room without being in the group.

import { describe, expect, it } from "vitest"
import { eventually } from "../harness/eventually.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { idOf } from "../harness/node-meeting.ts"
import { trio, useMeeting } from "../harness/use-meeting.ts"

describe("somebody in the list of people", () => {
  const here = useMeeting()

  it("is not heard yet until something of theirs opens, though they are in the group and in the room", async () => {
    here.meeting.sfu.interfereWithPacket = () => [] // no word of anybody arrives
    const [ana, ben, eva] = await here.meeting.joinAll("Ana", "Ben", "Eva")
    await Promise.all([ben.turnOn("microphone"), eva.turnOn("microphone")])
    expect(presences(ana)).toEqual({ Ana: "heard", Ben: "not-heard-yet", Eva: "not-heard-yet" })
    await ben.send("microphone", "good morning")
    await eventually(() => expect(presences(ana)).toEqual({ Ana: "heard", Ben: "heard", Eva: "not-heard-yet" }))

    here.meeting.sfu.interfere = ({ track, bytes }) => [
      { track, bytes: bytes.map((byte, at) => (at === 9 ? byte ^ 1 : byte)) },
    ]
    await eva.send("microphone", "changed on the way")
    await ana.faults(eva, "microphone") // judged
    expect(presences(ana)).toEqual({ Ana: "heard", Ben: "heard", Eva: "not-heard-yet" })
  })

  it("lost the connection when the SFU has them no more, is still in the group, and is heard again", async () => {
    const [ana, ben, eva] = await here.meeting.joinAll("Ana", "Ben", "Eva")
    await eventually(() => expect(presences(ana)).toEqual({ Ana: "heard", Ben: "heard", Eva: "heard" }))
    ben.loseSfu()
    for (const other of [ana, eva]) await eventually(() => expect(presences(other)["Ben"]).toBe("away"))
    expect(presences(ana)["Eva"]).toBe("heard")
    expect(ana.state.members).toHaveLength(3)
    ben.regainSfu()
    for (const other of [ana, eva]) await eventually(() => expect(presences(other)["Ben"]).toBe("heard"))
  })

  it("is nobody whom the SFU alone has: who was removed and stays in its room is not shown, and is heard no more", async () => {
    const [hana, ben, chidi] = await trio(here.meeting)
    await chidi.turnOn("microphone")
    await chidi.send("microphone", "still in")
    expect(await ben.opened(chidi, "microphone")).toEqual(["still in"])
    chidi.room.afterGoodbye = "still-served"
    expect(await hana.order({ kind: "remove", personId: idOf(hana, "Chidi") })).toBe("done")
    await eventually(() => expect(chidi.snapshot.phase).toBe("ended"))
    expect(here.meeting.sfu.isIn(chidi.room.name, chidi.room)).toBe(true)
    for (const other of [hana, ben]) {
      await eventually(() => expect(presences(other)).toEqual({ Hana: "heard", Ben: "heard" }))
      expect([...other.room.people().keys()]).toContain(chidi.room.tag)
    }
    // What was on its way when they were removed opens for a second.
    let said = 0
    const saysInVain = async () => {
      const words = `out ${++said}`
      await chidi.send("microphone", words)
      expect(await ben.opened(chidi, "microphone")).not.toContain(words)
    }
    await eventually(saysInVain)
    await saysInVain()
  })
})

function presences({ shown }: NodeClient): Readonly<Record<string, string>> {
  return Object.fromEntries(shown.people.map(({ name, presence }) => [name, presence]))
}
