// Somebody who opens a meeting link, joins, sees the first picture and leaves, again and again in one browser.

import { setTimeout as delay } from "node:timers/promises"
import type { Page } from "playwright"
import { until } from "../../tests/harness/bare-browser.ts"
import type { Person } from "../../tests/harness/person.ts"
import { type JoinTasks, withTasks } from "./join-tasks.ts"
import { joinWatched, watchReadiness, type WatchedJoin } from "./join-watch.ts"

export interface OwnJoin extends WatchedJoin, JoinTasks {
  /** Milliseconds from the click on the link until `Join` can be pressed. */
  readonly readyMs: number
}

export interface OwnJoinOptions {
  /** A page that holds nothing but the meeting's link. */
  readonly linkPage: string
  /** Between the pre-join page and the click. */
  readonly thinkMs: number
}

export class OwnJoiner {
  readonly #person: Person

  private constructor(person: Person) {
    this.#person = person
  }

  /** Joins and leaves once, so that browser and extension are warm, and the server and the name are known. */
  static async warm(person: Person, link: string): Promise<OwnJoiner> {
    await person.context.addInitScript(watchReadiness)
    await person.openLink(link)
    await person.join()
    await person.leave()
    await person.page.goto("about:blank")
    return new OwnJoiner(person)
  }

  /** From the link to the first picture; the engine is started anew, as for somebody who was in no meeting. */
  async join({ linkPage, thinkMs }: OwnJoinOptions): Promise<OwnJoin> {
    const { page, readyMs } = await this.#open({ linkPage, thinkMs })
    await delay(thinkMs)
    const watched = await withTasks(page, () => joinWatched(page))
    const person = this.#person.at(page)
    await person.leave()
    await page.close()
    return { ...watched, readyMs }
  }

  /** From the link until `Join` can be pressed, which nobody then does. */
  async open(options: OwnJoinOptions): Promise<number> {
    const { page, readyMs } = await this.#open(options)
    await page.close()
    return readyMs
  }

  async #open({ linkPage, thinkMs }: OwnJoinOptions): Promise<{ readonly page: Page; readonly readyMs: number }> {
    await this.#engineIsGone()
    const page = await this.#person.context.newPage()
    await page.goto(linkPage)
    await delay(thinkMs)
    // The click comes after the answer: the navigation ends the page that would answer.
    const linkClicked = await page.evaluate(() => {
      setTimeout(() => document.querySelector("a")?.click())
      return performance.timeOrigin + performance.now()
    })
    await until(async () => page.url().startsWith("chrome-extension:") || null, "the meeting tab")
    const ready = await page.waitForFunction(() => window.joinReadyAt).then((handle) => handle.jsonValue())
    if (ready === undefined) throw new Error("not ready")
    return { page, readyMs: ready - linkClicked }
  }

  async #engineIsGone(): Promise<void> {
    const background = this.#person.context.serviceWorkers()[0]
    if (!background) throw new Error("no background runs")
    const isGone = async (): Promise<true | null> => {
      const isThere = await background.evaluate(async () => {
        const contextTypes = [chrome.runtime.ContextType.OFFSCREEN_DOCUMENT]
        return (await chrome.runtime.getContexts({ contextTypes })).length > 0
      })
      return isThere ? null : true
    }
    await until(isGone, "the engine's end")
  }
}
