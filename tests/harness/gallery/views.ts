// The windows in which the pages are looked at: both themes, wide, at 320 px, and with text twice as large. Each picture is
// left in .screenshots/, and what it shows must be sound.

import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import type { Page } from "playwright"
import { afterAll, beforeAll, describe, expect } from "vitest"
import { PROJECT_FOLDER } from "../../../scripts/toolchain/machine.ts"
import { launchBrowser } from "../browser.ts"
import { openGallery, overflow, settled, violations } from "./inspect.ts"
import type { PictureName } from "./picture-names.ts"
import { serveGallery } from "./server.ts"
import type { StateName } from "./state-names.ts"

const SCREENSHOTS = join(PROJECT_FOLDER, ".screenshots")

const VIEWS = [
  { name: "wide-light", width: 1280, height: 800, scheme: "light", text: 100 },
  { name: "wide-dark", width: 1280, height: 800, scheme: "dark", text: 100 },
  { name: "narrow-light", width: 320, height: 640, scheme: "light", text: 100 },
  { name: "narrow-dark", width: 320, height: 640, scheme: "dark", text: 100 },
  { name: "large-text", width: 1280, height: 800, scheme: "light", text: 200 },
  { name: "narrow-large-text", width: 320, height: 640, scheme: "light", text: 200 },
] as const

export class View {
  readonly name: string
  readonly width: number
  #page: Page | null = null

  constructor({ name, width }: Pick<View, "name" | "width">) {
    this.name = name
    this.width = width
  }

  /** There while tests run. */
  get page(): Page {
    if (!this.#page) throw new TypeError("the view is not open")
    return this.#page
  }

  set page(page: Page) {
    this.#page = page
  }

  async show(state: StateName): Promise<void> {
    await this.page.evaluate((name) => window.showState(name), state)
    await settled(this.page)
  }

  press(label: string): Promise<void> {
    return this.page.getByRole("button", { name: label, exact: true }).click()
  }

  /** Draws what is shown; nothing of it may be cut off, unreadable or without a name. */
  async expectSound(picture: PictureName): Promise<void> {
    await settled(this.page)
    await this.page.screenshot({ path: join(SCREENSHOTS, `${picture}-${this.name}.png`), fullPage: true })
    expect(await overflow(this.page)).toEqual([])
    expect(await violations(this.page)).toEqual([])
  }
}

/** The same tests in each view, all in one browser without the extension. */
export function describeViews(declare: (view: View) => void): void {
  const started = new AsyncDisposableStack()
  let open: (text: number) => Promise<Page>

  beforeAll(async () => {
    await mkdir(SCREENSHOTS, { recursive: true })
    const browser = started.adopt(await launchBrowser({ extension: null, args: ["--hide-scrollbars"] }), (launched) =>
      launched.close(),
    )
    const gallery = started.adopt(await serveGallery(), (served) => served.close())
    open = (text) => openGallery(browser.context, gallery, text)
  })

  afterAll(() => started.disposeAsync())

  describe.each(VIEWS)("in a $name window", ({ name, width, height, scheme, text }) => {
    const view = new View({ name, width })

    beforeAll(async () => {
      view.page = await open(text)
      await view.page.setViewportSize({ width, height })
      await view.page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" })
    })

    afterAll(() => view.page.close())

    declare(view)
  })
}
