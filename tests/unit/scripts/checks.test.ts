import { describe, expect, test } from "vitest"
import type { Check, Outcome } from "../../../scripts/checks/check.ts"
import { runChecks, sentence } from "../../../scripts/checks/run-checks.ts"
import { countTests } from "../../../scripts/checks/vitest-report.ts"
import { silent } from "../../../scripts/progress.ts"
import { describedMachine } from "./described-machine.ts"

describe("runChecks", () => {
  test("adds up all of them", async () => {
    const checks = [check("format", 1, 0), check("unit", 315, 0)]
    await expect(run(checks)).resolves.toEqual({ passed: 316, failed: 0 })
  })

  test("goes on after a failure and shows its output", async () => {
    const said: string[] = []
    const checks = [check("lint", 0, 1, "line 3: no"), check("unit", 2, 1)]
    const tally = await runChecks(checks, describedMachine({}), { ...silent, say: (line) => said.push(line) })
    expect(sentence(tally)).toBe("2 passed, 2 failed")
    expect(said).toContain("line 3: no")
    expect(said).toContain("FAILED lint: 0 passed, 1 failed")
  })

  test("counts a check that ran no test as failed", async () => {
    await expect(run([check("unit", 3, 0), check("e2e", 0, 0)])).resolves.toEqual({ passed: 3, failed: 1 })
  })
})

describe("countTests", () => {
  test("takes vitest's numbers", () => {
    expect(countTests(report({ numPassedTests: 5 }))).toEqual({ passed: 5, failed: 0 })
    expect(countTests(report({ numPassedTests: 5, numFailedTests: 2 }))).toEqual({ passed: 5, failed: 2 })
  })

  test("counts skipped tests and those to do as failed", () => {
    expect(countTests(report({ numPassedTests: 5, numPendingTests: 1, numTodoTests: 1 })).failed).toBe(2)
  })

  test("counts a file that fails outside of its tests", () => {
    const testResults = [
      { status: "failed", assertionResults: [] },
      { status: "failed", assertionResults: [{ status: "failed" }] },
    ]
    expect(countTests(report({ numFailedTests: 1, testResults })).failed).toBe(2)
  })

  test("refuses what is no report", () => {
    expect(() => countTests("{}")).toThrow(TypeError)
    expect(() => countTests(report({ numPassedTests: "5" }))).toThrow(TypeError)
    expect(() => countTests(report({ testResults: [{}] }))).toThrow(TypeError)
  })
})

function run(checks: readonly Check[]) {
  return runChecks(checks, describedMachine({}), silent)
}

function check(name: string, passed: number, failed: number, output = ""): Check {
  const outcome: Outcome = { passed, failed, output }
  return { name, run: () => Promise.resolve(outcome) }
}

function report(fields: Readonly<Record<string, unknown>>): string {
  const empty = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] }
  return JSON.stringify({ ...empty, ...fields })
}
