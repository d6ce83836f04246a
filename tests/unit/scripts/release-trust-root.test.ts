import { cp, mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { refreshTrustRoot } from "../../../scripts/release/refresh-trust-root.ts"
import { PROJECT_FOLDER } from "../../../scripts/toolchain/machine.ts"
import { readPolicy } from "../../../scripts/verify/package/policy.ts"
import { RefusalError } from "../../../scripts/verify/verdict.ts"

const NOW = new Date("2027-03-04T05:06:07Z")

async function publicFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "public-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  await cp(join(PROJECT_FOLDER, "public"), folder, { recursive: true })
  return folder
}

function giving(trustRoot: Buffer): () => Promise<string> {
  return () => Promise.resolve(trustRoot.toString())
}

test("a fetched trust root is pinned with its day, and nothing else of the policy changes", async () => {
  const folder = await publicFolder()
  const pinned = await readFile(join(folder, "trust-root.json"))
  const before = readPolicy(await readFile(join(folder, "release-policy.json")))
  expect(await refreshTrustRoot(giving(pinned), folder, NOW)).toEqual({ isNew: false, date: "2027-03-04" })
  const after = readPolicy(await readFile(join(folder, "release-policy.json")))
  expect(after).toEqual({ ...before, trustRootDate: "2027-03-04" })
  const other = Buffer.from(pinned.toString().replace(/"start": ?"20../, (start) => start.slice(0, -2).concat("19")))
  expect(await refreshTrustRoot(giving(other), folder, NOW)).toEqual({ isNew: true, date: "2027-03-04" })
  expect(JSON.parse(await readFile(join(folder, "trust-root.json"), "utf8"))).toEqual(JSON.parse(other.toString()))
})

test("what the verifiers would not take is not pinned", async () => {
  const folder = await publicFolder()
  const pinned = await readFile(join(folder, "trust-root.json"))
  const forAllTimes = Buffer.from(pinned.toString().replaceAll('"start"', '"from"'))
  await expect(refreshTrustRoot(giving(forAllTimes), folder, NOW)).rejects.toThrow(RefusalError)
  expect(await readFile(join(folder, "trust-root.json"))).toEqual(pinned)
})

test("a trust root that cannot be fetched leaves the pinned one", async () => {
  const folder = await publicFolder()
  const pinned = await readFile(join(folder, "trust-root.json"))
  const failed = refreshTrustRoot(() => Promise.reject(new Error("offline")), folder, NOW)
  await expect(failed).rejects.toMatchObject({ name: "ReleaseError", fault: "service-failed" })
  expect(await readFile(join(folder, "trust-root.json"))).toEqual(pinned)
})
