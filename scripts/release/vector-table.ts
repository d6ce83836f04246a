// Which case came out how, and whether that is right.

export interface CaseOutcome {
  /** "failed" where a verifier fell over instead of deciding. */
  readonly outcome: string
  readonly kind: string | null
}

export interface VerifierOutcomes {
  readonly name: string
  /** One for each case, in the cases' order. */
  readonly outcomes: readonly CaseOutcome[]
}

export interface Row {
  readonly name: string
  readonly outcomes: readonly CaseOutcome[]
  readonly isRight: boolean
  /** All verifiers give one reason. */
  readonly isAgreed: boolean
}

/** A case is right if every verifier says what its name says, and gives the expected reason where one is written down. */
export function judge(
  cases: readonly { readonly name: string; readonly isToVerify: boolean }[],
  verifiers: readonly VerifierOutcomes[],
  expectedKinds: ReadonlyMap<string, string>,
): readonly Row[] {
  return cases.map(({ name, isToVerify }, i) => {
    const outcomes = verifiers.map((verifier) => verifier.outcomes[i] ?? { outcome: "failed", kind: "no outcome" })
    const expected = expectedKinds.get(name)
    const isRight = outcomes.every(({ outcome, kind }) => {
      if (isToVerify) return outcome === "verified" && kind === null
      return outcome === "refused" && kind !== null && (expected === undefined || kind === expected)
    })
    return { name, outcomes, isRight, isAgreed: new Set(outcomes.map(({ kind }) => kind)).size <= 1 }
  })
}

/** Lines: case, each verifier's outcome and kind, and a mark where it is not right. */
export function tableOf(rows: readonly Row[], verifiers: readonly VerifierOutcomes[]): string {
  const head = ["case", ...verifiers.map(({ name }) => name), ""]
  const body = rows.map((row) => [
    row.name,
    ...row.outcomes.map(({ outcome, kind }) => (kind === null ? outcome : `${outcome}: ${kind}`)),
    markOf(row),
  ])
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((cells) => cells[column]?.length ?? 0)))
  const lines = [head, ...body].map((cells) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  )
  const wrong = rows.filter(({ isRight }) => !isRight).length
  return [...lines, `${rows.length} cases, ${wrong} wrong`].join("\n")
}

function markOf({ isRight, isAgreed }: Row): string {
  if (!isRight) return "WRONG"
  return isAgreed ? "" : "other reasons"
}
