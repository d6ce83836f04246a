import { describe, expect, test } from "vitest"
import { LINK, OTHER, PAGE, TAB, ask, at, fake, open, redeem, ticketOf, world } from "./background-world.ts"
import { settled } from "./fake-browser.ts"

describe("stopping", () => {
  test("opens our page in the link's tab, whose URL holds a ticket and no password", async () => {
    await open(LINK)
    expect(fake.tabs.get(TAB)).toMatch(PAGE)
    expect(await redeem()).toEqual({
      kind: "meeting",
      link: LINK,
      server: "new",
      droppedQuery: false,
      exposure: "unseen",
    })
  })

  test("leaves other URLs and frames alone", async () => {
    await open("https://meet.example/joint/id-AbCdEf0123")
    fake.events.onBeforeNavigate.fire({ ...at(LINK), frameId: 3 })
    await settled()
    expect(fake.tabs.get(TAB)).toBe("https://mail.example/")
  })

  test("leaves a page alone that is only loaded ahead", async () => {
    fake.events.onBeforeNavigate.fire({ ...at(LINK), documentLifecycle: "prerender" })
    await settled()
    expect(fake.tabs.get(TAB)).toBe("https://mail.example/")
  })

  test("takes the target of a redirect from the error, and nothing from an aborted navigation", async () => {
    fake.events.onErrorOccurred.fire({ ...at(LINK), error: "net::ERR_ABORTED" })
    await settled()
    expect(fake.tabs.get(TAB)).toBe("https://mail.example/")
    fake.events.onErrorOccurred.fire({ ...at(LINK), error: "net::ERR_BLOCKED_BY_CLIENT" })
    await settled()
    expect(await redeem()).toMatchObject({ kind: "meeting", link: LINK, exposure: "unseen" })
  })

  test("ignores the second report of one navigation, and takes a second navigation", async () => {
    await open(LINK)
    const first = ticketOf(TAB)
    fake.events.onErrorOccurred.fire({ ...at(LINK), error: "net::ERR_BLOCKED_BY_CLIENT" })
    await settled()
    expect(ticketOf(TAB)).toBe(first)
    await open(LINK)
    expect(ticketOf(TAB)).not.toBe(first)
  })

  test("takes the same report again after two seconds", async () => {
    await open(LINK)
    const first = ticketOf(TAB)
    world.now += 2_001
    fake.events.onErrorOccurred.fire({ ...at(LINK), error: "net::ERR_FAILED" })
    await settled()
    expect(ticketOf(TAB)).not.toBe(first)
  })

  test("says that a link was pushed into a running page", async () => {
    fake.events.onHistoryStateUpdated.fire(at(LINK))
    await settled()
    expect(await redeem()).toMatchObject({ kind: "meeting", exposure: "ran" })
  })

  test("says that a page ran which was committed, and that it did not on a guarded host", async () => {
    fake.events.onCommitted.fire(at(LINK))
    await settled()
    expect(await redeem()).toMatchObject({ exposure: "ran" })
    fake.origins.add("https://meet.example/*")
    fake.events.onCommitted.fire(at(OTHER))
    await settled()
    expect(await redeem()).toMatchObject({ exposure: "asked" })
  })

  test("says that a page ran which was committed although its navigation was stopped", async () => {
    await open(LINK)
    fake.events.onCommitted.fire(at(LINK))
    await settled()
    expect(await redeem()).toMatchObject({ exposure: "ran" })
  })

  test("takes over at the browser's start what was loaded before us", async () => {
    fake.tabs.set(TAB, LINK)
    fake.events.onStartup.fire()
    await settled()
    expect(await redeem()).toMatchObject({ kind: "meeting", exposure: "ran" })
  })

  test("takes over after installing only what was blocked before we listened", async () => {
    fake.tabs.set(TAB, LINK)
    fake.tabs.set(8, OTHER)
    fake.failedTabs.add(8)
    fake.events.onInstalled.fire({ reason: "install" })
    await settled()
    expect(fake.tabs.get(TAB)).toBe(LINK)
    expect(await redeem(8)).toMatchObject({ link: OTHER, exposure: "unseen" })
  })

  test("takes over after an update what was served in the start that brought it", async () => {
    fake.tabs.set(TAB, LINK)
    fake.events.onInstalled.fire({ reason: "update" })
    await settled()
    expect(await redeem()).toMatchObject({ kind: "meeting", exposure: "ran" })
  })

  test("takes the guard's report of a top frame, and none of a frame", async () => {
    const page = { url: "https://meet.example/", tab: { id: TAB } }
    await fake.send({ kind: "guard", url: LINK }, { ...page, frameId: 2 })
    await settled()
    expect(fake.tabs.get(TAB)).toBe("https://mail.example/")
    await fake.send({ kind: "guard", url: LINK }, { ...page, frameId: 0 })
    await settled()
    expect(await redeem()).toMatchObject({ kind: "meeting", exposure: "asked" })
  })

  test("keeps no ticket for a tab that was closed meanwhile", async () => {
    fake.tabs.delete(TAB)
    fake.events.onBeforeNavigate.fire(at(LINK))
    await settled()
    expect([...fake.session.keys()]).toEqual([])
  })
})

describe("tickets", () => {
  test("are redeemed once", async () => {
    await open(LINK)
    const ticket = ticketOf(TAB)
    expect(await ask(TAB, "redeem", { ticket })).not.toBeNull()
    expect(await ask(TAB, "redeem", { ticket })).toBeNull()
  })

  test("are worth nothing in another tab, and something in their own", async () => {
    await open(LINK)
    const ticket = ticketOf(TAB)
    expect(await ask(8, "redeem", { ticket })).toBeNull()
    expect(await ask(TAB, "redeem", { ticket })).not.toBeNull()
  })

  test("end after a minute, and the next one clears them away", async () => {
    await open(LINK)
    const ticket = ticketOf(TAB)
    world.now += 60_001
    await open(OTHER, 8)
    expect([...fake.session.keys()].filter((key) => key.startsWith("ticket:"))).toHaveLength(1)
    expect(await ask(TAB, "redeem", { ticket })).toBeNull()
  })

  test("tell a wrong link with its fault", async () => {
    await open(`${LINK}0`)
    expect(await redeem()).toEqual({ kind: "malformed", url: `${LINK}0`, fault: "password", exposure: "unseen" })
  })

  test("tell that a query was dropped, and that the server is known", async () => {
    await ask(TAB, "add-server", { origin: "https://meet.example" })
    await open(LINK.replace("#", "?utm=1#"))
    expect(await redeem()).toMatchObject({ link: LINK, server: "known", droppedQuery: true })
  })
})

describe("the same meeting", () => {
  test("is brought to the front when its link is opened in another tab", async () => {
    await open(LINK)
    await redeem()
    await open(LINK, 8)
    expect(fake.calls("tabs.update")).toContainEqual({ tabId: TAB, active: true })
    expect(fake.calls("windows.update")).toEqual([{ windowId: 1, focused: true }])
    expect(await redeem(8)).toEqual({ kind: "elsewhere", link: LINK })
  })

  test("goes on in its own tab when that comes back to the link", async () => {
    await open(LINK)
    await redeem()
    await open(LINK)
    expect(await redeem()).toMatchObject({ kind: "meeting", link: LINK })
  })

  test("is open nowhere when its tab went elsewhere", async () => {
    await open(LINK)
    await redeem()
    fake.tabs.set(TAB, "https://news.example/")
    await open(LINK, 8)
    expect(await redeem(8)).toMatchObject({ kind: "meeting" })
    fake.tabs.delete(8)
    expect(await ask(TAB, "focus-meeting", { link: LINK })).toBe("not-open")
  })

  test("is found for a tab that made it itself", async () => {
    fake.tabs.set(TAB, "chrome-extension://wardroom/meeting.html?new")
    await ask(TAB, "showing-meeting", { link: LINK })
    expect(await ask(8, "focus-meeting", { link: LINK })).toBe("focused")
  })

  test("opens from a pasted link in a tab of its own, once", async () => {
    expect(await ask(TAB, "open-link", { link: ` ${LINK} ` })).toBe("opened")
    const tab = [...fake.tabs.keys()].find((id) => id >= 100) ?? 0
    expect(await redeem(tab)).toMatchObject({ kind: "meeting", link: LINK })
    expect(await ask(TAB, "open-link", { link: LINK })).toBe("focused")
    expect(await ask(TAB, "open-link", { link: "https://news.example/" })).toBe("not-a-link")
  })
})

describe("opening the site instead", () => {
  test("lets that URL through in that tab, until the tab goes elsewhere", async () => {
    await open(LINK)
    await redeem()
    await ask(TAB, "open-site", { url: LINK })
    expect(fake.tabs.get(TAB)).toBe(LINK)
    expect(fake.calls("rules")).toMatchObject([{ addRules: [{ id: TAB, condition: { tabIds: [TAB] } }] }])
    await open(LINK)
    expect(fake.tabs.get(TAB)).toBe(LINK)
    await open(LINK, 8)
    expect(fake.tabs.get(8)).toMatch(PAGE)
    fake.events.onCommitted.fire(at("https://news.example/"))
    await settled()
    expect(fake.calls("rules").at(-1)).toEqual({ removeRuleIds: [TAB] })
    await open(LINK)
    expect(fake.tabs.get(TAB)).toMatch(PAGE)
  })

  test("lifts the guard for that page alone, and lowers it when the tab is closed", async () => {
    fake.origins.add("https://meet.example/*")
    await ask(TAB, "open-site", { url: LINK })
    expect(fake.scripts.get("guard")?.excludeMatches).toEqual(["https://meet.example/join/id-AbCdEf0123*"])
    fake.events.onTabRemoved.fire(TAB)
    await settled()
    expect(fake.scripts.get("guard")?.excludeMatches).toEqual([])
  })

  test("is refused for a URL that was not stopped", async () => {
    await expect(ask(TAB, "open-site", { url: "https://news.example/" })).rejects.toThrow(RangeError)
  })
})
