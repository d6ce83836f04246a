// What is kept of releases: it moves forward only, whoever writes it last, and outlives the page.

import "fake-indexeddb/auto"
import { describe, expect, it } from "vitest"
import { randomBytes, toHex, utf8 } from "../../../src/bytes/bytes.ts"
import type { Memory } from "../../../src/release/memory.ts"
import { ReleaseStore } from "../../../src/release/release-store.ts"
import type { CheckedStatus } from "../../../src/release/status.ts"

const SIGNER = { issuer: "https://issuer.test", subject: "somebody" }
const LOG = { log: "log.test", logIndex: 7n, treeSize: 8n }

function memory(sequence: number, digest = "d".repeat(64)): Memory {
  return { sequence, digest, signer: SIGNER, nextSigner: null, log: LOG }
}

function list(issued: string, ...releases: readonly string[]) {
  return { issued, expires: "2127-01-01", releases }
}

function openPair(): readonly [ReleaseStore, ReleaseStore] {
  const name = toHex(randomBytes(8))
  return [new ReleaseStore(name), new ReleaseStore(name)]
}

function open(): ReleaseStore {
  const [store] = openPair()
  return store
}

describe("the release store", () => {
  it("knows nothing at first", async () => {
    const store = open()
    expect(await store.knowledge()).toEqual({ memories: {}, revocations: [], attestations: [] })
    expect(await store.pardons()).toEqual([])
    expect(await store.status("1.2.3")).toBeNull()
  })

  it("keeps the newest release of each authority", async () => {
    const store = open()
    await store.keepMemory("public", memory(2))
    await store.keepMemory("local aa", memory(1))
    await store.keepMemory("public", memory(3))
    expect((await store.knowledge()).memories).toEqual({ public: memory(3), "local aa": memory(1) })
  })

  it("never goes back, nor to another release of the same sequence, whichever page writes", async () => {
    const [mine, other] = openPair()
    await mine.keepMemory("public", memory(3))
    await Promise.all([other.keepMemory("public", memory(2)), other.keepMemory("public", memory(3, "e".repeat(64)))])
    expect((await mine.knowledge()).memories).toEqual({ public: memory(3) })
  })

  it("keeps the list of revocations that was issued last, for each authority", async () => {
    const store = open()
    await store.keepRevocations("public", list("2026-11-20", "a"))
    await store.keepRevocations("public", list("2026-11-21", "b"))
    await store.keepRevocations("public", list("2026-11-19", "c"))
    await store.keepRevocations("local aa", list("2026-01-01"))
    expect((await store.knowledge()).revocations).toEqual([
      { authority: "local aa", list: list("2026-01-01") },
      { authority: "public", list: list("2026-11-21", "b") },
    ])
  })

  it("keeps an attestation once, and forgets those of other releases", async () => {
    const store = open()
    await store.keepAttestation("old", utf8("a"))
    await store.keepAttestation("new", utf8("b"))
    await store.keepAttestation("new", utf8("b"))
    await store.keepAttestation("new", utf8("c"))
    const { attestations } = await store.knowledge()
    expect(attestations.map((bytes) => new TextDecoder().decode(bytes)).sort()).toEqual(["b", "c"])
  })

  it("keeps pardons and, for the version that was checked, the last status, for later pages too", async () => {
    const [store, later] = openPair()
    const status: CheckedStatus = { state: "unsigned", mayMeet: true, checkedAt: 5 }
    await store.keepPardon({ digest: "d", fault: "forked" })
    await store.keepStatus("1.2.3", status)
    store.close()
    expect(await later.pardons()).toEqual([{ digest: "d", fault: "forked" }])
    expect(await later.status("1.2.3")).toEqual(status)
    expect(await later.status("1.2.4")).toBeNull()
  })

  it("keeps the last good signature, and tells it by all that it depends on", async () => {
    const [store, another] = openPair()
    const verdict = { state: "verified", signer: SIGNER, log: LOG, signedAt: new Date(7) } as const
    expect(await store.signature("a")).toBeNull()
    await store.keepSignature({ inputs: "a", verdict })
    expect([await another.signature("a"), await another.signature("b")]).toEqual([verdict, null])
    await another.keepSignature({ inputs: "b", verdict })
    expect([await store.signature("a"), await store.signature("b")]).toEqual([null, verdict])
  })
})
