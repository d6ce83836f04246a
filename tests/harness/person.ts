// A person in a browser of their own, who finds everything as people do: by what it is called on the screen.

import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type BrowserContext, chromium, type Locator, type Page } from "playwright"
import { until } from "./bare-browser.ts"
import { chromiumPath, openExtensionPage, sandboxArgs } from "./browser.ts"
import { EXTENSION_ID } from "./extension-id.ts"
import { startLinkPage } from "./link-page.ts"

export interface PersonOptions {
  readonly name: string
  /** Folder of the unpacked extension. */
  readonly extension: string
  /** Folder of the profile; a temporary one, removed on closing, where there is none. */
  readonly profile?: string
  /** Whether there is a window on the display. */
  readonly window: "shown" | "none"
  /** A moving test picture and a tone, or the machine's own devices. */
  readonly devices: "test" | "real"
  readonly args?: readonly string[]
}

/** What a popup shows of the meeting. */
export interface ShownSecurity {
  readonly code: string
  readonly emoji: string
  readonly epoch: string
  readonly groupSize: number
}

const VIEWPORT = { width: 1280, height: 800 }
const POPUP_VIEWPORT = { width: 360, height: 600 }
const IN_MEETING_WITHIN_MS = 60_000
const TEST_DEVICES = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]

export class Person implements AsyncDisposable {
  readonly name: string
  readonly context: BrowserContext
  /** The meeting's tab. */
  readonly page: Page
  readonly #temporaryProfile: string | null

  private constructor(name: string, context: BrowserContext, page: Page, temporaryProfile: string | null) {
    this.name = name
    this.context = context
    this.page = page
    this.#temporaryProfile = temporaryProfile
  }

  /** Starts the person's browser; once more where Chromium came up without the extension, which happens now and then. */
  static async start(options: PersonOptions): Promise<Person> {
    const person = (await Person.#begin(options)) ?? (await Person.#begin(options))
    if (!person) throw new Error("Chromium came up twice without the extension")
    return person
  }

  /** Null where Chromium came up without the extension. */
  static async #begin(options: PersonOptions): Promise<Person | null> {
    const temporaryProfile = options.profile === undefined ? await mkdtemp(join(tmpdir(), "wardroom-person-")) : null
    const context = await chromium.launchPersistentContext(options.profile ?? temporaryProfile ?? "", {
      executablePath: await chromiumPath(),
      headless: false, // Playwright's own headless mode takes no extension
      viewport: options.window === "none" ? VIEWPORT : null,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      args: [
        ...(options.window === "none" ? ["--headless=new", "--disable-gpu"] : []),
        ...(options.devices === "test" ? TEST_DEVICES : []),
        "--autoplay-policy=no-user-gesture-required",
        "--disable-component-update",
        "--disable-background-networking",
        ...sandboxArgs(),
        `--disable-extensions-except=${options.extension}`,
        `--load-extension=${options.extension}`,
        ...(options.args ?? []),
      ],
    })
    const page = context.pages()[0] ?? (await context.newPage())
    const person = new Person(options.name, context, page, temporaryProfile)
    if (await person.#hasReadyExtension()) return person
    await person[Symbol.asyncDispose]()
    return null
  }

  /** Presses "New meeting" in the popup; the person whose tab shows the new meeting, and its link. */
  async makeMeeting(server: string): Promise<{ readonly host: Person; readonly link: string }> {
    const popup = await openExtensionPage(this.context, "popup.html")
    const field = popup.getByRole("textbox", { name: "Server" })
    const newMeeting = popup.getByRole("button", { name: "New meeting" })
    await newMeeting.waitFor()
    if (!(await field.isVisible())) await popup.getByRole("combobox", { name: "Server" }).selectOption("other")
    await popup.getByRole("textbox", { name: /server/i }).fill(server)
    const [page] = await Promise.all([this.context.waitForEvent("page"), newMeeting.click()])
    if (!popup.isClosed()) await popup.close()
    const shown = page.getByRole("textbox", { name: "Meeting link" })
    await shown.waitFor()
    await page.waitForFunction(
      (input) => input instanceof HTMLInputElement && input.value !== "",
      await shown.elementHandle(),
    )
    return { host: this.at(page), link: await shown.inputValue() }
  }

  /** The same person, who looks at another tab from now on. */
  at(page: Page): Person {
    return new Person(this.name, this.context, page, this.#temporaryProfile)
  }

  /** Opens an ordinary page with the link on it and clicks the link; ends on the pre-join page. */
  async openLink(link: string): Promise<void> {
    await using linkPage = await startLinkPage(link)
    await this.page.goto(linkPage.url)
    await this.page.getByRole("link", { name: "Join the meeting" }).click()
    await this.page.waitForURL(`chrome-extension://${EXTENSION_ID}/**`)
    const unknownServer = this.page.getByRole("button", { name: `Join on ${new URL(link).host}` })
    await unknownServer.or(this.#button("Join")).first().waitFor()
    if (await unknownServer.isVisible()) await unknownServer.click()
    await this.#button("Join").waitFor()
  }

  /** Types the name and joins; resolves when the meeting shows. */
  async join(): Promise<void> {
    await this.page.getByRole("textbox", { name: "Your name" }).fill(this.name)
    await this.#button("Join").click()
    await this.#button("Leave").waitFor({ timeout: IN_MEETING_WITHIN_MS })
  }

  /** Presses `Leave`, and lets the others go on where a host is asked; the time of the last click, milliseconds of the epoch of time. */
  async leave(): Promise<number> {
    const leave = this.#button("Leave")
    const goOn = this.#button("Leave, the others go on")
    const pressedAtMs = await pressAt(leave)
    const left = leave.waitFor({ state: "detached" })
    await Promise.race([left, goOn.waitFor()])
    const leftAtMs = (await goOn.isVisible()) ? await pressAt(goOn) : pressedAtMs
    await left
    return leftAtMs
  }

  /** Waits until the meeting shows tiles of exactly these other people. */
  async sees(names: readonly string[]): Promise<void> {
    const expected = JSON.stringify([...names].sort())
    await this.page.waitForFunction((wanted) => {
      const tiles = document.querySelectorAll<HTMLElement>('[data-testid="tile"]')
      return JSON.stringify(Array.from(tiles, (tile) => tile.dataset["name"] ?? "").toSorted()) === wanted
    }, expected)
  }

  /** The popup's facts, once it shows a group of this size; `screenshot` is where to put its picture. */
  async readPopup(groupSize: number, screenshot?: string): Promise<ShownSecurity> {
    const popup = await openExtensionPage(this.context, "popup.html")
    try {
      await popup.setViewportSize(POPUP_VIEWPORT)
      await popup
        .getByTestId("group-size")
        .and(popup.getByText(String(groupSize), { exact: true }))
        .waitFor()
      const shown = {
        code: await textOf(popup.getByTestId("security-code")),
        emoji: await popup.getByTestId("security-code-emoji").innerText(),
        epoch: await textOf(popup.getByTestId("epoch")),
        groupSize: Number(await textOf(popup.getByTestId("group-size"))),
      }
      if (screenshot !== undefined) await popup.screenshot({ path: screenshot })
      return shown
    } finally {
      await popup.close()
      await this.page.bringToFront()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.context.close()
    if (this.#temporaryProfile !== null) {
      await rm(this.#temporaryProfile, { recursive: true, force: true, maxRetries: 5 })
    }
  }

  #button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true })
  }

  /** A fresh installation stops no navigation before its background ran. */
  async #hasReadyExtension(): Promise<boolean> {
    const page = await this.context.newPage()
    // Before the extension is loaded its pages are blocked, and the browser does not tell when it is.
    const popup = () => page.goto(`chrome-extension://${EXTENSION_ID}/popup.html`).catch(() => null)
    if (!(await until(popup, "the extension").catch(() => null))) return false
    await page.getByRole("button", { name: "New meeting" }).waitFor()
    await page.evaluate(() => chrome.runtime.sendMessage({ kind: "servers" }))
    await page.close()
    return true
  }
}

/** The time of the click: the way to the button is not in it. */
async function pressAt(button: Locator): Promise<number> {
  await button.hover()
  const atMs = Date.now()
  await button.click()
  return atMs
}

async function textOf(locator: Locator): Promise<string> {
  return (await locator.textContent())?.trim() ?? ""
}
