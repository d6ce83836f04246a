// Listing a package over entries that come as Chromium gives them: some at a time, until there are none.

import { expect, it } from "vitest"
import { listPackage } from "../../../src/release/package-listing.ts"

interface Tree {
  readonly [name: string]: Tree | null
}

type Directory = Parameters<typeof listPackage>[0]

/** A directory whose reader gives `batch` entries at a time. */
function directoryOf(tree: Tree, batch: number, name = ""): Directory {
  const entries = Object.entries(tree).map(([name, child]) =>
    child ? directoryOf(child, batch, name) : { name, isDirectory: false },
  )
  return {
    name,
    isDirectory: true,
    createReader: () => {
      const rest = [...entries]
      return { readEntries: (onEntries) => onEntries(rest.splice(0, batch)) }
    },
  }
}

const TREE: Tree = { "a.js": null, folder: { "b.js": null, deeper: { "c.js": null } }, empty: {}, "d.js": null }

it.each([1, 2, 100])("all files are found, %s entries at a time", async (batch) => {
  const paths = await listPackage(directoryOf(TREE, batch))
  expect(paths.toSorted()).toEqual(["a.js", "d.js", "folder/b.js", "folder/deeper/c.js"])
})

it("a folder that cannot be read fails the listing", async () => {
  const broken: Directory = {
    name: "",
    isDirectory: true,
    createReader: () => ({ readEntries: (_, onError) => onError(new Error("unreadable")) }),
  }
  await expect(listPackage(broken)).rejects.toThrow("unreadable")
})
