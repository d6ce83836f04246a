// What verifying the installed package takes in Chromium: from a page's call of the worker to its answer, all files of
// the built extension read and hashed, the signature and its log entry checked.
//
//   npm run bench -- verify [--rounds 30] [--save]

import { readdir, readFile } from "node:fs/promises"
import { join, relative, sep } from "node:path"
import { parseArgs } from "node:util"
import { builtExtension } from "../scripts/extension.ts"
import { progressOn } from "../scripts/progress.ts"
import { thisMachine } from "../scripts/toolchain/machine.ts"
import { openAuthority } from "../tests/harness/release/authority.ts"
import { readNamedCase } from "../tests/harness/release/conformance-cases.ts"
import {
  buildReleaseExtension,
  openReleasePage,
  type ReleasePage,
  runCaseIn,
  verifyPackageIn,
} from "../tests/harness/release/release-extension.ts"
import { type Files, signPackage } from "../tests/harness/release/test-package.ts"
import { figure } from "./measure/figures.ts"
import { BenchRun } from "./measure/results.ts"

const MAX_MS = 150
const WARM_UP_ROUNDS = 3

const { values: flags } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "30" }, save: { type: "boolean", default: false } },
})
const rounds = Number(flags.rounds)
if (!Number.isInteger(rounds) || rounds < 1) throw new RangeError('"rounds" must be a positive integer')

const progress = progressOn(process.stderr)
const run = new BenchRun("verify")
const built = await readPackage(await builtExtension(thisMachine(), progress))
const authority = await openAuthority(new Date(Math.ceil(Date.now() / 1000) * 1000))
const files = await signPackage(authority, {
  files: new Map([...built, ...(await buildReleaseExtension())]),
  isLocal: true,
})
const publicGood = await readNamedCase("happy-path-v0.3")

const cold: number[] = []
const warm: number[] = []
const signature: number[] = []
const chromium = await progress.step("verifying", async (note) => {
  for (let round = 0; round < Math.ceil(rounds / 10); round++) {
    note(`browser ${round + 1}`)
    await using release = await openReleasePage(files)
    cold.push(await packageMs(release))
  }
  await using release = await openReleasePage(files)
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    const [whole, alone] = [await packageMs(release), await signatureMs(release)]
    if (round >= 0) warm.push(whole)
    if (round >= 0) signature.push(alone)
  }
  return release.version
})
const bar = { of: "p50", atMost: MAX_MS } as const
await run.publish(
  [
    figure({ what: "package, worker just started", unit: "ms", samples: cold, bar }),
    figure({ what: "package, again", unit: "ms", samples: warm, bar }),
    figure({ what: "one signature of the public-good instance, alone", unit: "ms", samples: signature }),
  ],
  {
    keep: flags.save ? "save" : "print",
    notes: [
      `${files.size} files of the built extension, in a worker of an extension under our pages' policy.`,
      "Signed by a test authority with keys of P-256, where the public-good instance's certificates are of P-384.",
    ],
    versions: { chromium },
  },
)

async function packageMs(release: ReleasePage): Promise<number> {
  const { state, fault, ms } = await verifyPackageIn(release)
  if (state === null) throw new Error(`the package was refused: ${fault}`)
  return ms
}

async function signatureMs(release: ReleasePage): Promise<number> {
  const { outcome, ms } = await runCaseIn(release, publicGood)
  if (outcome !== "verified") throw new Error("the signature was refused")
  return ms
}

/** All files of a built extension but its manifest, which would start it. */
async function readPackage(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const files = paths.map(async (path) => [relative(folder, path).replaceAll(sep, "/"), await readFile(path)] as const)
  return new Map((await Promise.all(files)).filter(([path]) => !/^(?:manifest\.json|_metadata\/.*)$/.test(path)))
}
