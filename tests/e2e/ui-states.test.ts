// Every state of the pages, drawn in both themes, wide, at 320 px, and with text twice as large.
// Leaves the pictures in .screenshots/.

import type { Locator } from "playwright"
import { expect, it } from "vitest"
import { BARRED_NAMES } from "../harness/gallery/release-state-names.ts"
import { STATE_NAMES } from "../harness/gallery/state-names.ts"
import { describeViews } from "../harness/gallery/views.ts"

const PANEL = "Show people and security code"

/** In this view alone each fault has its picture of the barred page, which differ in their words. */
const EACH_FAULT = "narrow-light"

describeViews((view) => {
  it.each(view.name === EACH_FAULT ? [...STATE_NAMES, ...BARRED_NAMES] : STATE_NAMES)(
    "%s fits, and every control can be read and named",
    async (state) => {
      await view.show(state)
      await view.expectSound(state)
    },
  )

  it("the detail to copy fits, and what is behind the line about this client", async () => {
    await view.show("barred-unsigned")
    await view.page.getByText("Detail for whoever helps you").click()
    await view.expectSound("barred-detail")
    await view.show("about-verified")
    await view.page.getByText("Detail for whoever helps you").click()
    await view.expectSound("about-detail")
    await view.show("pre-join-pardoned")
    await view.page.getByText("This client:").click()
    await view.expectSound("pre-join-client")
  })

  it("the panel with the code fits beside or over the tiles", async () => {
    await view.show("meeting-releases")
    await view.press(PANEL)
    await view.page.getByTestId("security-code").waitFor()
    await view.expectSound("meeting-panel")
  })

  it("a person's page fits, with the code to read, the code to scan, and the own picture that is looked at", async () => {
    await view.show("meeting-people")
    await view.press(PANEL)
    await view.page.getByTestId("roster").getByRole("listitem").last().scrollIntoViewIfNeeded()
    await view.expectSound("person-list")
    await view.page.getByRole("button", { name: "What to do with Ben Okafor" }).click()
    await view.page.getByRole("button", { name: "Compare a code with Ben Okafor" }).click()
    await view.page.getByTestId("pairwise-code").waitFor()
    await view.expectSound("person-page")
    await view.page.getByRole("button", { name: "Scan Ben Okafor’s code" }).click()
    await view.page.getByText("Hold their screen").waitFor()
    await view.expectSound("person-scan")
    await view.page.getByRole("button", { name: "They match" }).click()
    await view.page.getByText("The code is the same").waitFor()
    await view.expectSound("person-matched")
  })

  it("what stands below the fold of the popup is reached by scrolling, and fits", async () => {
    await view.show("popup-people")
    await view.page.getByTestId("roster").getByRole("listitem").last().scrollIntoViewIfNeeded()
    await view.expectSound("popup-people-below")
    await view.show("popup-aloud")
    await view.page.getByText("11 of 20 confirmed").scrollIntoViewIfNeeded()
    await view.expectSound("popup-aloud-below")
    await view.show("popup-aloud-differ")
    await view.page.getByRole("button", { name: "Leave now" }).scrollIntoViewIfNeeded()
    await view.expectSound("popup-aloud-differ-below")
    await view.show("popup-changed")
    await view.page.getByRole("button", { name: "They match" }).scrollIntoViewIfNeeded()
    await view.expectSound("popup-changed-below")
  })

  it("of a hundred people somebody is found by name, and the last one by scrolling", async () => {
    await view.show("people-hundred")
    await view.page.getByRole("button", { name: "50 joined: code changed" }).waitFor()
    await view.press(PANEL)
    const rows = view.page
      .getByTestId("roster")
      .getByRole("listitem")
      .filter({ has: view.page.locator(".person-row") })
    expect(await rows.count()).toBe(100)
    await view.page.getByLabel("Find a person").scrollIntoViewIfNeeded()
    await view.expectSound("hundred-panel")
    await view.page.getByLabel("Find a person").fill("GUEST 99")
    await view.page.getByText("1 of 100 people shown").waitFor()
    await view.expectSound("hundred-found")
    await view.page.keyboard.press("Escape")
    expect(await rows.count()).toBe(100)
    await rows.last().scrollIntoViewIfNeeded()
    await view.expectSound("hundred-below")
    await view.show("popup-hundred")
    await rows.last().scrollIntoViewIfNeeded()
    await view.expectSound("popup-hundred-below")
  })

  it("while people come and go, the list stays where it is, an open menu open, and the focus in it", async () => {
    await view.show("people-hundred")
    await view.press(PANEL)
    const goOn = () => view.page.evaluate(() => void document.dispatchEvent(new Event("next-crowd")))
    const place = async () => (await inMenu.boundingBox())?.y
    const panel = view.page.getByRole("complementary")
    await view.press("What to do with Guest 20")
    const inMenu = view.page.getByRole("button", { name: "Compare a code with Guest 20" })
    expect(await isFocused(inMenu)).toBe(true)
    const before = await place()
    await goOn()
    await view.page.getByText("hand raised, number 5").waitFor({ state: "attached" })
    expect(await isFocused(inMenu)).toBe(true)
    expect(await place()).toBeCloseTo(before ?? NaN, -1) // anchored to whole pixels
    await goOn()
    await inMenu.waitFor({ state: "detached" })
    expect(await isFocused(panel.getByRole("heading", { name: "People", exact: true }))).toBe(true)
  })

  it("a code that somebody found to differ is an alarm over the tiles and beside them", async () => {
    await view.show("meeting-differs")
    await view.page.getByText("Codes differ: Chidi").waitFor()
    await view.press(PANEL)
    await view.page.getByText("Somebody may be listening in between").scrollIntoViewIfNeeded()
    await view.expectSound("meeting-differs-panel")
  })

  it("the code has six groups with single spaces between, in two lines of three", async () => {
    await view.show("popup-meeting")
    const code = view.page.getByTestId("security-code")
    expect(await code.innerText()).toBe("48213 90577 16402 77310 05528 64196")
    const { height, line } = await code.evaluate((element) => ({
      height: element.getBoundingClientRect().height,
      line: Number.parseFloat(getComputedStyle(element).lineHeight),
    }))
    expect(height / line).toBeCloseTo(2, 1)
  })
})

function isFocused(element: Locator): Promise<boolean> {
  return element.evaluate((found) => found === document.activeElement)
}
