import { describe, expect, it } from "vitest"
import { ReleaseError } from "../../../src/release/errors.ts"
import type { CheckedStatus } from "../../../src/release/status.ts"
import { AboutClient, type AboutDesk, type ChosenFile } from "../../../src/ui/about-client.ts"
import { refused, UNSIGNED, VERIFIED } from "../../harness/gallery/releases.ts"

const IMPORTED = {
  version: "1.3.0",
  sequence: 8,
  digest: VERIFIED.facts.digest,
  signedAt: VERIFIED.facts.signedAt,
  log: VERIFIED.facts.log,
  revoked: 1,
}

/** A desk that notes what is asked of it; `desk` replaces its answers. */
function aboutClient(desk: Partial<AboutDesk> = {}) {
  const calls: string[] = []
  const client = new AboutClient({
    check: async () => {
      calls.push("check")
      return VERIFIED
    },
    pardon: async (version) => (version === VERIFIED.facts.version ? "given" : "wrong-version"),
    importRelease: async (release, bundle) => {
      calls.push(`release ${Array.from(release).join()} signed ${Array.from(bundle).join()}`)
      return IMPORTED
    },
    importAttestation: async () => ["Freie Uni"],
    selfTest: async () => ({ total: 2, failures: [], ms: 5 }),
    ...desk,
  })
  return { client, calls }
}

function file(name: string, byte = 1): ChosenFile {
  return { name, bytes: Uint8Array.of(byte) }
}

describe("the state of this client", () => {
  it("is being checked until the first check is done", async () => {
    const { client } = aboutClient()
    expect(client.status.value).toEqual({ state: "checking" })
    await client.check()
    expect(client.status.value).toBe(VERIFIED)
  })

  it("stays what it was while it is checked again, once at a time", async () => {
    const answers = [VERIFIED, UNSIGNED]
    const { promise, resolve } = Promise.withResolvers<void>()
    const { client } = aboutClient({
      check: async (): Promise<CheckedStatus> => {
        const answer = answers.shift() ?? VERIFIED
        if (answer === UNSIGNED) await promise
        return answer
      },
    })
    await client.check()
    const second = client.check()
    void client.check()
    expect([client.status.value, client.isChecking.value, answers.length]).toEqual([VERIFIED, true, 0])
    resolve()
    await second
    expect([client.status.value, client.isChecking.value]).toEqual([UNSIGNED, false])
  })

  it("is checked anew once a person goes on by the version, and not by another", async () => {
    const answers = [refused("forked"), refused("forked", "given")]
    const { client } = aboutClient({ check: async () => answers.shift() ?? VERIFIED })
    await client.check()
    expect([await client.pardon("1.1.0"), answers.length]).toEqual(["wrong-version", 1])
    expect(await client.pardon("1.2.0")).toBe("given")
    expect(client.status.value).toMatchObject({ pardon: "given" })
  })
})

describe("a statement that a person brings", () => {
  it.each([
    ["release.json", "release.sigstore.json"],
    ["release (1).json", "release.sigstore (1).json"],
  ])("is %s with %s, in either order, and counts in a check at once", async (release, signature) => {
    const { client, calls } = aboutClient()
    await client.bring([file(signature, 2), file(release, 1)])
    expect(client.statement.value).toEqual({ step: "release", release: IMPORTED })
    expect(calls).toEqual(["release 1 signed 2", "check"])
  })

  it("is an attestation where it is a single file", async () => {
    const { client, calls } = aboutClient()
    await client.bring([file("attestation.json")])
    expect(client.statement.value).toEqual({ step: "attestation", names: ["Freie Uni"] })
    expect(calls).toEqual(["check"])
  })

  it.each([
    [["release.json", "other.json"]],
    [["a.sigstore.json", "b.sigstore.json"]],
    [["release.json", "a.sigstore.json", "b.sigstore.json"]],
    [[]],
  ])("is not made of %j", async (names) => {
    const { client, calls } = aboutClient()
    await client.bring(names.map((name) => file(name)))
    expect([client.statement.value, calls]).toEqual([{ step: "wrong-files" }, []])
  })

  it("is refused with its fault, and whatever else goes wrong is no verdict", async () => {
    const { client, calls } = aboutClient({
      importRelease: async () => Promise.reject(new ReleaseError("identity", "nobody's")),
      importAttestation: async () => Promise.reject(new TypeError("no such thing")),
    })
    await client.bring([file("release.json"), file("release.sigstore.json")])
    expect(client.statement.value).toEqual({ step: "refused", fault: "identity", detail: "nobody's" })
    await client.bring([file("attestation.json")])
    expect(client.statement.value).toEqual({ step: "refused", fault: "worker-failed", detail: "no such thing" })
    expect(calls).toEqual([])
  })
})

describe("the self-test", () => {
  it("shows how far it is, and its result", async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const { client } = aboutClient({
      selfTest: async (onProgress) => {
        onProgress({ done: 1, total: 2 })
        await promise
        return { total: 2, failures: [], ms: 5 }
      },
    })
    const run = client.runSelfTest()
    expect(client.selfTest.value).toEqual({ step: "running", done: 1, total: 2 })
    resolve()
    await run
    expect(client.selfTest.value).toEqual({ step: "done", result: { total: 2, failures: [], ms: 5 } })
  })

  it("ends when stopped, and says nothing of it afterwards", async () => {
    const { client } = aboutClient({
      selfTest: (onProgress, abortSignal) =>
        new Promise((_, reject) => {
          abortSignal.addEventListener("abort", () => {
            onProgress({ done: 2, total: 2 })
            reject(new ReleaseError("worker-failed", "stopped"))
          })
        }),
    })
    const run = client.runSelfTest()
    client.stopSelfTest()
    await run
    expect(client.selfTest.value).toEqual({ step: "idle" })
  })

  it("that cannot be run is no good result", async () => {
    const { client } = aboutClient({ selfTest: async () => Promise.reject(new TypeError("no file")) })
    await client.runSelfTest()
    expect(client.selfTest.value).toEqual({ step: "broken" })
  })
})
