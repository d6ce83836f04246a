// What a view can do and see of the hosts' words: whole engines at a real service.

import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest"
import type { Person } from "../../src/meeting/person.ts"
import { FAST_SUITE } from "../../src/mls/suite.ts"
import { eventually } from "../harness/eventually.ts"
import { NodeEngine } from "../harness/node-engine.ts"
import { NodeSfu } from "../harness/node-sfu.ts"
import { PasswordThread } from "../harness/passwords/password-thread.ts"
import { openAuthority } from "../harness/release/authority.ts"
import { signPackage } from "../harness/release/test-package.ts"
import { closeService, openService, type TestService } from "../harness/service.ts"

const NOW = Math.ceil(Date.now() / 1000) * 1000
const files = await signPackage(await openAuthority(new Date(NOW)))

describe("a view of a meeting with a host", () => {
  const passwords = new PasswordThread()
  let service: TestService
  let engines: AsyncDisposableStack
  let hana: NodeEngine
  let ben: NodeEngine

  afterAll(() => passwords.end())
  beforeEach(async () => {
    service = await openService()
    engines = new AsyncDisposableStack()
    const surroundings = { sfu: new NodeSfu(), passwords, suite: FAST_SUITE } as const
    const start = async () => engines.use(await NodeEngine.start({ files, now: () => NOW, surroundings }))
    ;[hana, ben] = [await start(), await start()]
    hana.engine.create({ server: service.url, name: "Standup" }, null)
    await hana.join("Hana")
    ben.engine.open((await hana.shows("meeting")).meeting.link, null)
    await ben.join("Ben")
    await eventually(async () => expect((await hana.shows("meeting")).people).toHaveLength(2))
  })
  afterEach(async () => {
    await engines.disposeAsync()
    await closeService(service)
  })

  it("turns on no microphone that a host does not allow, and says who it was", async () => {
    const whom = { personId: (await personOf(hana, "Ben")).id }
    ben.engine.setMicrophone("on")
    await eventually(async () => expect((await ben.shows("meeting")).devices.microphone).toBe("on"))
    expect(await hana.engine.order({ kind: "mute", whom, mayUnmute: false })).toBe("done")
    const { devices } = await ben.shows("meeting")
    expect(devices.microphone).toBe("off")
    expect((await personOf(ben, "Ben")).stopped.microphone).toEqual({ by: "Hana", mayResume: false })
    ben.engine.setMicrophone("on")
    expect((await ben.shows("meeting")).devices.microphone).toBe("off")
    expect(await hana.engine.order({ kind: "allow-unmute", whom })).toBe("done")
    ben.engine.setMicrophone("on")
    await eventually(async () => expect((await personOf(hana, "Ben")).microphone).toBe("on"))
  })

  it("chats, raises a hand, and orders nothing out of a meeting", async () => {
    expect(ben.engine.speaking?.say("hello")).toBe("said")
    ben.engine.speaking?.raiseHand("on")
    await eventually(async () => {
      expect((await hana.shows("meeting")).chat).toMatchObject([{ name: "Ben", text: "hello" }])
      expect((await personOf(hana, "Ben")).hand).not.toBeNull()
    })
    expect(await hana.engine.order({ kind: "end" })).toBe("done")
    expect(await ben.shows("ended")).toMatchObject({ fault: "ended-by-host", by: "Hana" })
    expect(ben.engine.speaking).toBeNull()
    expect(await ben.engine.order({ kind: "end" })).toBe("not-connected")
  })
})

async function personOf(engine: NodeEngine, wanted: string): Promise<Person> {
  const person = (await engine.shows("meeting")).people.find(({ name }) => name === wanted)
  if (!person) throw new Error(`${wanted} is not there`)
  return person
}
