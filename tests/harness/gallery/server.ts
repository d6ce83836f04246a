// Serves the gallery on a free port of this machine; nothing of it is in the package.

import { createViteServer } from "vitest/node"
import { PROJECT_FOLDER } from "../../../scripts/toolchain/machine.ts"

export interface Gallery {
  /** Address of one state of the pages. */
  address(state: string): string
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
    address: (state) => `${base}tests/harness/gallery/index.html?state=${state}`,
    close: () => server.close(),
  }
}
