// How the states of the pages are looked at: in which windows, and what each must keep.

import { createRequire } from "node:module"
import type { AxeResults } from "axe-core"
import type { BrowserContext, Page } from "playwright"
import type { Gallery } from "./server.ts"

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js")
/** What the pages take for now, so that clocks and notices show the same in each picture. */
const NOW = Date.UTC(2026, 0, 15, 12, 12, 41)

/** Both themes, wide, at 320 px, and with text twice as large. */
export const VIEWS = [
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

/** A page of the gallery, its text in percent of the usual. */
export async function openGallery(context: BrowserContext, gallery: Gallery, textPercent: number): Promise<Page> {
  const page = await context.newPage()
  await page.clock.setFixedTime(NOW)
  await page.goto(gallery.address(textPercent))
  await page.waitForFunction(() => "showState" in window)
  await page.addScriptTag({ path: AXE })
  return page
}

/** Resolves once the tiles have the sizes that they were given after the first layout, and nothing changes its colour. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)
    const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition)
    await Promise.allSettled(transitions.map(({ finished }) => finished))
  })
}

/** Elements that reach beyond the window's sides, and cannot be scrolled to. */
export async function overflow(page: Page): Promise<readonly string[]> {
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

/** What axe complains of. */
export async function violations(page: Page): Promise<readonly string[]> {
  const results = await page.evaluate(() => window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }))
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}
