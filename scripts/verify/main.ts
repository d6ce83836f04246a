// `wardroom-verify`: is this package the published one? It reads the package and runs nothing of it.

import { readFile } from "node:fs/promises"
import { parseArgs } from "node:util"
import shippedPolicy from "../../public/release-policy.json" with { type: "json" }
import shippedTrustRoot from "../../public/trust-root.json" with { type: "json" }
import { checkPackage, type PackageReport, type Terms } from "./package/check-package.ts"
import type { CheckedSignature } from "./package/check-signature.ts"
import { readPolicy } from "./package/policy.ts"
import { readPackage } from "./package/read-package.ts"
import type { Release } from "./package/release-file.ts"
import { UnreadableError } from "./package/unreadable.ts"
import { rebuilds } from "./rebuild.ts"
import { asPlainText, reportAsJson, reportAsText, type Reproduced } from "./report.ts"

const USAGE = `wardroom-verify <zip | crx | xpi | folder> [options]

  --json                  the report as JSON
  --rebuild               clone the release's commit, build it, compare the bytes
  --repository URL        where to clone from, if not from the policy's repository
  --previous PACKAGE      an older release that you have: checks that this one follows it
  --newer PACKAGE         a newer release that you have: its list of revoked releases counts
  --attestation FILE      a rebuild attestation (any number of them)
  --policy FILE           your own policy instead of the one built into this tool
  --trust-root FILE       your own trust root instead of the one built into this tool
  --local                 take the test authority in the package for the trust root: a local build is whole, no more

Exit code: 0 verified, 1 refused, 2 could not check.`

const OPTIONS = {
  json: { type: "boolean", default: false },
  rebuild: { type: "boolean", default: false },
  repository: { type: "string" },
  previous: { type: "string" },
  newer: { type: "string" },
  attestation: { type: "string", multiple: true },
  policy: { type: "string" },
  "trust-root": { type: "string" },
  local: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const

type Options = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"]

/** Runs the command; the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
    const [path, ...others] = positionals
    if (values.help || path === undefined || others.length > 0) {
      console.error(USAGE)
      return values.help ? 0 : 2
    }
    return await check(path, values)
  } catch (error) {
    console.error(
      `wardroom-verify: could not check: ${asPlainText(error instanceof Error ? error.message : String(error))}`,
    )
    return 2
  }
}

async function check(path: string, options: Options): Promise<number> {
  const terms = await termsOf(options)
  const first = checkPackage(await readPackage(path), terms)
  const reproduced = options.rebuild ? await rebuild(first, terms, options.repository) : null
  const report = withRebuild(first, reproduced)
  console.log(
    options.json
      ? JSON.stringify(reportAsJson(path, report, reproduced), null, 2)
      : reportAsText(path, report, reproduced),
  )
  return report.outcome === "verified" ? 0 : 1
}

async function termsOf(options: Options): Promise<Terms> {
  const [policy, trustRoot] = await Promise.all([
    fileOr(options.policy, shippedPolicy),
    fileOr(options["trust-root"], shippedTrustRoot),
  ])
  const terms: Terms = {
    policy: readPolicy(policy),
    trustRoot,
    isLocal: options.local,
    known: { previous: null, previousSignature: null, newer: null },
    attestations: await Promise.all((options.attestation ?? []).map((path) => readFile(path))),
    now: new Date(),
  }
  const [previous, newer] = await Promise.all([
    knownRelease(options.previous, terms),
    knownRelease(options.newer, terms),
  ])
  const known = {
    previous: previous?.release ?? null,
    previousSignature: previous?.signature ?? null,
    newer: newer?.release ?? null,
  }
  return { ...terms, known }
}

interface KnownRelease {
  readonly release: Release
  readonly signature: CheckedSignature | null
}

/** A release to compare with is worth something only if it is verified itself; its age is no fault of it. */
async function knownRelease(path: string | undefined, terms: Terms): Promise<KnownRelease | null> {
  if (path === undefined) return null
  const { outcome, release, signature, kind, detail } = checkPackage(await readPackage(path), terms)
  const isKnown = outcome === "verified" || kind === "revocations-expired"
  if (!isKnown || release === null) throw new UnreadableError(`${path} is no verified release: ${detail}`)
  return { release, signature }
}

async function rebuild(report: PackageReport, { policy }: Terms, repository?: string): Promise<Reproduced> {
  const [production] = policy.identities
  const from = repository ?? production?.source?.repository
  if (report.release === null) throw new UnreadableError("there is no release to rebuild")
  if (from === undefined || from.includes("{")) throw new UnreadableError("expected --repository URL to rebuild from")
  return rebuilds(report.release, from)
}

function withRebuild(report: PackageReport, reproduced: Reproduced): PackageReport {
  if (reproduced !== false || report.outcome === "refused") return report
  return { ...report, outcome: "refused", kind: "not-reproduced", detail: "the commit gives other bytes here" }
}

async function fileOr(path: string | undefined, shipped: unknown): Promise<Uint8Array> {
  return path === undefined ? Buffer.from(JSON.stringify(shipped)) : readFile(path)
}
