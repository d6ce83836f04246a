// Serves the gallery on a free port of this machine; nothing of it is in the package.

import { createViteServer } from "vitest/node"
import { PROJECT_FOLDER } from "../../../scripts/toolchain/machine.ts"

export interface Gallery {
  /** Of all that it serves: the files of the project by their paths. */
  readonly origin: string
  /** Address of the page that draws states, by `showState`; text at `textPercent` of the browser's size. */
  address(textPercent: number): string
  close(): Promise<void>
}

export async function serveGallery(): Promise<Gallery> {
  const server = await createViteServer({
    configFile: false,
    root: PROJECT_FOLDER,
    logLevel: "error",
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    server: { host: "127.0.0.1", port: 0, hmr: false },
  })
  await server.listen()
  const base = server.resolvedUrls?.local[0]
  if (base === undefined) throw new TypeError("the gallery must have an address")
  return {
    origin: new URL(base).origin,
    address: (textPercent) => `${base}tests/harness/gallery/index.html?text=${textPercent}`,
    close: () => server.close(),
  }
}
