import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { PROJECT_FOLDER } from "../../../scripts/toolchain/machine.ts"
import { createSuite, FAST_SUITE } from "../../../src/mls/suite.ts"
import { COMMIT_BUGS } from "../../planted/commit-bugs.ts"
import type { PlantedBug } from "../../planted/planted-bug.ts"
import { TREE_BUGS } from "../../planted/tree-bugs.ts"
import { type Policy, passCommit } from "./policy-table/row.ts"
import { CALLS, COMMITS, createBenches, GROUP_INFOS } from "./policy-table/table.ts"

const AT_A_TIME = 16
const TIMEOUT_MS = 60_000

interface Case {
  readonly title: string
  readonly isGood: boolean
  readonly pass: (policy: Policy) => Promise<void>
}

let folder = ""
let cases: readonly Case[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wardroom-planted-"))
  await symlink(join(PROJECT_FOLDER, "node_modules"), join(folder, "node_modules"), "junction")
  cases = await makeCases()
}, TIMEOUT_MS)
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The whole table, its commits and group infos made once. */
async function makeCases(): Promise<Case[]> {
  const benches = await createBenches()
  const suite = await createSuite(FAST_SUITE)
  const made: Case[] = []
  for (const { bench, rows } of COMMITS) {
    const { group } = benches[bench]
    for (const [title, outcome, make] of rows(benches[bench])) {
      // oxlint-disable-next-line no-await-in-loop -- signing in turn takes no longer
      const commit = await make()
      made.push({ title, isGood: outcome === "accepted", pass: (policy) => passCommit(policy, group, commit) })
    }
  }
  for (const { bench, rows } of GROUP_INFOS) {
    for (const [title, outcome, make] of rows(benches[bench])) {
      // oxlint-disable-next-line no-await-in-loop -- as above
      const groupInfo = await make()
      const pass = async (policy: Policy) => void (await policy.readGroupInfo(groupInfo, suite))
      made.push({ title, isGood: outcome === "accepted", pass })
    }
  }
  for (const { bench, rows } of CALLS) {
    for (const [title, outcome, pass] of rows(benches[bench]))
      made.push({ title, isGood: outcome === "accepted", pass })
  }
  return made
}

/** A copy of the policy and what it imports, with the bug in it. */
async function plant(name: string, planted: PlantedBug | null): Promise<Policy> {
  const copy = join(folder, name)
  for (const part of ["bytes", "mls"]) {
    // oxlint-disable-next-line no-await-in-loop -- two small folders
    await cp(join(PROJECT_FOLDER, "src", part), join(copy, part), { recursive: true })
  }
  if (planted) {
    const path = join(copy, "mls", planted.file)
    const [before, after, ...more] = (await readFile(path, "utf8")).split(planted.find)
    expect([before, after, more.length], `"${planted.find}" must occur once in ${planted.file}`).toEqual([
      expect.any(String),
      expect.any(String),
      0,
    ])
    await writeFile(path, `${before}${planted.replace}${after}`)
  }
  const [policy, group, context] = await Promise.all(
    ["policy", "public-group", "meeting-context"].map((module) => import(join(copy, "mls", `${module}.ts`))),
  )
  return { ...context, ...group, ...policy }
}

/** The first row whose verdict is not the table's, or null. */
async function firstCaught(policy: Policy): Promise<string | null> {
  for (let at = 0; at < cases.length; at += AT_A_TIME) {
    const some = cases.slice(at, at + AT_A_TIME)
    // oxlint-disable-next-line no-await-in-loop -- stops where the first is
    const verdicts = await Promise.allSettled(some.map(({ pass }) => pass(policy)))
    const caught = some.find(({ isGood }, index) => (verdicts[index]?.status === "fulfilled") !== isGood)
    if (caught) return caught.title
  }
  return null
}

describe("the policy table", { timeout: TIMEOUT_MS }, () => {
  it("holds for a copy of the policy as it is", async () => {
    expect(await firstCaught(await plant("as-it-is", null))).toBeNull()
  })

  it.each([...COMMIT_BUGS, ...TREE_BUGS].map((planted, index) => ({ ...planted, name: `bug-${index}` })))(
    "notices a policy that $bug",
    async ({ name, ...planted }) => {
      expect(await firstCaught(await plant(name, planted))).not.toBeNull()
    },
  )
})
