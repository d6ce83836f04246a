// What vitest's JSON reporter says, as the two numbers we end with.

import type { Tally } from "./check.ts"

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly FileResult[]
}

interface FileResult {
  readonly status: string
  readonly assertionResults: readonly unknown[]
}

/**
 * Counts a report (JSON text). A skipped test counts as failed, and so does a file that fails before or beside its
 * tests, which vitest leaves out of its own number. Throws TypeError when it is no such report.
 */
export function countTests(json: string): Tally {
  const report: unknown = JSON.parse(json)
  if (!isReport(report)) throw new TypeError("expected a report of vitest's JSON reporter")
  const brokenFiles = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some(hasFailed),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numPendingTests + report.numTodoTests + brokenFiles.length,
  }
}

function isReport(value: unknown): value is Report {
  return (
    isObject(value) &&
    ["numPassedTests", "numFailedTests", "numPendingTests", "numTodoTests"].every((name) => isCount(value[name])) &&
    Array.isArray(value["testResults"]) &&
    value["testResults"].every(isFileResult)
  )
}

function isFileResult(value: unknown): value is FileResult {
  return isObject(value) && typeof value["status"] === "string" && Array.isArray(value["assertionResults"])
}

function hasFailed(assertion: unknown): boolean {
  return isObject(assertion) && assertion["status"] === "failed"
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null
}
