// The log's signed entry timestamp: its promise to take an entry, over canonical JSON, with the time of the taking.

import { canonicalJson } from "../json.ts"
import { demand } from "../verdict.ts"
import type { LogEntry } from "./bundle.ts"
import { verifySignature } from "./signature.ts"
import { isWithin, type Log } from "./trust-root.ts"

/** The time an entry claims in a promise (Rekor v1), or null where there is no promise or it names no time. */
export function claimedTimeOf(entry: LogEntry): Date | null {
  return entry.promise === null || entry.integratedTime === 0n ? null : timeOf(entry)
}

/** Refuses (promise) an entry whose promise its log did not sign; an entry without one passes. */
export function demandPromise(entry: LogEntry, logs: readonly Log[]): void {
  const { promise } = entry
  if (promise === null) return
  const signed = canonicalJson({
    body: entry.body.toString("base64"),
    integratedTime: Number(entry.integratedTime),
    logID: entry.logId.toString("hex"),
    logIndex: Number(entry.logIndex),
  })
  const isKept = logs.some(
    (log) =>
      log.id.equals(entry.logId) &&
      isWithin(log.validity, timeOf(entry)) &&
      verifySignature(log.key, Buffer.from(signed), promise),
  )
  demand(isKept, "promise", "the log's signed entry timestamp does not verify")
}

function timeOf({ integratedTime }: LogEntry): Date {
  return new Date(Number(integratedTime) * 1000)
}
