import { describe, expect, test } from "vitest"
import { importsOf, readSources, resolveImport, type Source } from "./source.ts"

/** The middle row: folders of one kind of knowledge each, which know nothing of each other. */
const MIDDLE = ["links", "password", "delivery", "mls", "media", "room", "devices", "release", "vault"]

/** Between a meeting and the middle row; they know nothing of each other either. */
const BELOW_MEETING = ["meetings", "people"]

/** What the service may know of the client: wire format, links, policy, and its half of SRP. */
const FOR_SERVER = [
  /^src\/bytes\//,
  /^src\/links\//,
  /^src\/delivery\//,
  /^src\/mls\/(?:partial-group-info|policy|public-group|suite)\.ts$/,
  /^src\/password\/srp\.ts$/,
]

describe("imports", () => {
  test("point down only: entrypoints, ui, meeting, meetings and people, the middle row, bytes", async () => {
    const sources = await readSources("src", "entrypoints", "server")
    expect(sources.length).toBeGreaterThan(10)
    expect(sources.flatMap((source) => wrongImports(source))).toEqual([])
  })

  test("that point up or to a sibling are found", () => {
    const wrong = [
      ["src/bytes/cbor.ts", "../mls/policy.ts"],
      ["src/mls/group.ts", "../media/keys.ts"],
      ["src/mls/group.ts", "../meeting/roster.ts"],
      ["src/meeting/engine.ts", "../ui/parts/tile.tsx"],
      ["src/meetings/moving.ts", "../meeting/engine.ts"],
      ["src/vault/vault.ts", "../meetings/moving.ts"],
      ["src/people/known-people.ts", "../meetings/moving.ts"],
      ["src/ui/parts/tile.tsx", "../../../entrypoints/meeting/main.tsx"],
      ["src/links/link.ts", "../../server/service.ts"],
      ["server/group.ts", "../src/mls/group.ts"],
      ["server/group.ts", "../src/meeting/engine.ts"],
      ["src/vault/vault.ts", "../../tests/harness/ports.ts"],
    ]
    for (const [path = "", specifier = ""] of wrong) {
      expect(wrongImports({ path, text: "", imports: [specifier] }), `${path} → ${specifier}`).toHaveLength(1)
    }
  })

  test("that point down are let through", () => {
    const right = [
      ["src/mls/group.ts", "../bytes/cbor.ts"],
      ["src/mls/group.ts", "./policy.ts"],
      ["src/meeting/engine.ts", "../media/keys.ts"],
      ["src/meeting/creation.ts", "../meetings/create-meeting.ts"],
      ["src/meetings/moving.ts", "../vault/vault.ts"],
      ["src/meeting/attendance.ts", "../people/name-marks.ts"],
      ["src/ui/pages/meeting.tsx", "../../meeting/snapshot.ts"],
      ["entrypoints/background/index.ts", "../../src/links/background.ts"],
      ["server/group.ts", "../src/mls/policy.ts"],
      ["server/srp-gate.ts", "../src/password/srp.ts"],
    ]
    for (const [path = "", specifier = ""] of right) {
      expect(wrongImports({ path, text: "", imports: [specifier] }), `${path} → ${specifier}`).toEqual([])
    }
  })

  test("name files with their extension, as Node wants them", async () => {
    const sources = await readSources("src", "entrypoints", "server", "scripts", "tests", "bench")
    const bare = sources.flatMap((source) =>
      source.imports
        .filter((specifier) => specifier.startsWith(".") && !/\.(?:m?tsx?|mjs|css|json|svg)(?:\?\w+)?$/.test(specifier))
        .map((specifier) => `${source.path}: ${specifier}`),
    )
    expect(bare).toEqual([])
  })

  test("are recognised in every form", () => {
    const text = [
      'import { a } from "./a.ts"',
      'import {\n  type B,\n  c,\n} from "b"',
      'import "./d.css"',
      'export { e } from "./e.ts"',
      'const f = await import("f")',
      'const notOne = "from here"',
    ].join("\n")
    expect(importsOf(text)).toEqual(["./a.ts", "b", "./d.css", "./e.ts", "f"])
  })
})

function wrongImports(source: Source): readonly string[] {
  return source.imports.flatMap((specifier) => {
    const target = resolveImport(source, specifier)
    return target === null || mayImport(source.path, target) ? [] : [`${source.path} → ${target}`]
  })
}

function mayImport(from: string, to: string): boolean {
  if (from.startsWith("entrypoints/")) return /^(?:entrypoints\/|src\/|package\.json$)/.test(to)
  if (from.startsWith("server/")) return to.startsWith("server/") || FOR_SERVER.some((allowed) => allowed.test(to))
  const [, own = ""] = from.split("/")
  const [top, folder = ""] = to.split("/")
  if (top !== "src") return false
  if (folder === own || folder === "bytes") return true
  if (own === "ui" && folder === "meeting") return true
  if (own === "ui" || own === "meeting") return BELOW_MEETING.includes(folder) || MIDDLE.includes(folder)
  return BELOW_MEETING.includes(own) && MIDDLE.includes(folder)
}
