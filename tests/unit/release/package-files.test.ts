// How the files of a package are read: each once, so that what a check believed is what it checked.

import { expect, it } from "vitest"
import type { PackageSource } from "../../../src/release/package-files.ts"
import { type Knowledge, verifyPackage } from "../../../src/release/verify-package.ts"
import { openAuthority } from "../../harness/release/authority.ts"
import { signPackage, sourceOf } from "../../harness/release/test-package.ts"

const NOW = new Date(Math.ceil(Date.now() / 1000) * 1000)
const NOTHING: Knowledge = { memories: {}, revocations: [], attestations: [] }
const files = await signPackage(await openAuthority(NOW))

/** Hands out `first` where a file is read for the first time. */
function watched(first: ReadonlyMap<string, Uint8Array> = new Map()) {
  const read: string[] = []
  const source: PackageSource = {
    ...sourceOf(files),
    read: async (path) => {
      read.push(path)
      const isFirst = read.filter((one) => one === path).length === 1
      return (isFirst ? first.get(path) : undefined) ?? files.get(path) ?? null
    },
  }
  return { source, read }
}

it("a check reads no file twice", async () => {
  const { source, read } = watched()
  expect(await verifyPackage(source, NOTHING, NOW)).toMatchObject({ state: "verified" })
  expect(read.toSorted()).toEqual([...new Set(read)].sort())
  expect(read).toEqual(expect.arrayContaining([...files.keys()]))
})

it.each(["release-policy.json", "trust-root.json"])(
  "a check refuses %s where it was another file when it was believed",
  async (path) => {
    const { source } = watched(new Map([[path, Buffer.concat([files.get(path) ?? Buffer.of(), Buffer.from(" ")])]]))
    const call = verifyPackage(source, NOTHING, NOW)
    await expect(call).rejects.toMatchObject({ fault: "file-changed", message: path })
  },
)
