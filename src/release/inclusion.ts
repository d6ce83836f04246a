// Is the entry in the log? A Merkle proof leads from it to the root of a tree, and a checkpoint, signed by the log, is
// of that tree. Offline this is all there is: a promise to include, or a proof to a root that nobody signed, is not it.

import type { InclusionProof, LogEntry } from "./bundle.ts"
import { ReleaseError } from "./errors.ts"
import { checking, LogCheckpoint, toBuffer, verifyCheckpoint, verifyMerkleInclusion } from "./library.ts"
import type { TLogAuthority } from "./library.ts"
import type { TrustRoot } from "./trust-root.ts"

/** https://c2sp.org/signed-note: lines of text, an empty one, lines of signatures, and nothing else. */
const SIGNED_NOTE = /^(?:[^\n]+\n){3,}\n(?:\u2014 \S+ [A-Za-z0-9+/]+={0,2}\n)+$/

/** What a verified entry shows. */
export interface LoggedAt {
  /** Of the log's address. */
  readonly log: string
  /** Under the log's signature, in the promise or in the proof. */
  readonly logIndex: bigint
  readonly treeSize: bigint
}

/** Checks that there are entries, and a proof for each; throws ReleaseError `no-proof`. */
export function verifyHasProofs(entries: readonly LogEntry[]): void {
  if (entries.length === 0) throw new ReleaseError("no-proof", "it was never logged")
  if (entries.some(({ inclusionProof }) => !inclusionProof)) {
    throw new ReleaseError("no-proof", "an entry has no inclusion proof")
  }
}

/**
 * Checks an entry's proof (RFC 6962 §2.1.1) and the checkpoint over it, by a log that was trusted at all of `times`.
 * Throws ReleaseError `inclusion-proof`, `no-proof` (without checkpoint), `checkpoint`.
 */
export function verifyInclusion(entry: LogEntry, { logs }: TrustRoot, times: readonly Date[]): LoggedAt {
  const proof = entry.inclusionProof
  if (!proof) throw new ReleaseError("no-proof", "an entry has no inclusion proof")
  // The promise signs the index that is shown. Without one the proof does: Rekor v2 counts in one tree only.
  if (!entry.inclusionPromise && entry.logIndex !== proof.logIndex) {
    throw new ReleaseError("inclusion-proof", "the proof is of another index than the entry")
  }
  const root = new LogCheckpoint("", proof.treeSize, toBuffer(proof.rootHash), [])
  checking("inclusion-proof", () => verifyMerkleInclusion(toEntry(entry, proof, ""), root))
  if (!proof.checkpoint?.envelope) throw new ReleaseError("no-proof", "an inclusion proof has no checkpoint")
  const log = verifySignedRoot(toEntry(entry, proof, proof.checkpoint.envelope), root, matching(entry, logs, times))
  return { log: new URL(log.baseURL).host, logIndex: entry.logIndex, treeSize: proof.treeSize }
}

function matching({ logId }: LogEntry, logs: TrustRoot["logs"], times: readonly Date[]): readonly TLogAuthority[] {
  return logs.filter(
    ({ logID, validFor }) =>
      logID.equals(logId.keyId) && times.every((time) => validFor.start <= time && time <= validFor.end),
  )
}

function verifySignedRoot(
  entry: ReturnType<typeof toEntry>,
  root: LogCheckpoint,
  logs: readonly TLogAuthority[],
): TLogAuthority {
  if (!SIGNED_NOTE.test(entry.inclusionProof.checkpoint.envelope)) {
    throw new ReleaseError("checkpoint", "it is no signed checkpoint")
  }
  const log = logs.find((candidate) => isOrigin(candidate, entry.inclusionProof.checkpoint.envelope))
  if (!log) throw new ReleaseError("checkpoint", "it is of no log that was trusted then and has the entry's id")
  const signed = checking("checkpoint", () => verifyCheckpoint(entry, [log]))
  if (signed.logSize !== root.logSize || !signed.logHash.equals(root.logHash)) {
    throw new ReleaseError("checkpoint", "it is of another tree than the proof")
  }
  return log
}

// A checkpoint's first line names its log (https://c2sp.org/tlog-checkpoint); Rekor v1 adds the number of the tree.
function isOrigin({ baseURL }: TLogAuthority, envelope: string): boolean {
  const [origin = ""] = envelope.split("\n", 1)
  return origin.replace(/ - \d+$/, "") === new URL(baseURL).host
}

/** An entry as the library wants it, without what is checked apart. */
export function toLibraryEntry({ logIndex, logId, kindVersion, integratedTime, canonicalizedBody }: LogEntry) {
  return {
    logIndex: String(logIndex),
    logId: { keyId: toBuffer(logId.keyId) },
    kindVersion,
    integratedTime: String(integratedTime),
    inclusionPromise: undefined,
    inclusionProof: undefined,
    canonicalizedBody: toBuffer(canonicalizedBody),
  }
}

function toEntry(entry: LogEntry, { logIndex, rootHash, treeSize, hashes }: InclusionProof, envelope: string) {
  return {
    ...toLibraryEntry(entry),
    inclusionProof: {
      logIndex: String(logIndex),
      rootHash: toBuffer(rootHash),
      treeSize: String(treeSize),
      hashes: hashes.map(toBuffer),
      checkpoint: { envelope },
    },
  }
}
