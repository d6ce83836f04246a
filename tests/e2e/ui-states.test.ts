// Every state of the pages, drawn in both themes, wide, at 320 px, and with text twice as large.
// Leaves the pictures in .screenshots/.

import { mkdir } from "node:fs/promises"
import { createRequire } from "node:module"
import { join } from "node:path"
import type { AxeResults } from "axe-core"
import type { Page } from "playwright"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { PROJECT_FOLDER } from "../../scripts/toolchain/machine.ts"
import { launchBrowser, type TestBrowser } from "../harness/browser.ts"
import { type Gallery, serveGallery } from "../harness/gallery/server.ts"
import { BARRED_NAMES } from "../harness/gallery/release-state-names.ts"
import { STATE_NAMES, type StateName } from "../harness/gallery/state-names.ts"

const SCREENSHOTS = join(PROJECT_FOLDER, ".screenshots")
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js")
const PANEL = "Show people and security code"

const VIEWS = [
  { name: "wide-light", width: 1280, height: 800, scheme: "light", text: 100 },
  { name: "wide-dark", width: 1280, height: 800, scheme: "dark", text: 100 },
  { name: "narrow-light", width: 320, height: 640, scheme: "light", text: 100 },
  { name: "narrow-dark", width: 320, height: 640, scheme: "dark", text: 100 },
  { name: "large-text", width: 1280, height: 800, scheme: "light", text: 200 },
] as const

declare global {
  interface Window {
    readonly axe: { run(options: object): Promise<AxeResults> }
  }
}

/** In this width alone each fault has its picture of the barred page, which differ in their words. */
const NARROW = 320
/** What the pages take for now, so that clocks and notices show the same in each picture. */
const NOW = Date.UTC(2026, 0, 15, 12, 12, 41)

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
    page = await openGallery(text)
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
})

describe("the code as tests and people read it", () => {
  it("has six groups with single spaces between, in two lines of three", async () => {
    const page = await openGallery(100)
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

async function openGallery(textPercent: number): Promise<Page> {
  const page = await browser.context.newPage()
  await page.clock.setFixedTime(NOW)
  await page.goto(gallery.address(textPercent))
  await page.waitForFunction(() => "showState" in window)
  await page.addScriptTag({ path: AXE })
  return page
}

/** Resolves once the tiles have the sizes that they were given after the first layout, and nothing changes its colour. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)
    const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition)
    await Promise.allSettled(transitions.map(({ finished }) => finished))
  })
}

/** Elements that reach beyond the window's sides, and cannot be scrolled to. */
async function overflow(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const outside = [...document.querySelectorAll("#page *:not(.unseen, .unseen *)")].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect()
      return (
        width > 0 &&
        (right > document.documentElement.clientWidth + 1 || left < -1) &&
        element.closest(".tile") === null
      )
    })
    const widths = document.documentElement.scrollWidth > document.documentElement.clientWidth ? ["the page"] : []
    return [...widths, ...outside.map((element) => `${element.tagName}.${element.className}`)]
  })
}

async function violations(page: Page): Promise<readonly string[]> {
  const results = await page.evaluate(() => window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }))
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}
