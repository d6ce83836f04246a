// One Sigstore bundle against one policy, in the order of docs/release.md: the first thing that is wrong is the kind.

import type { KeyObject } from "node:crypto"
import { demand, type Kind, RefusalError, type Verdict, verdictOf } from "../verdict.ts"
import {
  type Bundle,
  type InclusionProof,
  type LogEntry,
  preAuthEncoding,
  readBundle,
  type SignedContent,
} from "./bundle.ts"
import { type Certificate, readCertificate } from "./certificate.ts"
import { demandCertificateTimestamp } from "./certificate-log.ts"
import { type Path, pathsOf, pathsValidAt } from "./chain.ts"
import { demandCheckpoint } from "./checkpoint.ts"
import { DerError } from "./der.ts"
import { demandIdentity, type Identity } from "./identity.ts"
import { demandLoggedKey, demandSameEntry } from "./log-entry.ts"
import { isIncluded } from "./merkle.ts"
import { claimedTimeOf, demandPromise } from "./promise.ts"
import { sha256, verifySignature } from "./signature.ts"
import { demandSubject, readStatement, type Statement } from "./statement.ts"
import { timeOfTimestamp } from "./timestamp.ts"
import { readTrustRoot, type TrustRoot } from "./trust-root.ts"

/** Whom to believe. That an entry with proof and checkpoint is there is demanded whatever the policy says. */
export interface BundlePolicy {
  readonly bundleVersions: readonly string[]
  readonly trust: { readonly identity: Identity } | { readonly key: KeyObject | null }
  /** A signature over the artifact itself, an attestation of a type about it, or any of both. */
  readonly asked: "artifact" | "anything" | { readonly predicateType: string }
}

/** What a verified bundle says; times in the order in which they were found. */
export interface Verified {
  readonly times: readonly Date[]
  readonly entries: readonly LogEntry[]
  readonly statement: Statement | null
}

/** Verifies, or throws RefusalError with the kind. */
export function verifyBundle(
  policy: BundlePolicy,
  trustRootBytes: Uint8Array,
  bundleBytes: Uint8Array,
  artifact: Uint8Array,
): Verified {
  const trustRoot = within("trust-root", () => readTrustRoot(trustRootBytes))
  const bundle = within("bundle", () => readBundle(bundleBytes, policy.bundleVersions))
  const statement = within("bundle", () => statementOf(bundle.content))
  const signer = signerOf(bundle, policy)
  const proven = provenEntries(bundle)
  demandArtifact(bundle.content, statement, artifact)
  const certified = signer.type === "key" ? null : within("certificate", () => certify(signer, trustRoot))
  if (certified !== null) within("sct", () => demandLogged(certified, trustRoot))
  const times = timesOf(bundle, trustRoot)
  const isInTime = certified === null || pathsValidAt(certified.paths, times).length > 0
  demand(isInTime, "certificate-time", "the signature was made outside the certificate's validity")
  for (const { entry } of proven) demandPromise(entry, trustRoot.transparencyLogs)
  for (const { entry } of proven) demandSameEntry(entry, bundle, artifact)
  demandNoRepetition(bundle.entries)
  for (const { entry, proof } of proven) {
    demandIncluded(entry, proof)
    demandCheckpoint(entry, proof, trustRoot.transparencyLogs, times)
  }
  demandSignature(bundle, certified?.leaf.publicKey ?? signer.key, artifact)
  if (certified !== null && signer.type === "certificate") {
    within("identity", () => demandIdentity(certified.leaf, signer.identity))
  }
  demandAsked(policy.asked, statement)
  return { times, entries: bundle.entries, statement }
}

/** The same as a verdict. */
export function verdictOnBundle(...args: Parameters<typeof verifyBundle>): Verdict {
  return verdictOf(() => {
    const { entries } = verifyBundle(...args)
    return `signed, and logged as entry ${entries.map(({ logIndex }) => logIndex).join(", ")}`
  })
}

/** Broken DER inside a step is that step's refusal. */
function within<T>(fault: Kind, step: () => T): T {
  try {
    return step()
  } catch (cause) {
    if (!(cause instanceof DerError)) throw cause
    throw new RefusalError(fault, `${fault}: ${cause.message}`, { cause })
  }
}

function statementOf(content: SignedContent): Statement | null {
  return content.type === "envelope" ? readStatement(content.payload) : null
}

type Expected =
  | { readonly type: "key"; readonly key: KeyObject | null }
  | { readonly type: "certificate"; readonly key: null; readonly raw: readonly Buffer[]; readonly identity: Identity }

/** The policy says what kind of signer to expect: a certificate never stands in for a key, nor a key for one. */
function signerOf({ signer }: Bundle, { trust }: BundlePolicy): Expected {
  if ("key" in trust) {
    demand(signer.type === "key", "bundle", "the bundle must be signed with a key")
    return { type: "key", key: trust.key }
  }
  demand(signer.type === "certificate", "bundle", "the bundle must be signed with a certificate")
  return { type: "certificate", key: null, raw: [signer.leaf, ...signer.intermediates], identity: trust.identity }
}

interface ProvenEntry {
  readonly entry: LogEntry
  readonly proof: InclusionProof
}

function provenEntries({ entries }: Bundle): readonly ProvenEntry[] {
  demand(entries.length > 0, "no-proof", "the bundle holds no log entry")
  return entries.map((entry) => {
    demand(entry.proof !== null, "no-proof", "a log entry has no inclusion proof")
    return { entry, proof: entry.proof }
  })
}

function demandArtifact(content: SignedContent, statement: Statement | null, artifact: Uint8Array): void {
  if (statement !== null) return demandSubject(statement, artifact)
  if (content.type !== "message") return
  demand(content.digest.algorithm === "SHA2_256", "bundle", "the artifact's digest must be SHA2_256")
  const isSame = content.digest.digest.equals(sha256(artifact))
  demand(isSame, "artifact", "the signature is of another artifact")
}

interface Certified {
  readonly leaf: Certificate
  readonly paths: readonly Path[]
}

function certify({ raw }: Extract<Expected, { type: "certificate" }>, trustRoot: TrustRoot): Certified {
  const [leaf, ...intermediates] = raw.map((der, i) => readCertificate(der, "certificate", `certificate ${i}`))
  demand(leaf !== undefined, "certificate", "there is no certificate")
  return { leaf, paths: pathsOf(leaf, intermediates, trustRoot) }
}

function demandLogged({ leaf, paths }: Certified, trustRoot: TrustRoot): void {
  const issuer = paths[0]?.certificates[1]
  demand(issuer !== undefined, "certificate", "the certificate is an authority's own")
  demandCertificateTimestamp(leaf, issuer, trustRoot.certificateLogs)
}

/** A promise signs the entry's index; without one it must be the proof's, or the index that we report is nobody's word. */
function demandIncluded({ body, logIndex, promise }: LogEntry, proof: InclusionProof): void {
  demand(isIncluded(body, proof), "inclusion-proof", "the proof does not lead from the entry to its root")
  const isOwn = promise !== null || logIndex === proof.leafIndex
  demand(isOwn, "inclusion-proof", "the proof is of another index than the entry")
}

/** The same entry twice must not count as two. */
function demandNoRepetition(entries: readonly LogEntry[]): void {
  const names = entries.map(({ logId, logIndex }) => `${logId.toString("hex")} ${logIndex}`)
  demand(new Set(names).size === names.length, "log-entry", "a log entry is there twice")
}

/** Signed times: timestamps, which are verified here, and those in the log's promises, which are verified next. */
function timesOf(bundle: Bundle, trustRoot: TrustRoot): readonly Date[] {
  const stamped = bundle.timestamps.map((response) =>
    timeOfTimestamp(response, bundle.content.signature, trustRoot.timestampAuthorities),
  )
  const promised = bundle.entries.map(claimedTimeOf).filter((time) => time !== null)
  const times = [...stamped, ...promised]
  demand(times.length > 0, "no-time", "nothing signed says when the signature was made")
  return times
}

function demandSignature({ content, entries }: Bundle, key: KeyObject | null, artifact: Uint8Array): void {
  const signed = content.type === "message" ? artifact : preAuthEncoding(content.payloadType, content.payload)
  const isSigned = key !== null && verifySignature(key, signed, content.signature)
  demand(isSigned, "signature", "the signature does not verify")
  for (const entry of entries) demandLoggedKey(entry, key)
}

function demandAsked(asked: BundlePolicy["asked"], statement: Statement | null): void {
  if (asked === "anything") return
  const expected = asked === "artifact" ? null : asked.predicateType
  const found = statement?.predicateType ?? null
  demand(found === expected, "predicate", `predicate must be ${nameOf(expected)}, got ${nameOf(found)}`)
}

function nameOf(predicateType: string | null): string {
  return predicateType ?? "none, but a signature over the file itself"
}
