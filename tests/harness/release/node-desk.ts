// A release desk in plain Node: the real worker's two ends over a MessageChannel, and a package in memory.

import { randomBytes, toHex } from "../../../src/bytes/bytes.ts"
import { ReleaseDesk, type ReleaseDeskOptions } from "../../../src/release/release-desk.ts"
import { ReleaseStore } from "../../../src/release/release-store.ts"
import { ReleaseWorker } from "../../../src/release/release-worker.ts"
import { serveRelease } from "../../../src/release/worker.ts"
import { type Files, VERSION } from "./test-package.ts"

export const ROOT = "chrome-extension://test/"

export interface NodeDesk extends Disposable {
  readonly desk: ReleaseDesk
  readonly store: ReleaseStore
  /** Every check from now on waits until the answer is called. */
  hold(): () => void
  /** The worker dies, as a browser tells it. */
  die(): void
  /** Files that were read, in order. */
  readonly read: readonly string[]
}

export interface NodeDeskOptions extends Partial<Pick<ReleaseDeskOptions, "installation" | "version" | "listPackage">> {
  readonly files: Files
  /** Of an earlier visit to the same browser; a new one where there is none. */
  readonly store?: ReleaseStore
  readonly now: () => number
}

/** Serves files as Chromium serves an extension's: a missing one is a failed request. */
export function servedBy(served: Files): typeof fetch {
  return async (url) => {
    const path = decodeURIComponent(url instanceof URL ? url.href.slice(ROOT.length) : "")
    const content = served.get(path)
    if (!content) throw new TypeError("Failed to fetch")
    return new Response(Buffer.from(content))
  }
}

export function openNodeDesk({ files, store: given, ...options }: NodeDeskOptions): NodeDesk {
  const lifetime = new AbortController()
  const ports: MessagePort[] = []
  const read: string[] = []
  let gate: Promise<void> = Promise.resolve()
  const fetchFile: typeof fetch = async (url, ...rest) => {
    read.push(url instanceof URL ? url.pathname : "")
    await gate
    return servedBy(files)(url, ...rest)
  }
  const startPort = () => {
    const { port1, port2 } = new MessageChannel()
    serveRelease(port1, { fetchFile, store }, lifetime.signal)
    for (const port of [port1, port2]) port.start()
    ports.push(port1, port2)
    return port2
  }
  const store = given ?? new ReleaseStore(toHex(randomBytes(8)))
  const worker = new ReleaseWorker(startPort, lifetime.signal)
  const desk = new ReleaseDesk({
    worker,
    store,
    root: ROOT,
    listPackage: async () => null,
    readFile: async (path) => new Uint8Array(await (await fetchFile(new URL(path, ROOT))).arrayBuffer()),
    installation: "packed",
    version: VERSION,
    ...options,
  })
  return {
    desk,
    store,
    read,
    die: () => ports.at(-1)?.dispatchEvent(new Event("error")),
    hold: () => {
      const held = Promise.withResolvers<void>()
      gate = held.promise
      return held.resolve
    },
    [Symbol.dispose]: () => {
      lifetime.abort()
      for (const port of ports) port.close()
    },
  }
}
