import { beforeEach, describe, expect, it } from "vitest"
import { eventually } from "../harness/eventually.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { idOf, personOf } from "../harness/node-meeting.ts"
import { trio, useMeeting } from "../harness/use-meeting.ts"

describe("a host's words", () => {
  const here = useMeeting()
  let hana: NodeClient
  let ben: NodeClient
  let chidi: NodeClient

  beforeEach(async () => {
    ;[hana, ben, chidi] = await trio(here.meeting)
  })

  it("mute a person: the client turns the microphone off, and the others hear nothing even of one that does not", async () => {
    await ben.turnOn("microphone")
    await ben.send("microphone", "before")
    expect(await chidi.opened(ben, "microphone")).toEqual(["before"])
    const muting = { kind: "mute", whom: { personId: idOf(hana, "Ben") }, mayUnmute: true } as const
    expect(await hana.order(muting)).toBe("done")
    expect(ben.device("microphone")).toBe("off")
    for (const each of [hana, ben, chidi]) {
      expect(personOf(each, "Ben")).toMatchObject({
        microphone: "muted",
        stopped: { microphone: { by: "Hana", mayResume: true }, camera: null },
      })
      expect(noticesOf(each)).toContain("muted Ben by Hana")
    }
    await ben.send("microphone", "in spite") // as a client that does not obey
    for (const each of [hana, chidi]) {
      expect(await each.opened(ben, "microphone")).toEqual(["before"])
      expect(await each.faults(ben, "microphone")).toEqual({ stopped: 1 })
    }
  })

  it("let a muted person speak again who turns the microphone on after that, where it is allowed", async () => {
    await ben.turnOn("microphone")
    await hana.order({ kind: "mute", whom: { personId: idOf(hana, "Ben") }, mayUnmute: true })
    await ben.turnOn("microphone")
    for (const each of [hana, chidi]) {
      await eventually(() =>
        expect(personOf(each, "Ben")).toMatchObject({ microphone: "on", stopped: { microphone: null } }),
      )
    }
    await ben.send("microphone", "again")
    for (const each of [hana, chidi]) expect(await each.opened(ben, "microphone")).toEqual(["again"])
  })

  it("keep a person muted whom they do not allow to speak, until they do", async () => {
    await ben.turnOn("microphone")
    const whom = { personId: idOf(hana, "Ben") }
    await hana.order({ kind: "mute", whom, mayUnmute: false })
    expect(ben.speaking.mayTurnOn("microphone")).toBe(false)
    expect(ben.speaking.mayTurnOn("camera")).toBe(true)
    await ben.turnOn("microphone")
    expect(ben.device("microphone")).toBe("off")
    await ben.send("microphone", "in spite")
    expect(await chidi.opened(ben, "microphone")).toEqual([])
    expect(await hana.order({ kind: "allow-unmute", whom })).toBe("done")
    expect(ben.device("microphone")).toBe("off") // it is theirs to turn on
    expect(noticesOf(ben)).toEqual(expect.arrayContaining(["muted Ben by Hana", "unmute-allowed Ben by Hana"]))
    await ben.turnOn("microphone")
    await ben.send("microphone", "again")
    expect(await chidi.opened(ben, "microphone")).toEqual(["again"])
  })

  it("mute everybody who is no host, and whoever comes while nobody else may speak", async () => {
    await hana.order({ kind: "make-co-host", personId: idOf(hana, "Chidi") })
    for (const each of [hana, ben, chidi]) await each.turnOn("microphone")
    expect(await hana.order({ kind: "mute", whom: "everyone", mayUnmute: false })).toBe("done")
    expect([hana, ben, chidi].map((each) => each.device("microphone"))).toEqual(["on", "off", "on"])
    expect(noticesOf(ben)).toContain("all-muted null by Hana")
    const dora = await here.meeting.join("Dora")
    await eventually(() => expect(personOf(dora, "Dora").stopped.microphone).toEqual({ by: "Hana", mayResume: false }))
    await dora.turnOn("camera")
    await dora.room.publish("microphone", {} as MediaStreamTrack)
    await dora.send("microphone", "in spite")
    expect(await ben.opened(dora, "microphone")).toEqual([])
    await hana.order({ kind: "allow-unmute", whom: "everyone" })
    await eventually(() => expect(personOf(dora, "Dora").stopped.microphone).toBeNull())
    await dora.send("microphone", "allowed")
    expect(await ben.opened(dora, "microphone")).toEqual(["allowed"])
  })

  it("stop a camera and a screen, and lower a hand", async () => {
    await ben.turnOn("camera")
    await ben.showScreen()
    ben.speaking.raiseHand("on")
    await eventually(() => {
      for (const each of [hana, ben, chidi]) expect(personOf(each, "Ben").hand).not.toBeNull()
      expect(noticesOf(chidi)).toContain("hand-raised Ben by null")
    })
    const whom = { personId: idOf(hana, "Ben") }
    for (const kind of ["stop-video", "stop-sharing", "lower-hand"] as const) {
      expect(await hana.order({ kind, whom })).toBe("done")
    }
    expect(ben.device("camera")).toBe("off")
    await eventually(() => expect(ben.room.published.has("screen")).toBe(false))
    for (const each of [hana, ben, chidi]) {
      expect(personOf(each, "Ben")).toMatchObject({ camera: "off", screen: "off", hand: null })
      expect(noticesOf(each)).toEqual(
        expect.arrayContaining([
          "video-stopped Ben by Hana",
          "sharing-stopped Ben by Hana",
          "hand-lowered Ben by Hana",
        ]),
      )
    }
    await ben.send("camera", "in spite")
    expect(await chidi.opened(ben, "camera")).toEqual([])
    ben.speaking.raiseHand("on")
    await eventually(() => expect(personOf(chidi, "Ben").hand).not.toBeNull())
  })

  it("outlast the host who gave them, and bind who comes back as the same person", async () => {
    await hana.order({ kind: "make-co-host", personId: idOf(hana, "Chidi") })
    await hana.order({ kind: "mute", whom: { personId: idOf(hana, "Ben") }, mayUnmute: false })
    await hana.leave()
    await eventually(() => expect(chidi.state.members).toHaveLength(2))
    await ben.crash()
    const again = await here.meeting.join("Ben", { vault: ben.vault })
    await eventually(() => expect(personOf(again, "Ben").stopped.microphone).toEqual({ by: null, mayResume: false }))
    expect(personOf(chidi, "Ben").stopped.microphone).toEqual({ by: "Hana", mayResume: false })
    expect(again.speaking.mayTurnOn("microphone")).toBe(false)
  })

  it("end the meeting for everybody, who learn by whom, and the service forgets it", async () => {
    expect(await hana.order({ kind: "end" })).toBe("done")
    for (const each of [ben, chidi]) {
      await eventually(() =>
        expect(each.snapshot).toMatchObject({ phase: "ended", fault: "ended-by-host", by: "Hana" }),
      )
    }
    await eventually(() => expect(hana.snapshot).toMatchObject({ phase: "ended", fault: null }))
    const dora = await here.meeting.arrive("Dora")
    await eventually(async () =>
      expect((await here.meeting.arrive("Dora")).snapshot).toMatchObject({ meeting: { isEmpty: true } }),
    )
    expect(dora.snapshot.phase).toBe("pre-join")
  })

  it("are not a member's to give", async () => {
    await chidi.turnOn("microphone")
    const whom = { personId: idOf(ben, "Chidi") }
    for (const order of [
      { kind: "mute", whom, mayUnmute: true },
      { kind: "allow-unmute", whom },
      { kind: "stop-video", whom },
      { kind: "stop-sharing", whom },
      { kind: "lower-hand", whom },
      { kind: "end" },
    ] as const) {
      expect(await ben.order(order)).toBe("not-allowed")
    }
    expect(chidi.device("microphone")).toBe("on")
  })

  it("about somebody who is not there come to nothing", async () => {
    const whom = { personId: "00".repeat(32) }
    expect(await hana.order({ kind: "mute", whom, mayUnmute: true })).toBe("outdone")
  })

  it("reach who did not hear them: the others do not play what that person says meanwhile", async () => {
    await ben.turnOn("microphone")
    ben.loseData()
    const ordered = hana.order({ kind: "mute", whom: { personId: idOf(hana, "Ben") }, mayUnmute: true })
    await eventually(() => expect(personOf(chidi, "Ben").microphone).toBe("muted"))
    await ben.send("microphone", "unaware")
    expect(await chidi.opened(ben, "microphone")).toEqual([])
    expect(ben.device("microphone")).toBe("on")
    ben.regainData()
    expect(await ordered).toBe("done")
    await eventually(() => expect(ben.device("microphone")).toBe("off"))
  })
})

function noticesOf({ shown }: NodeClient): readonly string[] {
  return shown.notices.map(({ kind, name, by }) => `${kind} ${name} by ${by}`)
}
