import { beforeEach, describe, expect, it } from "vitest"
import { encodeCbor } from "../../src/bytes/cbor.ts"
import { CHAT } from "../../src/meeting/words/chat.ts"
import { eventually } from "../harness/eventually.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { idOf, settledOn } from "../harness/node-meeting.ts"
import { useMeeting } from "../harness/use-meeting.ts"

describe("what people write and show", () => {
  const here = useMeeting()
  let hana: NodeClient
  let ben: NodeClient

  beforeEach(async () => {
    hana = await here.meeting.joinAsHost("Hana")
    ben = await here.meeting.join("Ben")
    await settledOn(1n, [hana, ben])
  })

  it("comes to everybody under the writer's name, who sees that it came, and not to those who come later", async () => {
    expect(ben.speaking.say("hello")).toBe("said")
    await eventually(() =>
      expect(ben.shown.chat).toMatchObject([{ text: "hello", isYours: true, reached: "everyone" }]),
    )
    expect(hana.shown.chat).toMatchObject([{ text: "hello", name: "Ben", isYours: false, reached: null }])
    expect(hana.shown.chat[0]?.personId).toBe(idOf(hana, "Ben"))
    const chidi = await here.meeting.join("Chidi")
    await settledOn(2n, [hana, ben, chidi])
    hana.speaking.say("welcome")
    await eventually(() => expect(chidi.shown.chat.map(({ text }) => text)).toEqual(["welcome"]))
  })

  it("is not taken from a member where only hosts may write, whatever its client does", async () => {
    expect(await hana.order({ kind: "may-chat", who: "hosts" })).toBe("done")
    await settledOn(2n, [hana, ben])
    expect(ben.speaking.say("may I?")).toBe("not-allowed")
    const { reached } = await ben.visit.conference.data.post(CHAT, encodeCbor({ text: "in spite" }))
    expect(await reached).toEqual([])
    hana.speaking.say("only we")
    await eventually(() => expect(ben.shown.chat.map(({ text }) => text)).toEqual(["only we"]))
    expect(hana.shown.chat.map(({ text }) => text)).toEqual(["only we"])
    expect(await hana.order({ kind: "may-chat", who: "everyone" })).toBe("done")
    await settledOn(3n, [hana, ben])
    ben.speaking.say("thank you")
    await eventually(() => expect(hana.shown.chat.map(({ text }) => text)).toEqual(["only we", "thank you"]))
  })

  it("is a screen beside the camera, until its capture ends", async () => {
    await ben.turnOn("camera")
    await ben.showScreen()
    await ben.send("screen", "a slide")
    await ben.send("camera", "a face")
    expect(await hana.opened(ben, "screen")).toEqual(["a slide"])
    expect(await hana.opened(ben, "camera")).toEqual(["a face"])
    await eventually(() => expect(screensOf(hana)).toEqual({ Hana: "off", Ben: "on" }))
    expect(screensOf(ben)).toEqual({ Hana: "off", Ben: "on" })
    ben.speaking.showScreen(null)
    await eventually(() => expect(screensOf(hana)).toEqual({ Hana: "off", Ben: "off" }))
    expect(screensOf(ben)).toEqual({ Hana: "off", Ben: "off" })
  })

  it("is no member's screen where only hosts may show one: it is taken back, and not received from who goes on", async () => {
    await ben.showScreen()
    const shown = ben.room.published.get("screen")
    expect(await hana.order({ kind: "may-share", who: "hosts" })).toBe("done")
    await eventually(() => expect(ben.room.published.has("screen")).toBe(false))
    expect(ben.speaking.mayTurnOn("screen")).toBe(false)
    if (shown) await ben.room.publish("screen", shown.track)
    await ben.send("screen", "in spite")
    expect(await hana.opened(ben, "screen")).toEqual([])
    expect(await hana.faults(ben, "screen")).toEqual({ stopped: 1 })
    await hana.showScreen()
    await hana.send("screen", "the host's")
    expect(await ben.opened(hana, "screen")).toEqual(["the host's"])
  })
})

function screensOf({ shown }: NodeClient): Readonly<Record<string, string>> {
  return Object.fromEntries(shown.people.map(({ name, screen }) => [name, screen]))
}
