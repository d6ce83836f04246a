// What a browser remembers of releases, and what it refuses for it.

import { describe, expect, it } from "vitest"
import { type Candidate, type Memory, remember } from "../../../src/release/memory.ts"
import { decodeRelease } from "../../../src/release/release.ts"
import { sha256 } from "../../harness/release/bundle-json.ts"
import { releaseFields, type ReleaseFields, sortedJson } from "../../harness/release/test-package.ts"

const FILES = new Map([["a.js", Buffer.from("a")]])
const SIGNER = { issuer: "https://issuer.test", subject: "release@v{version}" }
const NEXT_SIGNER = { issuer: "https://issuer.test", subject: "other@v{version}" }
const UNKNOWN = "e".repeat(64)

function candidate(fields: ReleaseFields, signer = SIGNER, logIndex = 0): Candidate {
  const bytes = Buffer.from(sortedJson({ ...releaseFields(FILES), ...fields }))
  const log = { log: "log.test", logIndex: BigInt(logIndex), treeSize: 100n }
  return { release: decodeRelease(bytes), digest: sha256(bytes).toString("hex"), signer, log }
}

function after(...candidates: readonly Candidate[]): Memory | null {
  return candidates.reduce<Memory | null>((memory, next) => remember(memory, next).memory, null)
}

const first = candidate({})
const second = candidate({ sequence: 2, previous: first.digest }, SIGNER, 1)

function expectFault(fault: string, memory: Memory | null, next: Candidate): void {
  expect(() => remember(memory, next)).toThrow(expect.objectContaining({ name: "ReleaseError", fault }))
}

/** What a person copies must tell two releases apart. */
function expectDetail(memory: Memory | null, next: Candidate, ...digests: readonly string[]): void {
  for (const digest of digests) expect(() => remember(memory, next)).toThrow(digest)
}

describe("the first release ever seen", () => {
  it("is believed and remembered, whatever its number", () => {
    expect(remember(null, first)).toMatchObject({ warnings: [], memory: { sequence: 1, digest: first.digest } })
    const ninth = candidate({ sequence: 9, previous: UNKNOWN })
    expect(remember(null, ninth)).toMatchObject({ warnings: [], memory: { sequence: 9 } })
  })
})

describe("the next release", () => {
  it("is remembered in place of the one before", () => {
    expect(remember(after(first), second)).toMatchObject({
      warnings: [],
      memory: { sequence: 2, digest: second.digest },
    })
  })

  it("is refused when it follows another", () => {
    const stray = candidate({ sequence: 2, previous: UNKNOWN })
    expectFault("chain-broken", after(first), stray)
    expectDetail(after(first), stray, UNKNOWN, first.digest)
  })

  it("is warned of when releases between were never seen", () => {
    const fourth = candidate({ sequence: 4, previous: UNKNOWN }, SIGNER, 9)
    expect(remember(after(first), fourth)).toMatchObject({ warnings: ["gap"], memory: { sequence: 4 } })
  })

  it("is warned of when the same log had it earlier", () => {
    const early = candidate({ sequence: 2, previous: first.digest }, SIGNER, 4)
    const late = candidate({}, SIGNER, 5)
    expect(remember(after(late), early).warnings).toEqual(["logged-earlier"])
    const elsewhere = { ...early, log: { ...early.log, log: "another.test" } }
    expect(remember(after(late), elsewhere).warnings).toEqual([])
  })
})

describe("the same release", () => {
  it("is nothing new", () => {
    expect(remember(after(first, second), second)).toMatchObject({ warnings: [], memory: { sequence: 2 } })
  })

  it("is refused with another digest", () => {
    const fork = candidate({ sequence: 2, previous: first.digest, version: "1.2.4" })
    expectFault("forked", after(first, second), fork)
    expectDetail(after(first, second), fork, fork.digest, second.digest)
  })
})

describe("an older release", () => {
  it("is refused", () => {
    expectFault("rolled-back", after(first, second), first)
  })
})

describe("another signer", () => {
  const announcing = candidate({ sequence: 2, previous: first.digest, nextIdentity: NEXT_SIGNER })

  it("is refused when nobody announced it", () => {
    expectFault("identity", after(first, second), candidate({ sequence: 3, previous: second.digest }, NEXT_SIGNER))
  })

  it("is refused in the release that announces it", () => {
    expectFault("identity", after(first), { ...announcing, signer: NEXT_SIGNER })
  })

  it("is taken once a release before announced it, and so is the old one", () => {
    const third = { sequence: 3, previous: announcing.digest }
    expect(remember(after(first, announcing), candidate(third, NEXT_SIGNER)).memory.signer).toEqual(NEXT_SIGNER)
    expect(remember(after(first, announcing), candidate(third, SIGNER)).memory.signer).toEqual(SIGNER)
  })

  it("ends the old one", () => {
    const third = candidate({ sequence: 3, previous: announcing.digest }, NEXT_SIGNER)
    const fourth = candidate({ sequence: 4, previous: third.digest }, SIGNER)
    expectFault("identity", after(first, announcing, third), fourth)
  })
})
