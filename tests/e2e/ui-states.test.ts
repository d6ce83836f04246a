// Every state of the pages, drawn in both themes, wide, at 320 px, and with text twice as large.
// Leaves the pictures in .screenshots/.

import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import type { Page } from "playwright"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { PROJECT_FOLDER } from "../../scripts/toolchain/machine.ts"
import { launchBrowser, type TestBrowser } from "../harness/browser.ts"
import { openGallery, overflow, settled, VIEWS, violations } from "../harness/gallery/inspect.ts"
import { type Gallery, serveGallery } from "../harness/gallery/server.ts"
import { BARRED_NAMES } from "../harness/gallery/release-state-names.ts"
import { STATE_NAMES, type StateName } from "../harness/gallery/state-names.ts"

const SCREENSHOTS = join(PROJECT_FOLDER, ".screenshots")
const PANEL = "Show people and security code"

/** In this width alone each fault has its picture of the barred page, which differ in their words. */
const NARROW = 320

let browser: TestBrowser
let gallery: Gallery

beforeAll(async () => {
  await mkdir(SCREENSHOTS, { recursive: true })
  ;[browser, gallery] = await Promise.all([
    launchBrowser({ extension: null, args: ["--hide-scrollbars"] }),
    serveGallery(),
  ])
})

afterAll(async () => {
  await browser.close()
  await gallery.close()
})

describe.each(VIEWS)("in a $name window", ({ name, width, height, scheme, text }) => {
  let page: Page

  beforeAll(async () => {
    page = await openGallery(browser.context, gallery, text)
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" })
  })

  afterAll(() => page.close())

  async function show(state: StateName) {
    await page.evaluate((name) => window.showState(name), state)
    await settled(page)
  }

  async function expectSound(picture: string) {
    await page.screenshot({ path: join(SCREENSHOTS, `${picture}-${name}.png`), fullPage: true })
    expect(await overflow(page)).toEqual([])
    expect(await violations(page)).toEqual([])
  }

  it.each(width === NARROW ? [...STATE_NAMES, ...BARRED_NAMES] : STATE_NAMES)(
    "%s fits, and every control can be read and named",
    async (state) => {
      await show(state)
      await expectSound(state)
    },
  )

  it("the detail to copy fits, and what is behind the line about this client", async () => {
    await show("barred-unsigned")
    await page.getByText("Detail for whoever helps you").click()
    await expectSound("barred-detail")
    await show("about-verified")
    await page.getByText("Detail for whoever helps you").click()
    await expectSound("about-detail")
    await show("pre-join-pardoned")
    await page.getByText("This client:").click()
    await expectSound("pre-join-client")
  })

  it("the panel with the code fits beside or over the tiles", async () => {
    await show("meeting-releases")
    await page.getByRole("button", { name: PANEL }).click()
    await page.getByTestId("security-code").waitFor()
    await expectSound("meeting-panel")
  })

  it("a person's page fits, with the code to read, the code to scan, and the own picture that is looked at", async () => {
    await show("meeting-people")
    await page.getByRole("button", { name: PANEL }).click()
    await page.getByTestId("roster").getByRole("listitem").last().scrollIntoViewIfNeeded()
    await expectSound("person-list")
    await page.getByRole("button", { name: "What to do with Ben Okafor" }).click()
    await page.getByRole("button", { name: "Compare a code with Ben Okafor" }).click()
    await page.getByTestId("pairwise-code").waitFor()
    await expectSound("person-page")
    await page.getByRole("button", { name: "Scan Ben Okafor’s code" }).click()
    await page.getByText("Hold their screen").waitFor()
    await expectSound("person-scan")
    await page.getByRole("button", { name: "They match" }).click()
    await page.getByText("The code is the same").waitFor()
    await expectSound("person-matched")
  })
})

describe("the code as tests and people read it", () => {
  it("has six groups with single spaces between, in two lines of three", async () => {
    const page = await openGallery(browser.context, gallery, 100)
    await page.setViewportSize({ width: 360, height: 640 })
    await page.evaluate(() => window.showState("popup-meeting"))
    const code = page.getByTestId("security-code")
    expect(await code.innerText()).toBe("48213 90577 16402 77310 05528 64196")
    const { height, line } = await code.evaluate((element) => ({
      height: element.getBoundingClientRect().height,
      line: Number.parseFloat(getComputedStyle(element).lineHeight),
    }))
    expect(height / line).toBeCloseTo(2, 1)
    await page.close()
  })
})
