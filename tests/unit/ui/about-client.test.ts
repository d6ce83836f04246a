import { describe, expect, it } from "vitest"
import { ReleaseError } from "../../../src/release/errors.ts"
import type { CheckedStatus } from "../../../src/release/status.ts"
import { AboutClient, type AboutDesk, type ChosenFile } from "../../../src/ui/about-client.ts"
import { mayMeet } from "../../../src/ui/release-words.ts"
import { LOCAL, NOW, refused, UNSIGNED, VERIFIED } from "../../harness/gallery/releases.ts"

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
  const answers: AboutDesk = {
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
  }
  return { client: new AboutClient({ desk: Promise.resolve(answers), now: () => NOW }), calls }
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
    const answers = [VERIFIED, UNSIGNED, LOCAL]
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
    expect([client.status.value, client.isChecking.value]).toEqual([VERIFIED, true])
    resolve()
    await second
    expect([client.status.value, client.isChecking.value, answers]).toEqual([UNSIGNED, false, [LOCAL]])
  })

  it("is that it could not be checked where there is nothing to check with", async () => {
    const client = new AboutClient({ desk: Promise.reject(new TypeError("no database")), now: () => NOW })
    await client.check()
    expect(client.status.value).toMatchObject({ state: "refused", fault: "worker-failed", detail: "no database" })
    expect([mayMeet(client.status.value), client.isChecking.value]).toEqual([false, false])
    await client.bring([file("attestation.json")])
    expect(client.statement.value).toMatchObject({ step: "refused", fault: "worker-failed" })
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
    expect(client.selfTest.value).toEqual({ step: "running", done: 0, total: null })
    await expect.poll(() => client.selfTest.value).toEqual({ step: "running", done: 1, total: 2 })
    resolve()
    await run
    expect(client.selfTest.value).toEqual({ step: "done", result: { total: 2, failures: [], ms: 5 } })
  })

  it("ends when stopped, and says nothing of it afterwards", async () => {
    const began = Promise.withResolvers<void>()
    const { client } = aboutClient({
      selfTest: (onProgress, abortSignal) =>
        new Promise((_, reject) => {
          began.resolve()
          abortSignal.addEventListener("abort", () => {
            onProgress({ done: 2, total: 2 })
            reject(new ReleaseError("worker-failed", "stopped"))
          })
        }),
    })
    const run = client.runSelfTest()
    await began.promise
    client.stopSelfTest()
    await run
    expect(client.selfTest.value).toEqual({ step: "idle" })
  })

  it("stopped before it began is not begun", async () => {
    let asked = 0
    const { client } = aboutClient({ selfTest: async () => ({ total: ++asked, failures: [], ms: 5 }) })
    const run = client.runSelfTest()
    client.stopSelfTest()
    await run
    expect([client.selfTest.value, asked]).toEqual([{ step: "idle" }, 0])
  })

  it("that cannot be run is no good result", async () => {
    const { client } = aboutClient({ selfTest: async () => Promise.reject(new TypeError("no file")) })
    await client.runSelfTest()
    expect(client.selfTest.value).toEqual({ step: "broken" })
  })
})
