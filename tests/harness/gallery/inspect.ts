// What every state of the pages must keep, in whatever window it is looked at.

import { createRequire } from "node:module"
import type { AxeResults } from "axe-core"
import type { BrowserContext, Page } from "playwright"
import type { Gallery } from "./server.ts"

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js")
/** What the pages take for now, so that clocks and notices show the same in each picture. */
const NOW = Date.UTC(2026, 0, 15, 12, 12, 41)

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

/** What reaches beyond the window's sides and cannot be scrolled to, or beyond the tile in which it stands. */
export async function overflow(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const seen = [...document.querySelectorAll("#page *:not(.unseen, .unseen *)")].filter(
      (element) => element.getBoundingClientRect().width > 0,
    )
    const { clientWidth, scrollWidth } = document.documentElement
    const outside = seen.filter((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect()
      const tile = element.closest(".tile")?.getBoundingClientRect()
      const leavesTile = tile !== undefined && (top < tile.top - 1 || bottom > tile.bottom + 1)
      const bounds = tile ?? { left: 0, right: clientWidth }
      return leavesTile || left < bounds.left - 1 || right > bounds.right + 1
    })
    return [
      ...(scrollWidth > clientWidth ? ["the page"] : []),
      ...outside.map((element) => `${element.tagName}.${element.className}`),
    ]
  })
}

/** What axe complains of. */
export async function violations(page: Page): Promise<readonly string[]> {
  const results = await page.evaluate(() =>
    window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }),
  )
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}
