// A Chromium without the extension, and taps in its tabs.

import { createViteServer } from "vitest/node"
import type { Page } from "playwright"
import { PROJECT_FOLDER } from "../../../scripts/toolchain/machine.ts"
import { launchBrowser } from "../browser.ts"
import type { TapEpoch, TapSample, TapTrack } from "./protocol.ts"

/** A tap in a tab. */
export class TapPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async listen(
    { url, token }: { readonly url: string; readonly token: string },
    epoch: TapEpoch | null,
  ): Promise<void> {
    await this.page.evaluate(async ([url, token, epoch]) => window.tap?.listen(url, token, epoch), [
      url,
      token,
      epoch,
    ] as const)
  }

  async speak({ url, token }: { readonly url: string; readonly token: string }): Promise<void> {
    await this.page.evaluate(async ([url, token]) => window.tap?.speak(url, token), [url, token] as const)
  }

  /** Leaves the room and closes the tab. */
  async hangUp(): Promise<void> {
    await this.page.evaluate(async () => window.tap?.hangUp())
    await this.page.close()
  }

  async tracks(): Promise<readonly TapTrack[]> {
    return (await this.page.evaluate(async () => window.tap?.tracks())) ?? []
  }

  async samples(): Promise<readonly TapSample[]> {
    return (await this.page.evaluate(async () => window.tap?.samples())) ?? []
  }
}

export interface TapBrowser extends AsyncDisposable {
  openTap(): Promise<TapPage>
}

export async function startTapBrowser(): Promise<TapBrowser> {
  await using started = new AsyncDisposableStack()
  const server = await createViteServer({
    configFile: false,
    root: PROJECT_FOLDER,
    cacheDir: "node_modules/.vite-tap",
    logLevel: "error",
    optimizeDeps: { include: ["livekit-client"], entries: ["tests/harness/tap/index.html"] },
    worker: { format: "es" },
    server: { host: "127.0.0.1", port: 0, hmr: false },
  })
  started.defer(() => server.close())
  await server.listen()
  const base = server.resolvedUrls?.local[0]
  if (base === undefined) throw new TypeError("the tap must have an address")
  const browser = await launchBrowser({
    extension: null,
    args: [
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      "--autoplay-policy=no-user-gesture-required",
    ],
  })
  started.defer(() => browser.close())
  const owned = started.move()
  return {
    openTap: async () => {
      const page = await browser.context.newPage()
      await page.goto(`${base}tests/harness/tap/index.html`)
      await page.waitForFunction(() => window.tap !== undefined)
      return new TapPage(page)
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
