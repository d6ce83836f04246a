// All that is known of the running release, as text to copy for whoever helps. Says nothing of meetings or people.

import type { ReleaseFacts, ReleaseStatus } from "../release/status.ts"

/** One line each; `version` is the package's own, as the browser knows it. */
export function releaseReport(status: ReleaseStatus, version: string): string {
  return [`Wardroom ${version}`, `state: ${status.state}`, ...statusLines(status)].join("\n")
}

function statusLines(status: ReleaseStatus): readonly string[] {
  switch (status.state) {
    case "checking":
      return []
    case "unsigned":
      return checkedLine(status.checkedAt)
    case "verified":
    case "local":
      return [...checkedLine(status.checkedAt), ...factLines(status.facts)]
    case "refused": {
      const { fault, detail, release, pardon, checkedAt } = status
      return [
        ...checkedLine(checkedAt),
        `fault: ${fault}`,
        `detail: ${detail}`,
        ...(release ? [`release: ${release.version}, number ${release.sequence}, ${release.digest}`] : []),
        ...(pardon === "given" ? ["pardon: given"] : []),
      ]
    }
  }
}

function checkedLine(checkedAt: number): readonly string[] {
  return [`checked: ${new Date(checkedAt).toISOString()}`]
}

function factLines(facts: ReleaseFacts): readonly string[] {
  const { version, sequence, digest, commit, signedAt, log, rebuilds, trustRootDate, revocations, warnings } = facts
  return [
    `release: ${version}, number ${sequence}, ${digest}`,
    `commit: ${commit}`,
    `signed: ${signedAt.toISOString()}`,
    `log: ${log.log}, index ${log.logIndex}, tree size ${log.treeSize}`,
    `rebuilders: ${rebuilds.by.length} of ${rebuilds.known}, ${rebuilds.needed} needed: ${rebuilds.by.join(", ") || "none"}`,
    `trust root: ${trustRootDate}`,
    `revocations: ${revocations.count}, until ${revocations.expires.toISOString()}`,
    ...warnings.map((warning) => `warning: ${warning}`),
  ]
}
