import { describe, expect, test } from "vitest"
import { waitingUpdate } from "../../../src/links/updates.ts"
import { LINK, TAB, ask, fake, open, world } from "./background-world.ts"
import { settled } from "./fake-browser.ts"

describe("servers and guards", () => {
  test("an added server is known, purged, and guarded where its host was granted", async () => {
    fake.origins.add("https://meet.example/*")
    await ask(TAB, "add-server", { origin: "https://meet.example" })
    await ask(TAB, "add-server", { origin: "https://other.example" })
    expect(await ask(TAB, "servers", {})).toEqual([
      { origin: "https://meet.example", guarded: true },
      { origin: "https://other.example", guarded: false },
    ])
    expect(fake.calls("purge")).toHaveLength(2)
    expect(fake.scripts.get("guard")).toMatchObject({
      matches: ["https://meet.example/*"],
      allFrames: true,
      runAt: "document_start",
      persistAcrossSessions: true,
    })
  })

  test("a removed server is new again, and its guard gone", async () => {
    fake.origins.add("https://meet.example/*")
    await ask(TAB, "add-server", { origin: "https://meet.example" })
    await ask(TAB, "remove-server", { origin: "https://meet.example" })
    expect(await ask(TAB, "servers", {})).toEqual([])
    expect(fake.scripts.size).toBe(0)
  })

  test("the guard is registered anew after an update dropped it, and written only when it differs", async () => {
    fake.origins.add("https://meet.example/*")
    fake.events.onAdded.fire()
    await settled()
    fake.scripts.clear()
    fake.events.onInstalled.fire({ reason: "update" })
    fake.events.onStartup.fire()
    await settled()
    expect(fake.scripts.size).toBe(1)
    expect(fake.calls("register")).toHaveLength(2)
    expect(fake.calls("update")).toHaveLength(0)
  })
})

describe("messages", () => {
  test("from elsewhere are taken from no one but the guard", async () => {
    const page = { url: "https://meet.example/", frameId: 0, tab: { id: TAB } }
    await expect(fake.send({ kind: "servers" }, page)).rejects.toThrow()
    expect(await fake.send({ kind: "servers" }, fake.popup)).toEqual([])
  })

  test.each([
    { kind: "redeem" },
    { kind: "redeem", ticket: "x" },
    { kind: "servers", more: 1 },
    { kind: "toString" },
    null,
    1.5,
  ])("of another shape are refused: %j", async (message) => {
    await expect(fake.send(message, fake.popup)).rejects.toThrow(expect.objectContaining({ name: "ShapeError" }))
  })

  test("create the engine", async () => {
    expect(await ask(TAB, "engine", {})).toBeNull()
    expect(world.engine).toBe("there")
  })
})

describe("the engine", () => {
  test("is begun with a link of a known server, while the tab loads", async () => {
    await ask(TAB, "add-server", { origin: "https://meet.example" })
    await open(LINK)
    expect(world.engine).toBe("there")
  })

  test("is told the address of the link's service, and nothing else of the link", async () => {
    await ask(TAB, "add-server", { origin: "https://meet.example" })
    await open(LINK)
    expect(world.service).toBe("wss://meet.example/ws")
  })

  test("is not begun for a server that the user is asked about first", async () => {
    await open(LINK)
    expect(world.engine).toBe("not there")
  })
})

describe("an update", () => {
  test("is taken at once while no meeting is on", async () => {
    fake.events.onUpdateAvailable.fire({ version: "1.3.0" })
    await settled()
    expect(fake.calls("reload")).toHaveLength(1)
  })

  test("waits for the end of a meeting", async () => {
    world.engine = "there"
    fake.events.onUpdateAvailable.fire({ version: "1.3.0" })
    await settled()
    expect(fake.calls("reload")).toHaveLength(0)
    world.engine = "not there"
    fake.events.onTabRemoved.fire(TAB)
    await settled()
    expect(fake.calls("reload")).toHaveLength(1)
  })

  test("is taken when the engine says that it ends, although its document is still there", async () => {
    world.engine = "there"
    fake.events.onUpdateAvailable.fire({ version: "1.3.0" })
    await settled()
    await ask(TAB, "engine-ends", {})
    expect(fake.calls("reload")).toHaveLength(1)
  })

  test("is not taken by an engine's end while a meeting tab is open, nor where none waits", async () => {
    await ask(TAB, "engine-ends", {})
    expect(fake.calls("reload")).toHaveLength(0)
    await open(LINK)
    fake.events.onUpdateAvailable.fire({ version: "1.3.0" })
    await settled()
    await ask(TAB, "engine-ends", {})
    expect(fake.calls("reload")).toHaveLength(0)
  })

  test("that waits is known by its version", async () => {
    expect(await waitingUpdate(fake.browser.storage.session)).toBeNull()
    world.engine = "there"
    fake.events.onUpdateAvailable.fire({ version: "1.3.0" })
    await settled()
    expect(await waitingUpdate(fake.browser.storage.session)).toBe("1.3.0")
  })

  test("waits while a site is open instead", async () => {
    await ask(TAB, "open-site", { url: LINK })
    fake.events.onUpdateAvailable.fire({ version: "1.3.0" })
    await settled()
    expect(fake.calls("reload")).toHaveLength(0)
    fake.events.onTabRemoved.fire(TAB)
    await settled()
    expect(fake.calls("reload")).toHaveLength(1)
  })

  test("waits while a meeting tab shows the preview", async () => {
    await open(LINK)
    fake.events.onUpdateAvailable.fire({ version: "1.3.0" })
    await settled()
    expect(fake.calls("reload")).toHaveLength(0)
  })
})
