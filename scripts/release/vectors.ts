// `npm run vectors -- FOLDER [--without-browser]`: both verifiers, each on every case of a folder laid out like
// tests/vectors/sigstore/bundle-verify: the extension's in Chromium, the outside tool's here.

import { readFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { type NamedCase, readCases as readExtensionCases } from "../../tests/harness/release/conformance-cases.ts"
import { buildReleaseExtension, openReleasePage, runCaseIn } from "../../tests/harness/release/release-extension.ts"
import { PROJECT_FOLDER } from "../toolchain/machine.ts"
import { type ConformanceCase, readCases, readExpectedKinds } from "../verify/cases.ts"
import { verdictOnBundle } from "../verify/sigstore/verify-bundle.ts"
import { runCommand } from "./command.ts"
import { ReleaseError } from "./errors.ts"
import { type CaseOutcome, judge, tableOf, type VerifierOutcomes } from "./vector-table.ts"

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { "without-browser": { type: "boolean", default: false } },
  })
  const [path] = positionals
  if (path === undefined) throw new ReleaseError("usage", "expected a folder of cases: npm run vectors -- FOLDER")
  const folder = resolve(path)
  const cases = await readCases(folder, await readFile(join(PROJECT_FOLDER, "public", "trust-root.json")))
  const verifiers: VerifierOutcomes[] = [{ name: "outside tool", outcomes: cases.map(runInTool) }]
  if (!values["without-browser"]) {
    verifiers.unshift({ name: "extension", outcomes: await runInExtension(await readExtensionCases(folder)) })
  }
  const rows = judge(cases, verifiers, await readExpectedKinds(folder))
  console.log(tableOf(rows, verifiers))
  if (rows.length === 0 || rows.some(({ isRight }) => !isRight)) process.exitCode = 1
})

function runInTool({ policy, trustRoot, bundle, artifact }: ConformanceCase): CaseOutcome {
  try {
    return verdictOnBundle(policy, trustRoot, bundle, artifact)
  } catch (error) {
    return { outcome: "failed", kind: error instanceof Error ? error.message : String(error) }
  }
}

async function runInExtension(cases: readonly NamedCase[]): Promise<readonly CaseOutcome[]> {
  await using page = await openReleasePage(await buildReleaseExtension())
  const outcomes: CaseOutcome[] = []
  for (const one of cases) outcomes.push(await runCaseIn(page, one))
  return outcomes
}
