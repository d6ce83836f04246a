// The desk over the real verifier: what a check comes to, what is kept of it, and what people may bring.

import "fake-indexeddb/auto"
import { afterEach, describe, expect, it, vi } from "vitest"
import { encodeSelfTest } from "../../../scripts/release/self-test.ts"
import { newPair, openAuthority } from "../../harness/release/authority.ts"
import { spki, toBytes } from "../../harness/release/bundle-json.ts"
import { type NodeDesk, type NodeDeskOptions, openNodeDesk } from "../../harness/release/node-desk.ts"
import { changed, COMMIT, digestOf, type Files, POLICY, signPackage } from "../../harness/release/test-package.ts"

const NOW = Math.ceil(Date.now() / 1000) * 1000
const authority = await openAuthority(new Date(NOW))
const first = await signPackage(authority)
const second = await signPackage(authority, { release: { sequence: 2, previous: digestOf(first) } })
const abort = new AbortController().signal

const opened: NodeDesk[] = []
afterEach(() => {
  for (const desk of opened.splice(0)) desk[Symbol.dispose]()
})

async function open(files: Files, options: Partial<NodeDeskOptions> = {}): Promise<NodeDesk> {
  const desk = openNodeDesk({ files, now: () => NOW, ...options })
  opened.push(desk)
  return desk
}

/** The files of a release that revokes others, as its publisher's page has them. */
function statementOf(files: Files): readonly [Uint8Array, Uint8Array] {
  return [Buffer.from(files.get("release.json") ?? ""), Buffer.from(files.get("release.sigstore.json") ?? "")]
}

function revoking(...releases: readonly string[]) {
  return {
    sequence: 9,
    previous: "d".repeat(64),
    revocations: { issued: "2026-11-22", expires: "2127-01-01", releases },
  }
}

describe("a check", () => {
  it("of the published package is verified, and kept for later pages of the same version", async () => {
    const { desk, store } = await open(first)
    expect(await desk.last()).toBeNull()
    const status = await desk.check()
    expect(status).toMatchObject({
      state: "verified",
      mayMeet: true,
      checkedAt: NOW,
      facts: { digest: digestOf(first) },
    })
    expect(await desk.last()).toEqual(status)
    expect(await (await open(first, { store, version: "9.9.9" })).desk.last()).toBeNull()
  })

  it("remembers the release, so that an older one is refused from then on", async () => {
    const { desk, store } = await open(second)
    await desk.check()
    const older = await open(first, { store })
    expect(await older.desk.check()).toMatchObject({
      state: "refused",
      fault: "rolled-back",
      mayMeet: false,
      pardon: "possible",
      release: { version: "1.2.3", sequence: 1, digest: digestOf(first) },
    })
    expect(await (await open(second, { store })).desk.check()).toMatchObject({ state: "verified" })
  })

  it("tells two releases of one number apart in what it shows", async () => {
    const { desk, store } = await open(first)
    await desk.check()
    const fork = await signPackage(authority, { files: new Map([["manifest.json", toBytes({ name: "fork" })]]) })
    const status = await (await open(fork, { store })).desk.check()
    expect(status).toMatchObject({ fault: "forked", detail: expect.stringContaining(digestOf(fork)) })
    expect(status).toMatchObject({ pardon: "possible", detail: expect.stringContaining(digestOf(first)) })
  })

  it("remembers nothing of a release that is refused", async () => {
    const { desk, store } = await open(changed(second, { "manifest.json": "{ }" }))
    expect(await desk.check()).toMatchObject({ state: "refused", fault: "file-changed", release: null })
    expect(await (await open(first, { store })).desk.check()).toMatchObject({ state: "verified" })
  })

  it("notices a file that was added, at once where the page lists the package", async () => {
    const listPackage = async () => [...first.keys(), "more.js"]
    const { desk } = await open(first, { listPackage })
    expect(await desk.check()).toMatchObject({ state: "refused", fault: "file-added", detail: "more.js" })
  })

  it("notices it later where another page lists it", async () => {
    const { desk } = await open(first)
    await desk.check()
    expect(await desk.checkListing([...first.keys(), "_metadata/verified_contents.json"])).toBeNull()
    expect(await desk.checkListing([...first.keys(), "more.js"])).toMatchObject({ fault: "file-added", mayMeet: false })
    expect(await desk.last()).toMatchObject({ fault: "file-added" })
  })

  it("notices it also where a person goes on with a release that memory objects to", async () => {
    const { desk } = await openRolledBack()
    await desk.pardon("1.2.3")
    expect(await desk.check()).toMatchObject({ mayMeet: true, pardon: "given" })
    expect(await desk.checkListing([...first.keys()])).toBeNull()
    expect(await desk.checkListing([...first.keys(), "more.js"])).toMatchObject({ fault: "file-added", mayMeet: false })
  })

  it("that cannot be done is no verdict, and no meeting", async () => {
    const { desk } = await open(first, { listPackage: () => Promise.reject(new TypeError("the platform's own")) })
    expect(await desk.check()).toMatchObject({ state: "refused", fault: "worker-failed", mayMeet: false, pardon: null })
  })

  it("is no verdict where the worker dies over it, and is done by a fresh one the next time", async () => {
    const browser = await open(first)
    const release = browser.hold()
    const check = browser.desk.check()
    await vi.waitFor(() => expect(browser.read).toContain("/release.json"))
    browser.die()
    expect(await check).toMatchObject({ state: "refused", fault: "worker-failed", mayMeet: false })
    release()
    expect(await browser.desk.check()).toMatchObject({ state: "verified" })
  })

  it("is refused where nothing can be kept of it", async () => {
    const { desk, store } = await open(first)
    store.close()
    expect(await desk.check()).toMatchObject({ state: "refused", fault: "worker-failed", mayMeet: false })
  })
})

/** A browser that saw the second release and now has the first. */
async function openRolledBack(): Promise<NodeDesk> {
  const { desk, store } = await open(second)
  await desk.check()
  const older = await open(first, { store })
  await older.desk.check()
  return older
}

describe("a pardon", () => {
  it("is given by the version alone, and holds for that release", async () => {
    const { desk, store } = await openRolledBack()
    expect(await desk.pardon("1.2.4")).toBe("wrong-version")
    expect(await desk.check()).toMatchObject({ mayMeet: false, pardon: "possible" })
    expect(await desk.pardon(" 1.2.3 ")).toBe("given")
    expect(await desk.check()).toMatchObject({ state: "refused", mayMeet: true, pardon: "given" })
    const other = await signPackage(authority, { files: new Map([["manifest.json", toBytes({})]]) })
    expect(await (await open(other, { store })).desk.check()).toMatchObject({ mayMeet: false, pardon: "possible" })
  })

  it("leaves memory as it was: what was newest still is", async () => {
    const { desk, store } = await openRolledBack()
    await desk.pardon("1.2.3")
    await desk.check()
    expect((await store.knowledge()).memories["public"]).toMatchObject({ sequence: 2 })
  })

  it("is not to be had where nothing was checked, or for a package that was changed", async () => {
    const { desk } = await open(changed(first, { "manifest.json": "{ }" }))
    expect(await desk.pardon("1.2.3")).toBe("wrong-version")
    await desk.check()
    expect(await desk.pardon("1.2.3")).toBe("wrong-version")
  })
})

describe("another release's statement", () => {
  it("is verified and shown, and what it revokes is refused from the next check on", async () => {
    const { desk } = await open(first)
    await desk.check()
    const newer = await signPackage(authority, { release: revoking(digestOf(first)) })
    expect(await desk.importRelease(...statementOf(newer))).toEqual({
      version: "1.2.3",
      sequence: 9,
      digest: digestOf(newer),
      signedAt: new Date(NOW),
      log: expect.objectContaining({ log: "log.test" }),
      revoked: 1,
    })
    expect(await desk.check()).toMatchObject({ fault: "revoked", pardon: null, release: { digest: digestOf(first) } })
  })

  it("changes nothing else: the release that made it is not the newest seen", async () => {
    const { desk, store } = await open(first)
    await desk.check()
    await desk.importRelease(...statementOf(await signPackage(authority, { release: revoking() })))
    expect(await desk.check()).toMatchObject({ state: "verified" })
    expect((await store.knowledge()).memories["public"]).toMatchObject({ sequence: 1 })
  })

  it("that does not verify is refused, and revokes nothing", async () => {
    const { desk, store } = await open(first)
    const stranger = await signPackage(await openAuthority(new Date(NOW)), { release: revoking(digestOf(first)) })
    await expect(desk.importRelease(...statementOf(stranger))).rejects.toMatchObject({ name: "ReleaseError" })
    expect((await store.knowledge()).revocations).toEqual([])
    expect(await desk.check()).toMatchObject({ state: "verified" })
  })

  it("makes a package usable again whose own list ended", async () => {
    const ended = { issued: "2026-01-01", expires: "2026-02-01", releases: [] }
    const { desk } = await open(await signPackage(authority, { release: { revocations: ended } }))
    expect(await desk.check()).toMatchObject({ fault: "revocations-expired" })
    await desk.importRelease(...statementOf(await signPackage(authority, { release: revoking() })))
    expect(await desk.check()).toMatchObject({ state: "verified" })
  })
})

describe("an attestation", () => {
  const pair = newPair()
  const rebuilder = { name: "Rebuilder", kind: "key", publicKey: spki(pair.publicKey).toString("base64") }
  const policy = { ...POLICY, rebuilders: { needed: 1, of: [rebuilder] } }

  function attestationOf(files: Files): Promise<object> {
    const subject = [{ name: "release.json", digest: { sha256: digestOf(files) } }]
    const predicate = { commit: COMMIT, reproduced: true }
    const type = { _type: "https://in-toto.io/Statement/v1", predicateType: "urn:wardroom:rebuild:1" }
    return authority.attest({ ...type, subject, predicate }, pair)
  }

  it("that counts is kept, and adds its rebuilder's name once", async () => {
    const files = await signPackage(authority, { policy })
    const attestation = toBytes(await attestationOf(files))
    const { desk } = await open(files)
    expect(await desk.check()).toMatchObject({ facts: { rebuilds: { by: [], needed: 1, known: 1 } } })
    expect(await desk.importAttestation(attestation)).toEqual(["Rebuilder"])
    expect(await desk.check()).toMatchObject({ facts: { rebuilds: { by: ["Rebuilder"] } } })
    expect(await desk.importAttestation(attestation)).toEqual([])
  })

  it("of another release, or that is none, adds nobody and is not kept", async () => {
    const { desk, store } = await open(await signPackage(authority, { policy }))
    expect(await desk.importAttestation(toBytes(await attestationOf(first)))).toEqual([])
    expect(await desk.importAttestation(Buffer.from("{"))).toEqual([])
    expect((await store.knowledge()).attestations).toEqual([])
  })
})

describe("the self-test", () => {
  it("runs the package's own cases in the worker", async () => {
    const selfTest = Buffer.from(await encodeSelfTest())
    const { desk } = await open(new Map([...first, ["self-test.json", selfTest]]))
    const { total, failures } = await desk.selfTest(() => undefined, abort)
    expect(total).toBeGreaterThan(30)
    expect(failures).toEqual([])
  })

  it("is refused where the package has none", async () => {
    const { desk } = await open(first)
    await expect(desk.selfTest(() => undefined, abort)).rejects.toMatchObject({ fault: "worker-failed" })
  })
})
