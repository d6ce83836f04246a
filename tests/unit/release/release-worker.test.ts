// The two ends of the release worker over a MessageChannel: faults cross by name, and no call is left open.

import "fake-indexeddb/auto"
import { afterEach, describe, expect, it } from "vitest"
import { ReleaseStore } from "../../../src/release/release-store.ts"
import { ReleaseWorker } from "../../../src/release/release-worker.ts"
import type { Knowledge } from "../../../src/release/verify-package.ts"
import { serveRelease } from "../../../src/release/worker.ts"
import { openAuthority } from "../../harness/release/authority.ts"
import { readNamedCase } from "../../harness/release/conformance-cases.ts"
import { ROOT, servedBy } from "../../harness/release/node-desk.ts"
import { changed, LOCAL, signPackage } from "../../harness/release/test-package.ts"

const NOTHING: Knowledge = { memories: {}, revocations: [], attestations: [] }
const NOW = new Date(Math.ceil(Date.now() / 1000) * 1000)

const authority = await openAuthority(NOW)
const files = await signPackage(authority, {
  files: new Map([
    ["a folder/é.js", Buffer.from("a()")],
    ["manifest.json", Buffer.from("{}")],
  ]),
  isLocal: true,
  signer: LOCAL,
})

const opened: (() => void)[] = []
afterEach(() => {
  for (const close of opened.splice(0)) close()
})

function open(fetchFile: typeof fetch) {
  const [serving, asking] = [new AbortController(), new AbortController()]
  const workers: { readonly port: MessagePort; readonly abortSignal: AbortSignal }[] = []
  const start = (abortSignal: AbortSignal) => {
    const { port1, port2 } = new MessageChannel()
    serveRelease(port1, { fetchFile, store: new ReleaseStore() }, serving.signal)
    for (const port of [port1, port2]) port.start()
    opened.push(() => {
      port1.close()
      port2.close()
    })
    workers.push({ port: port2, abortSignal })
    return port2
  }
  const worker = new ReleaseWorker(start, asking.signal)
  const die = () => workers.at(-1)?.port.dispatchEvent(new Event("error"))
  const started = () => workers.map(({ abortSignal }) => (abortSignal.aborted ? "ended" : "running"))
  return { worker, end: () => asking.abort(), die, started }
}

function orderOf(listed: readonly string[] | null = null) {
  return { root: ROOT, listed, known: NOTHING, now: NOW }
}

describe("the release worker", () => {
  it("verifies the package that the browser serves", async () => {
    const { worker } = open(servedBy(files))
    expect(await worker.verifyPackage(orderOf([...files.keys()]))).toMatchObject({ state: "local", signedAt: NOW })
  })

  it("refuses by the same fault as the verifier, with its message", async () => {
    const { worker } = open(servedBy(changed(files, { "a folder/é.js": null })))
    await expect(worker.verifyPackage(orderOf())).rejects.toMatchObject({
      name: "ReleaseError",
      fault: "file-missing",
      message: "a folder/é.js",
    })
    await expect(open(servedBy(files)).worker.verifyPackage(orderOf(["b.js"]))).rejects.toMatchObject({
      fault: "file-added",
    })
  })

  it("takes an answer of the server that is no success for a missing file", async () => {
    const { worker } = open(async () => new Response("not found", { status: 404 }))
    await expect(worker.verifyPackage(orderOf())).rejects.toMatchObject({ fault: "unsigned" })
  })

  it("verifies another release's statement by the package's trust", async () => {
    const [release, bundle] = [Buffer.from(files.get("release.json") ?? ""), files.get("release.sigstore.json")]
    const statement = { release, bundle: Buffer.from(bundle ?? "") }
    const order = { root: ROOT, memories: {}, statement }
    const { worker } = open(servedBy(files))
    expect(await worker.verifyStatement(order)).toMatchObject({ version: "1.2.3", revocations: { releases: [] } })
    release[0] = 0x20
    await expect(worker.verifyStatement(order)).rejects.toMatchObject({ fault: "release-malformed" })
  })

  it("believes no statement where the package itself was changed", async () => {
    const [release, bundle] = [files.get("release.json"), files.get("release.sigstore.json")]
    const statement = { release: Buffer.from(release ?? ""), bundle: Buffer.from(bundle ?? "") }
    const { worker } = open(servedBy(changed(files, { "manifest.json": "[]" })))
    const call = worker.verifyStatement({ root: ROOT, memories: {}, statement })
    await expect(call).rejects.toMatchObject({ fault: "file-changed" })
  })

  it("runs cases of the self-test", async () => {
    const { worker } = open(servedBy(files))
    const [good, bad] = await Promise.all([readNamedCase("happy-path-v0.3"), readNamedCase("wrong-material_fail")])
    expect(await worker.runCase(good)).toEqual({ outcome: "verified", kind: null, detail: "" })
    expect(await worker.runCase(bad)).toMatchObject({ outcome: "refused", kind: "artifact" })
  })

  it("gives no verdict when the check itself fails, and tells no secrets of the failure", async () => {
    const { worker } = open(async () => {
      throw new RangeError("detail of the platform")
    })
    await expect(worker.verifyPackage(orderOf())).rejects.toMatchObject({
      fault: "worker-failed",
      message: "unexpected failure",
    })
  })

  it("fails every open call when it ends, and every later one", async () => {
    const { worker, end } = open(servedBy(files))
    const good = await readNamedCase("happy-path-v0.3")
    const calls = [worker.verifyPackage(orderOf()), worker.runCase(good)]
    end()
    const outcomes = await Promise.allSettled(calls)
    const failed = expect.objectContaining({ fault: "worker-failed" })
    expect(outcomes).toEqual(calls.map(() => ({ status: "rejected", reason: failed })))
    await expect(worker.verifyPackage(orderOf())).rejects.toMatchObject({ fault: "worker-failed" })
  })

  it("fails every open call when it dies, and begins anew for the next one", async () => {
    const held = Promise.withResolvers<void>()
    const { worker, die, started } = open(async (...request) => {
      await held.promise
      return servedBy(files)(...request)
    })
    const call = worker.verifyPackage(orderOf())
    die()
    await expect(call).rejects.toMatchObject({ fault: "worker-failed" })
    expect(started()).toEqual(["running"])
    held.resolve()
    expect(await worker.verifyPackage(orderOf())).toMatchObject({ state: "local" })
    expect(started()).toEqual(["ended", "running"])
  })

  it("starts no other when it was ended", async () => {
    const { worker, end, started } = open(servedBy(files))
    end()
    await expect(worker.verifyPackage(orderOf())).rejects.toMatchObject({ fault: "worker-failed" })
    expect(started()).toEqual(["ended"])
  })
})
