// Signed checkpoints (C2SP tlog-checkpoint, signed-note): what a log said its tree was.
//
//   origin ␊ tree size ␊ root hash, base64 ␊ { extension ␊ } ␊ { "— " name " " base64(key hint (4) ‖ signature) ␊ } …

import { demand } from "../verdict.ts"
import type { InclusionProof, LogEntry } from "./bundle.ts"
import { verifySignature } from "./signature.ts"
import { isWithin, type Log } from "./trust-root.ts"

const NOTE = /^((?:[^\n]+\n){3,})\n((?:— [^\s+]+ [A-Za-z0-9+/]+={0,2}\n)+)$/
const SIZE = /^(?:0|[1-9]\d{0,18})$/
const HINT_BYTES = 4

interface NoteSignature {
  readonly name: string
  readonly hint: Buffer
  readonly signature: Buffer
}

/** Refuses (no-proof where there is none, checkpoint) unless the entry's own log signed the tree that the inclusion proof is about. */
export function demandCheckpoint(
  { logId }: LogEntry,
  proof: InclusionProof,
  logs: readonly Log[],
  times: readonly Date[],
): void {
  demand(proof.checkpoint !== null, "no-proof", "an inclusion proof has no signed checkpoint")
  const [, text, signatures] = NOTE.exec(proof.checkpoint) ?? []
  demand(text !== undefined && signatures !== undefined, "checkpoint", "the checkpoint cannot be read")
  const lines = signatures.split("\n").slice(0, -1).map(readSignature)
  const known = logs.filter((log) => log.id.equals(logId) && times.every((time) => isWithin(log.validity, time)))
  // Lines of others (witnesses whose keys nobody gave us) say nothing to us, for or against.
  const isSigned = known.some((log) => lines.some((line) => isOf(line, log, text)))
  demand(isSigned, "checkpoint", "the checkpoint is not signed by the log of the entry")
  demandTree(text, proof)
}

function demandTree(text: string, proof: InclusionProof): void {
  const [, size = "", root = ""] = text.split("\n")
  demand(SIZE.test(size), "checkpoint", "the checkpoint's tree size cannot be read")
  const rootHash = Buffer.from(root, "base64")
  demand(rootHash.toString("base64") === root, "checkpoint", "the checkpoint's root hash cannot be read")
  const isSame = rootHash.equals(proof.rootHash) && BigInt(size) === proof.treeSize
  demand(isSame, "checkpoint", "the checkpoint is of another tree than the inclusion proof")
}

/** The name counts as much as the key: a log's host, and in Rekor v1 an origin of host and tree. */
function isOf(line: NoteSignature, log: Log, text: string): boolean {
  const [origin = ""] = text.split("\n")
  return (
    line.name === log.host &&
    origin.replace(/ - \d+$/, "") === log.host &&
    line.hint.equals(log.id.subarray(0, HINT_BYTES)) &&
    verifySignature(log.key, Buffer.from(text), line.signature)
  )
}

function readSignature(line: string): NoteSignature {
  const [, name = "", base64 = ""] = line.split(" ")
  const bytes = Buffer.from(base64, "base64")
  return { name, hint: bytes.subarray(0, HINT_BYTES), signature: bytes.subarray(HINT_BYTES) }
}
