// When was the signature made? Two witnesses count: a timestamp authority of the trust root (RFC 3161), and the time at
// which the log took the entry, if the log signed a promise that holds it. Any other time is hearsay.

import type { Bundle, LogEntry } from "./bundle.ts"
import { ReleaseError } from "./errors.ts"
import { checking, getTSATimestamp, reading, RFC3161Timestamp, toBuffer, toSequence, verifyTLogSET } from "./library.ts"
import { toLibraryEntry } from "./inclusion.ts"
import type { TrustRoot } from "./trust-root.ts"

/** RFC 3161 §2.4.2: granted, granted with modifications. */
const GRANTED = [0n, 1n]

/** The times that timestamp authorities have signed for the bundle's signature; throws ReleaseError `timestamp`. */
export function verifyTimestamps(
  { timestamps, content }: Bundle,
  { timestampAuthorities }: TrustRoot,
): readonly Date[] {
  return timestamps.map((bytes) => {
    const timestamp = reading("timestamp", "a timestamp", () => readTimestamp(bytes))
    const signature = toBuffer(content.signature)
    return checking("timestamp", () => getTSATimestamp(timestamp, signature, [...timestampAuthorities])).timestamp
  })
}

/** The times that entries claim under a promise, which `verifyPromises` has yet to check. */
export function promisedTimes({ entries }: Bundle): readonly Date[] {
  return entries.flatMap(({ inclusionPromise, integratedTime }) =>
    inclusionPromise && integratedTime > 0n ? [new Date(Number(integratedTime) * 1000)] : [],
  )
}

/** Checks each entry's promise (SET), if it has one, under its log's key; throws ReleaseError `promise`. */
export function verifyPromises({ entries }: Bundle, { logs }: TrustRoot): void {
  for (const entry of entries) verifyPromise(entry, logs)
}

function verifyPromise(entry: LogEntry, logs: TrustRoot["logs"]): void {
  if (!entry.inclusionPromise) return
  const inclusionPromise = { signedEntryTimestamp: toBuffer(entry.inclusionPromise.signedEntryTimestamp) }
  checking("promise", () => verifyTLogSET({ ...toLibraryEntry(entry), inclusionPromise }, [...logs]))
}

function readTimestamp(bytes: Uint8Array): RFC3161Timestamp {
  const timestamp = RFC3161Timestamp.parse(toSequence(bytes))
  if (!GRANTED.includes(timestamp.status)) throw new ReleaseError("timestamp", "it was not granted")
  // What the check picks out by, read here once: see `reading`.
  const parts = [timestamp.signingTime.getTime(), timestamp.signerSerialNumber.length, timestamp.signerIssuer.length]
  if (parts.some((part) => Number.isNaN(part))) throw new ReleaseError("timestamp", "it has no time")
  return timestamp
}
