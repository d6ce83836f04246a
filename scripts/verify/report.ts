// The report for people; `--json` gives the same to programs.

import type { CheckedFile } from "./package/check-files.ts"
import { LOCAL_TRUST_ROOT_FILE, type PackageReport } from "./package/check-package.ts"

/** What the rebuild showed; null where none was asked for. */
export type Reproduced = boolean | null

/** Plain data: the report as `--json` prints it. */
export function reportAsJson(
  path: string,
  report: PackageReport,
  reproduced: Reproduced,
): Readonly<Record<string, unknown>> {
  const { outcome, kind, detail, release, signature, rebuilds, warnings } = report
  return {
    path,
    outcome,
    kind,
    detail,
    release:
      release === null
        ? null
        : {
            version: release.version,
            sequence: release.sequence,
            commit: release.commit,
            digest: release.digest,
            previous: release.previous,
            toolchain: release.toolchain,
          },
    signature:
      signature === null
        ? null
        : {
            signer: signature.signer,
            times: signature.verified.times.map((time) => time.toISOString()),
            logEntries: signature.verified.entries.map(({ logId, logIndex }) => ({
              log: logId.toString("hex"),
              index: logIndex.toString(),
            })),
          },
    files: report.files,
    rebuilders: rebuilds,
    reproduced,
    warnings,
  }
}

/** Lines for a terminal. */
export function reportAsText(path: string, report: PackageReport, reproduced: Reproduced): string {
  const { outcome, kind, detail, release, signature, rebuilds } = report
  const lines = [`${path}: ${outcome === "verified" ? detail : `REFUSED (${kind}): ${detail}`}`]
  const say = (title: string, text: string): void => void lines.push(`  ${title.padEnd(14)}${text}`)
  if (release !== null) {
    say("version", `${release.version}, sequence ${release.sequence}`)
    say("commit", release.commit)
    say("release", release.digest)
  }
  if (signature !== null) {
    const { times, entries } = signature.verified
    say("signed by", signature.signer)
    say("logged", entries.map(({ logIndex }) => `entry ${logIndex}`).join(", "))
    say("at", times.map((time) => time.toISOString()).join(", "))
  }
  say("files", countVerdicts(report.files))
  for (const file of report.files.filter(({ verdict }) => verdict !== "same")) say("", describe(file))
  const names = rebuilds.confirmed.length === 0 ? "" : `: ${rebuilds.confirmed.join(", ")}`
  say("rebuilt by", `${rebuilds.confirmed.length} of ${rebuilds.of}, ${rebuilds.needed} wanted${names}`)
  if (reproduced !== null) say("rebuilt here", reproduced ? sameBytes(report.files) : "OTHER BYTES")
  for (const warning of report.warnings) say("warning", warning)
  const isLocal = report.files.some((file) => file.path === LOCAL_TRUST_ROOT_FILE)
  if (isLocal && outcome === "refused")
    say("note", "a local build, signed by a test authority: --local shows whether it is whole")
  return lines.map(asPlainText).join("\n")
}

/** Names come from the package: what would move the cursor, break the line or turn the writing around is spelled out. */
export function asPlainText(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (mark) => `\\u{${mark.codePointAt(0)?.toString(16) ?? ""}}`)
}

/** A rebuild is of the release; the package may be another thing. */
function sameBytes(files: readonly CheckedFile[]): string {
  const isWhole = files.every(({ verdict }) => !["missing", "changed", "added"].includes(verdict))
  return isWhole ? "the same bytes" : "the release's bytes, which this package's are not"
}

function countVerdicts(files: readonly CheckedFile[]): string {
  const counts = Map.groupBy(files, ({ verdict }) => verdict)
  return Array.from(counts, ([verdict, { length }]) => `${length} ${verdict}`).join(", ") || "not compared"
}

function describe({ path, verdict, addedKeys }: CheckedFile): string {
  return `${verdict}: ${path}${addedKeys.length === 0 ? "" : ` (keys ${addedKeys.join(", ")})`}`
}
