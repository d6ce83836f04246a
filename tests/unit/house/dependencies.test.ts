import { describe, expect, test } from "vitest"
import { packageOf, readProjectFile, readSources, resolveImport } from "./source.ts"

interface Row {
  readonly version: string
  /** Folders and files whose modules may import it; "any" is any of them, "tool" none. */
  readonly importers: readonly string[]
}

describe("docs/dependencies.md", () => {
  test("lists exactly the packages of package.json, at their exact versions", async () => {
    const listed = Array.from(await readTable(), ([name, { version }]) => `${name} ${version}`)
    expect(listed.sort()).toEqual(
      Object.entries(await readPackages())
        .map(([name, version]) => `${name} ${version}`)
        .sort(),
    )
  })

  test("names every folder that imports a package", async () => {
    const table = await readTable()
    const wrong = (await readSources("src", "entrypoints", "server")).flatMap((source) =>
      source.imports
        .filter((specifier) => resolveImport(source, specifier) === null && !specifier.startsWith("node:"))
        .filter((specifier) => !mayImport(table.get(packageOf(specifier)), source.path))
        .map((specifier) => `${source.path}: ${specifier}`),
    )
    expect(wrong).toEqual([])
  })

  test("gives one importer to each package that holds a protocol or a platform", async () => {
    const table = await readTable()
    for (const name of ["livekit-client", "ts-mls", "tssrp6a", "livekit-server-sdk", "ws", "hono"]) {
      expect(table.get(name)?.importers, name).toHaveLength(1)
    }
  })
})

test("every version is exact", async () => {
  const loose = Object.entries(await readPackages()).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
  expect(loose).toEqual([])
})

function mayImport(row: Row | undefined, path: string): boolean {
  return row !== undefined && row.importers.some((importer) => importer === "any" || path.startsWith(importer))
}

/** Rows of the form: | `name` | version | `importer`, `importer` | reason |. */
async function readTable(): Promise<ReadonlyMap<string, Row>> {
  const lines = (await readProjectFile("docs/dependencies.md")).split("\n")
  return new Map(
    lines.flatMap((line) => {
      const [, name, version, importers] = /^\| `([^`]+)` \| (\S+) \| ([^|]+) \|/.exec(line) ?? []
      if (name === undefined || version === undefined || importers === undefined) return []
      return [[name, { version, importers: importers.split(",").map((word) => word.trim().replaceAll("`", "")) }]]
    }),
  )
}

async function readPackages(): Promise<Record<string, string>> {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(await readProjectFile("package.json"))
  return { ...dependencies, ...devDependencies, ...optionalDependencies }
}
