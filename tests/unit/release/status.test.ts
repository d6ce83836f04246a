// What a check means here: may this client meet, and may a person excuse what is wrong.

import { describe, expect, it } from "vitest"
import {
  type RefusedPackage,
  type RefusedRelease,
  ReleaseError,
  type ReleaseFault,
} from "../../../src/release/errors.ts"
import {
  type Circumstances,
  factsOf,
  installationOf,
  judgeCheck,
  readInstallation,
  releaseOf,
  unchecked,
} from "../../../src/release/status.ts"
import type { VerifiedPackage } from "../../../src/release/verify-package.ts"

const DIGEST = "d".repeat(64)
const LOG = { log: "log.test", logIndex: 7n, treeSize: 8n }
const SIGNER = { issuer: "https://issuer.test", subject: "https://git.test/release.yml@refs/tags/v{version}" }
const RELEASE: RefusedRelease = { state: "verified", version: "1.2.3", sequence: 1, digest: DIGEST }

function verified(state: "verified" | "local"): VerifiedPackage {
  return {
    state,
    version: "1.2.3",
    sequence: 1,
    commit: "c".repeat(40),
    digest: DIGEST,
    log: LOG,
    signedAt: new Date(5),
    rebuilds: { by: [], needed: 1, known: 1 },
    trustRootDate: "2026-11-01",
    warnings: [],
    authority: "public",
    paths: ["manifest.json"],
    memory: { sequence: 1, digest: DIGEST, signer: SIGNER, nextSigner: null, log: LOG },
    revocations: { issued: "2026-11-21", expires: "2027-11-21", releases: [DIGEST] },
  }
}

function circumstances(changes: Partial<Circumstances> = {}): Circumstances {
  return { installation: "packed", pardons: [], checkedAt: 9, ...changes }
}

const PACKAGE: RefusedPackage = { ...RELEASE, paths: ["manifest.json"] }

function refused(fault: ReleaseFault, release: RefusedPackage | null = PACKAGE): ReleaseError {
  return new ReleaseError(fault, "a detail", { release })
}

describe("a release whose check went well", () => {
  it("may meet however it is installed, where the publisher signed it", () => {
    for (const installation of ["packed", "unpacked"] as const) {
      const status = judgeCheck(verified("verified"), circumstances({ installation }))
      expect(status).toMatchObject({ state: "verified", mayMeet: true, checkedAt: 9 })
    }
  })

  it("may meet unpacked only, where a test authority signed it", () => {
    expect(judgeCheck(verified("local"), circumstances())).toMatchObject({ state: "local", mayMeet: false })
    const unpacked = circumstances({ installation: "unpacked" })
    expect(judgeCheck(verified("local"), unpacked)).toMatchObject({ state: "local", mayMeet: true })
  })

  it("shows facts, and nothing of what is kept", () => {
    const status = judgeCheck(verified("verified"), circumstances())
    expect(status).toEqual({
      state: "verified",
      mayMeet: true,
      checkedAt: 9,
      facts: {
        version: "1.2.3",
        sequence: 1,
        commit: "c".repeat(40),
        digest: DIGEST,
        log: LOG,
        signedAt: new Date(5),
        rebuilds: { by: [], needed: 1, known: 1 },
        trustRootDate: "2026-11-01",
        warnings: [],
        revocations: { count: 1, expires: new Date("2027-11-21") },
      },
    })
  })
})

describe("a package without a signed release", () => {
  it("may meet unpacked only: else taking the signature away would be a way around it", () => {
    const outcome = refused("unsigned", null)
    expect(judgeCheck(outcome, circumstances())).toEqual({ state: "unsigned", mayMeet: false, checkedAt: 9 })
    const unpacked = circumstances({ installation: "unpacked" })
    expect(judgeCheck(outcome, unpacked)).toMatchObject({ state: "unsigned", mayMeet: true })
  })
})

describe("a refused release", () => {
  it("may not meet, however it is installed, and says why", () => {
    const unpacked = circumstances({ installation: "unpacked" })
    expect(judgeCheck(refused("file-changed", null), unpacked)).toEqual({
      state: "refused",
      mayMeet: false,
      checkedAt: 9,
      fault: "file-changed",
      detail: "a detail",
      release: null,
      pardon: null,
    })
  })

  it("may be pardoned where memory alone objects", () => {
    for (const fault of ["rolled-back", "forked", "chain-broken"] as const) {
      expect(judgeCheck(refused(fault), circumstances())).toMatchObject({ mayMeet: false, pardon: "possible" })
      const pardons = [{ digest: DIGEST, fault }]
      expect(judgeCheck(refused(fault), circumstances({ pardons }))).toMatchObject({ mayMeet: true, pardon: "given" })
    }
  })

  it("may not be pardoned for anything else, whatever was kept", () => {
    for (const fault of ["revoked", "revocations-expired", "identity", "file-added", "worker-failed"] as const) {
      const pardons = [{ digest: DIGEST, fault }]
      expect(judgeCheck(refused(fault), circumstances({ pardons }))).toMatchObject({ mayMeet: false, pardon: null })
    }
  })

  it("is not pardoned by what was given for another release, or for another objection", () => {
    const pardons = [
      { digest: "e".repeat(64), fault: "rolled-back" },
      { digest: DIGEST, fault: "forked" },
    ] as const
    expect(judgeCheck(refused("rolled-back"), circumstances({ pardons }))).toMatchObject({ pardon: "possible" })
  })

  it("of a test authority is pardoned unpacked only", () => {
    const outcome = refused("rolled-back", { ...PACKAGE, state: "local" })
    expect(judgeCheck(outcome, circumstances())).toMatchObject({ pardon: null })
    expect(judgeCheck(outcome, circumstances({ installation: "unpacked" }))).toMatchObject({ pardon: "possible" })
  })
})

describe("what a status tells of the release", () => {
  const good = judgeCheck(verified("verified"), circumstances())
  const refusals = [refused("rolled-back"), refused("signature", null), refused("unsigned", null)]
  const [older, forged, unsigned] = refusals.map((refusal) => judgeCheck(refusal, circumstances()))

  it("is everything where it is as it was published", () => {
    expect(factsOf(good)).toMatchObject({ version: "1.2.3", digest: DIGEST })
    expect(releaseOf(good)).toBe(factsOf(good))
  })

  it("is which one it is where it is refused, if that much is known", () => {
    expect(older && [factsOf(older), releaseOf(older)]).toEqual([null, RELEASE])
    expect(forged && [factsOf(forged), releaseOf(forged)]).toEqual([null, null])
  })

  it("is nothing of an unsigned build, or before the check", () => {
    expect([unsigned && releaseOf(unsigned), releaseOf({ state: "checking" })]).toEqual([null, null])
  })

  it("is why it could not be checked, which is no verdict", () => {
    expect(unchecked(new TypeError("no disk"), 9)).toMatchObject({ fault: "worker-failed", detail: "no disk" })
    expect(unchecked("no error", 9)).toMatchObject({ mayMeet: false, detail: "unknown failure", pardon: null })
  })
})

describe("the installation", () => {
  it("is unpacked where the browser says that it is one of a developer", () => {
    expect(installationOf({ installType: "development" })).toBe("unpacked")
    for (const installType of ["normal", "admin", "sideload", "other", ""]) {
      expect(installationOf({ installType }), installType).toBe("packed")
    }
  })

  it("is unpacked where the address says exactly that, and packed otherwise", () => {
    expect(readInstallation("?installed=unpacked")).toBe("unpacked")
    for (const query of [
      "",
      "?installed=packed",
      "?installed=Unpacked",
      "?x=unpacked",
      "?installed=packed&installed=unpacked",
    ]) {
      expect(readInstallation(query), query).toBe("packed")
    }
  })
})
