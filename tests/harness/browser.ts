// A Chromium with a profile of its own and, when asked, the built extension in it.

import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { type BrowserContext, chromium, type Page, type Worker } from "playwright"
import { findChromium } from "../../scripts/toolchain/chromium.ts"
import { PROJECT_FOLDER, thisMachine } from "../../scripts/toolchain/machine.ts"
import { EXTENSION_ID } from "./extension-id.ts"

/** Where `npm run build` puts the extension. */
export const BUILT_EXTENSION = join(PROJECT_FOLDER, ".output", "chrome-mv3")

export interface BrowserOptions {
  /** Folder of an unpacked extension, or null for a browser without one. */
  readonly extension: string | null
  /** Folder of the profile; a new temporary one, removed on closing, where there is none. */
  readonly profile?: string
  readonly args?: readonly string[]
}

export interface TestBrowser {
  readonly context: BrowserContext
  readonly profile: string
  /** The extension's service worker, started where it is stopped; throws without an extension. */
  background(): Promise<Worker>
  close(): Promise<void>
}

/** Starts Chromium headless; ends with `close`. */
export async function launchBrowser(options: BrowserOptions): Promise<TestBrowser> {
  const profile = options.profile ?? (await mkdtemp(join(tmpdir(), "wardroom-profile-")))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await chromiumPath(),
    headless: false, // Playwright's own headless mode takes no extension; the new one is asked for below
    args: [
      "--headless=new",
      "--disable-gpu",
      ...sandboxArgs(),
      ...extensionArgs(options.extension),
      ...(options.args ?? []),
    ],
  })
  return {
    context,
    profile,
    background: () => findBackground(context),
    close: async () => {
      await context.close()
      if (options.profile === undefined) await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** The Chromium of this machine; says nothing while it looks, and installs only where the tests set themselves up. */
export async function chromiumPath(): Promise<string> {
  const silent = {
    say: () => {},
    step: <T>(_title: string, run: (note: (line: string) => void) => Promise<T>) => run(() => {}),
  }
  return (await findChromium(thisMachine(), silent)).path
}

/** Chromium's sandbox does not start as root. */
export function sandboxArgs(): readonly string[] {
  return process.getuid?.() === 0 ? ["--no-sandbox"] : []
}

function extensionArgs(extension: string | null): readonly string[] {
  return extension === null ? [] : [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`]
}

async function findBackground(context: BrowserContext): Promise<Worker> {
  const prefix = `chrome-extension://${EXTENSION_ID}/`
  const running = context.serviceWorkers().find((worker) => worker.url().startsWith(prefix))
  return running ?? context.waitForEvent("serviceworker", (worker) => worker.url().startsWith(prefix))
}

/** Resolves when the background answers: before that a fresh installation knows of no navigation. */
export async function waitForBackground(browser: TestBrowser): Promise<void> {
  const page = await openExtensionPage(browser.context, "meeting.html")
  await page.evaluate(() => chrome.runtime.sendMessage({ kind: "servers" }))
  await page.close()
}

/** Opens a page of the extension in a new tab. */
export async function openExtensionPage(context: BrowserContext, page: string): Promise<Page> {
  const tab = await context.newPage()
  await tab.goto(`chrome-extension://${EXTENSION_ID}/${page}`)
  return tab
}

/**
 * A copy of the built extension with a changed manifest: hosts granted at installation stand for hosts granted by a
 * click, because no test can press the browser's own dialog.
 */
export async function copyExtension(change: (manifest: Record<string, unknown>) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "wardroom-extension-"))
  await cp(BUILT_EXTENSION, folder, { recursive: true, filter: isOfThePackage })
  await changeManifest(folder, change)
  return folder
}

export async function changeManifest(
  folder: string,
  change: (manifest: Record<string, unknown>) => void,
): Promise<void> {
  const path = join(folder, "manifest.json")
  const manifest: Record<string, unknown> = JSON.parse(await readFile(path, "utf8"))
  change(manifest)
  await writeFile(path, JSON.stringify(manifest))
}

/** Chromium puts its compiled rules beside an unpacked extension. */
function isOfThePackage(source: string): boolean {
  return basename(source) !== "_metadata"
}
