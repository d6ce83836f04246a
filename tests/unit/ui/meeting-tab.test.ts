import { signal } from "@preact/signals"
import { describe, expect, it } from "vitest"
import type { BackgroundAnswer } from "../../../src/links/background-messages.ts"
import type { EngineState } from "../../../src/ui/engine-view.ts"
import { type AskBackground, MeetingTab } from "../../../src/ui/meeting-tab.ts"
import { FACTS, PRE_JOIN } from "../../harness/gallery/snapshots.ts"
import { fakeEngine } from "./fake-engine.ts"

type Redeemed = NonNullable<BackgroundAnswer<"redeem">>

const LINK = FACTS.link
const OTHER = "https://talk.example.net/join/id-0123456789#pwd-0123456789abcdefghijkl"
const MEETING: Redeemed = { kind: "meeting", link: LINK, server: "known", droppedQuery: true, exposure: "asked" }

function openTab(redeemed: Redeemed | null, engine = fakeEngine(), listPackage = listed) {
  const asked: string[] = []
  const answers: { readonly [kind: string]: unknown } = { redeem: redeemed, "focus-meeting": "not-open" }
  const ask: AskBackground = async (kind, fields) => {
    asked.push([kind, ...Object.values(fields)].join(" "))
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the test says what the background answers
    return (answers[kind] ?? null) as never
  }
  const followed = signal<EngineState>({ state: "looking" })
  const tab = new MeetingTab({
    ask,
    watchEngine: () => {
      engine.subscribe(
        (snapshot) => {
          followed.value = { state: "there", engine, snapshot }
        },
        { kind: "meeting-tab", viewLock: "view:1" },
        new AbortController().signal,
      )
      return followed
    },
    listPackage,
    newMeetingName: "Meeting",
    now: () => 7,
    abortSignal: new AbortController().signal,
  })
  return { tab, asked, engine, followed }
}

async function listed(): Promise<readonly string[] | null> {
  return ["manifest.json", "meeting.html"]
}

const BY_TICKET = { kind: "ticket", ticket: "00112233445566778899aabbccddeeff" } as const

describe("a meeting tab", () => {
  it("opens the link of its ticket on a known server and keeps what is to be said of it", async () => {
    const { tab, asked, engine } = openTab(MEETING)
    await tab.begin(BY_TICKET)
    expect(asked).toEqual([`redeem ${BY_TICKET.ticket}`])
    expect(engine.calls).toEqual([`open ${LINK} with 2 paths`])
    expect(tab.state.value).toMatchObject({ step: "engine", notes: { exposure: "asked", droppedQuery: true } })
  })

  it("opens it too where the browser lists no packages", async () => {
    const { tab, engine } = openTab(MEETING, fakeEngine(), async () => null)
    await tab.begin(BY_TICKET)
    expect(engine.calls).toEqual([`open ${LINK} with no paths`])
    expect(tab.state.value.step).toBe("engine")
  })

  it("opens and makes nothing where the package cannot be listed although the browser does, and says so", async () => {
    for (const arrival of [BY_TICKET, { kind: "new-meeting", server: "https://meet.example.org" } as const]) {
      const { tab, engine } = openTab(MEETING, fakeEngine(), async () =>
        Promise.reject(new TypeError("the disk is gone")),
      )
      await tab.begin(arrival)
      expect(engine.calls).toEqual([])
      expect(tab.state.value).toMatchObject({
        step: "barred",
        status: { state: "refused", mayMeet: false, fault: "worker-failed", detail: "the disk is gone", checkedAt: 7 },
      })
    }
  })

  it("has a barred client checked once more with its files as they are then, and goes on with what was wanted", async () => {
    const answers = [
      async () => ["manifest.json"],
      () => Promise.reject(new TypeError("busy")),
      async () => ["a", "b", "c"],
    ]
    const list = async () => answers.shift()?.() ?? null
    const { tab, engine } = openTab(MEETING, fakeEngine(), list)
    await tab.begin(BY_TICKET)
    await tab.checkAgain()
    expect(tab.state.value).toMatchObject({ step: "barred", status: { detail: "busy" } })
    await tab.checkAgain()
    expect(tab.state.value.step).toBe("engine")
    expect(engine.calls).toEqual([`open ${LINK} with 1 paths`, "checkAgain with 3 paths"])
  })

  it("opens what could not be opened before, once the package can be listed", async () => {
    const answers = [() => Promise.reject(new TypeError("busy")), async () => ["manifest.json"]]
    const { tab, engine } = openTab(MEETING, fakeEngine(), async () => answers.shift()?.() ?? null)
    await tab.begin(BY_TICKET)
    expect([tab.state.value.step, engine.calls]).toEqual(["barred", []])
    await tab.checkAgain()
    expect([tab.state.value.step, engine.calls]).toEqual(["engine", [`open ${LINK} with 1 paths`]])
  })

  it("asks before anything goes to an unknown server, and joins when told to", async () => {
    const { tab, asked, engine } = openTab({ ...MEETING, server: "new" })
    await tab.begin(BY_TICKET)
    expect(tab.state.value).toEqual({ step: "unknown-server", link: LINK, exposure: "asked" })
    expect(engine.calls).toEqual([])
    await tab.joinUnknown(LINK)
    expect(asked).toContain("add-server https://meet.example.org")
    expect(engine.calls).toEqual([`open ${LINK} with 2 paths`])
  })

  it("explains a damaged link and opens the site on request only", async () => {
    const url = "https://meet.example.org/join/id-short"
    const { tab, asked } = openTab({ kind: "malformed", url, fault: "meeting-id", exposure: "unseen" })
    await tab.begin(BY_TICKET)
    expect(tab.state.value).toMatchObject({ step: "damaged-link", fault: "meeting-id" })
    expect(asked).not.toContain(`open-site ${url}`)
    await tab.openSite(url)
    expect(asked).toContain(`open-site ${url}`)
  })

  it("asks whether to leave the meeting that is on, and does only what was chosen", async () => {
    const engine = fakeEngine("in-another-meeting")
    const { tab } = openTab({ ...MEETING, link: OTHER }, engine)
    await tab.begin(BY_TICKET)
    expect(tab.state.value).toEqual({ step: "other-meeting", link: OTHER })
    expect(engine.calls).not.toContain("leave")
    await tab.switchTo(OTHER)
    expect(engine.calls.slice(1)).toEqual(["leave", "dismiss", `open ${OTHER} with 2 paths`])
    expect(tab.state.value.step).toBe("engine")
  })

  it("returns to the meeting that is on where no other tab shows it", async () => {
    const { tab, asked } = openTab({ ...MEETING, link: OTHER }, fakeEngine("in-another-meeting"))
    await tab.begin(BY_TICKET)
    await tab.bringToFront(LINK)
    expect(asked).toContain(`focus-meeting ${LINK}`)
    expect(tab.state.value.step).toBe("engine")
  })

  it("says where the meeting is when another tab shows it", async () => {
    const { tab } = openTab({ kind: "elsewhere", link: LINK })
    await tab.begin(BY_TICKET)
    expect(tab.state.value).toEqual({ step: "elsewhere", link: LINK })
  })

  it("joins nothing by a used ticket, but returns to a meeting that is on", async () => {
    const idle = openTab(null)
    await idle.tab.begin(BY_TICKET)
    expect(idle.tab.state.value).toEqual({ step: "used-up" })
    const engine = fakeEngine()
    engine.show(PRE_JOIN)
    const running = openTab(null, engine)
    await running.tab.begin(BY_TICKET)
    expect(running.tab.state.value.step).toBe("engine")
    expect(engine.calls).toEqual([])
  })

  it("makes a meeting and tells the background its link once it has one", async () => {
    const { tab, asked, engine } = openTab(null)
    await tab.begin({ kind: "new-meeting", server: "https://meet.example.org" })
    expect(engine.calls).toEqual(["create Meeting on https://meet.example.org with 2 paths"])
    expect(asked).toEqual([])
    engine.show(PRE_JOIN)
    engine.show({ ...PRE_JOIN, check: "connecting" })
    expect(asked).toEqual([`showing-meeting ${LINK}`])
  })

  it("follows the engine after a reload and opens nothing", async () => {
    const { tab, asked, engine } = openTab(MEETING)
    await tab.begin({ kind: "reload" })
    expect([asked, engine.calls, tab.state.value.step]).toEqual([[], [], "engine"])
  })

  it("shows that the engine is gone, and looks for it again when asked", async () => {
    const { tab, followed } = openTab(null)
    await tab.begin({ kind: "reload" })
    followed.value = { state: "gone", last: PRE_JOIN }
    expect(tab.engine.value.state).toBe("gone")
    await tab.again()
    expect(tab.engine.value.state).toBe("there")
  })
})
