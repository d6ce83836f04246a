// The test authority's Rekor: @sigstore/mock keeps and signs the entries, here they get the shape that the real logs give them.

import { createHash } from "node:crypto"
import { JsonReader } from "../verify/json.ts"
import { initializeTLog } from "@sigstore/mock"

type Log = Awaited<ReturnType<typeof initializeTLog>>

/** Rekor v1: the canonical form of a proposed entry, its promise, its proof. */
export async function createEntryV1(log: Log, request: Buffer): Promise<unknown> {
  const proposed = JsonReader.parse(request, "request", "bundle")
  const entry = proposed.get("kind").string() === "dsse" ? canonicalEnvelope(proposed) : proposed.record()
  return log.log(entry)
}

/** Rekor v2: no promise and no time of its own. */
export async function createEntryV2(log: Log, request: Buffer): Promise<unknown> {
  const entry = entryOfRequest(JsonReader.parse(request, "request", "bundle"))
  const answer = JsonReader.parse(Buffer.from(JSON.stringify(await log.log(entry))), "kept", "bundle")
  const [uuid = ""] = Object.keys(answer.record())
  const kept = answer.get(uuid)
  const proof = kept.get("verification").get("inclusionProof")
  return {
    logIndex: "0",
    logId: { keyId: Buffer.from(kept.get("logID").string(), "hex").toString("base64") },
    kindVersion: { kind: entry.kind, version: entry.apiVersion },
    inclusionProof: {
      logIndex: "0",
      treeSize: String(proof.get("treeSize").integer()),
      rootHash: Buffer.from(proof.get("rootHash").string(), "hex").toString("base64"),
      hashes: [],
      checkpoint: { envelope: proof.get("checkpoint").string() },
    },
    canonicalizedBody: kept.get("body").string(),
  }
}

/** dsse 0.0.1: hashes instead of the proposed envelope. */
function canonicalEnvelope(proposed: JsonReader): Readonly<Record<string, unknown>> {
  const content = proposed.get("spec").get("proposedContent")
  const text = Buffer.from(content.get("envelope").string())
  const envelope = JsonReader.parse(text, "envelope", "bundle")
  const verifiers = content.get("verifiers").list()
  return {
    apiVersion: "0.0.1",
    kind: "dsse",
    spec: {
      envelopeHash: { algorithm: "sha256", value: sha256(text).toString("hex") },
      payloadHash: { algorithm: "sha256", value: sha256(envelope.get("payload").base64()).toString("hex") },
      signatures: envelope
        .get("signatures")
        .list()
        .map((one, i) => ({ signature: one.get("sig").string(), verifier: verifiers[i]?.string() })),
    },
  }
}

interface EntryV2 {
  readonly apiVersion: "0.0.2"
  readonly kind: "hashedrekord" | "dsse"
  readonly spec: Readonly<Record<string, unknown>>
}

function entryOfRequest(request: JsonReader): EntryV2 {
  const record = request.optional("hashedRekordRequestV002")
  if (record !== null) {
    const data = { algorithm: "SHA2_256", digest: record.get("digest").string() }
    const spec = { hashedRekordV002: { data, signature: record.get("signature").value } }
    return { apiVersion: "0.0.2", kind: "hashedrekord", spec }
  }
  const asked = request.get("dsseRequestV002")
  const envelope = asked.get("envelope")
  const verifiers = asked.get("verifiers").list()
  const digest = sha256(envelope.get("payload").base64()).toString("base64")
  const signatures = envelope
    .get("signatures")
    .list()
    .map((one, i) => ({ content: one.get("sig").string(), verifier: verifiers[i]?.value }))
  const spec = { dsseV002: { payloadHash: { algorithm: "SHA2_256", digest }, signatures } }
  return { apiVersion: "0.0.2", kind: "dsse", spec }
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest()
}
