// Changes to release.json, and to the signature over it.

import type { TestAuthority } from "../../scripts/release/test-authority.ts"
import type { Kind } from "../../scripts/verify/verdict.ts"
import type { Change } from "./changes.ts"
import { type Files, type Json, RELEASE, replaced, SIGNATURE, type TamperLab, withJson } from "./lab.ts"

export async function signatureChanges(
  lab: TamperLab,
  whole: Files,
  stranger: TestAuthority,
): Promise<readonly Change[]> {
  const other = await lab.sign({ release: { sequence: 7, previous: "f".repeat(64) } })
  const foreign: Json = JSON.parse((await lab.sign({ authority: stranger })).get(SIGNATURE)?.toString() ?? "")
  return [
    { name: "no signature", kind: "unsigned", files: replaced(whole, [SIGNATURE, null]) },
    { name: "no release", kind: "unsigned", files: replaced(whole, [RELEASE, null]) },
    { name: "a replayed signature", kind: "artifact", files: replaced(whole, [SIGNATURE, signatureIn(other)]) },
    { name: "a statement in place of a signature", kind: "predicate", files: await lab.attest() },
    ...releaseChanges(whole),
    ...bundleChanges(whole, foreign.verificationMaterial.tlogEntries[0].inclusionProof.checkpoint),
  ]
}

function releaseChanges(whole: Files): readonly Change[] {
  const release = (name: string, kind: Kind, edit: (text: string) => string): Change => ({
    name,
    kind,
    files: replaced(whole, [RELEASE, Buffer.from(edit(whole.get(RELEASE)?.toString() ?? ""))]),
  })
  return [
    release("a space in the release", "release-malformed", (text) => text.replace(":", ": ")),
    release("a member twice in the release", "release-malformed", (text) => text.replace("{", '{"format":1,')),
    release("another commit in the release", "artifact", (text) =>
      text.replace(/"commit":"./, (start) => start.slice(0, -1).concat("e")),
    ),
  ]
}

function bundleChanges(whole: Files, foreignCheckpoint: unknown): readonly Change[] {
  const bundle = (name: string, kind: Kind, edit: (bundle: Json, entry: Json) => void): Change => ({
    name,
    kind,
    files: withJson(whole, SIGNATURE, (json) => edit(json, json["verificationMaterial"].tlogEntries[0])),
  })
  return [
    bundle("an unlogged signature", "no-proof", (json) => (json["verificationMaterial"].tlogEntries = [])),
    bundle("a promise without proof", "no-proof", (_, entry) => delete entry["inclusionProof"]),
    bundle("a proof without checkpoint", "no-proof", (_, entry) => delete entry["inclusionProof"].checkpoint),
    bundle("a proof of another tree", "inclusion-proof", (_, { inclusionProof }) => {
      inclusionProof.rootHash = flipped(inclusionProof.rootHash)
    }),
    bundle("another log's checkpoint", "checkpoint", (_, { inclusionProof }) => {
      inclusionProof.checkpoint = foreignCheckpoint
    }),
    bundle("another promise", "promise", (_, { inclusionPromise }) => {
      inclusionPromise.signedEntryTimestamp = flipped(inclusionPromise.signedEntryTimestamp)
    }),
    bundle("an entry that is there twice", "log-entry", (json, entry) => {
      json["verificationMaterial"].tlogEntries.push(entry)
    }),
    bundle("another signature than the logged one", "log-entry", ({ messageSignature }) => {
      messageSignature.signature = flipped(messageSignature.signature)
    }),
    bundle("an unsigned time", "no-time", (_, entry) => delete entry["inclusionPromise"]),
    bundle("an hour later", "certificate-time", (_, entry) => {
      entry["integratedTime"] = String(Number(entry["integratedTime"]) + 3600)
    }),
    bundle("a bundle of version 0.1", "bundle", (json) => {
      json["mediaType"] = "application/vnd.dev.sigstore.bundle+json;version=0.1"
    }),
  ]
}

function signatureIn(files: Files): Buffer | null {
  return files.get(SIGNATURE) ?? null
}

/** With one bit of its last byte changed. */
function flipped(base64: string): string {
  const bytes = Buffer.from(base64, "base64")
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
  return bytes.toString("base64")
}
