// The whole check of an installed package, in one order: signed, well-formed, by whom and logged where, every file,
// not revoked, not behind what was seen. The first thing that is wrong is the verdict.

import { sha256, toHex } from "../bytes/bytes.ts"
import { ReleaseError } from "./errors.ts"
import { type Candidate, type Memory, type MemoryWarning, remember } from "./memory.ts"
import { type PackageSource, verifyFiles } from "./package-files.ts"
import { decodePolicy } from "./policy.ts"
import { countRebuilders, readRebuilds, type Rebuilds } from "./rebuilders.ts"
import { REBUILDS_FILE, RELEASE_FILE, type Revocations, SIGNATURE_FILE } from "./release.ts"
import { newest, verifyNotRevoked } from "./revocations.ts"
import { decodeTrustRoot } from "./trust-root.ts"
import { type ReleaseTrust, type VerifiedRelease, verifyRelease } from "./verify-release.ts"

const POLICY_FILE = "release-policy.json"
const TRUST_ROOT_FILE = "trust-root.json"
const LOCAL_TRUST_ROOT_FILE = "local-trust-root.json"

export type Memories = Readonly<Record<string, Memory>>

/** What the browser knows beside the package. */
export interface Knowledge {
  /** By authority: what a throw-away one has signed says nothing of the publisher's releases. */
  readonly memories: Memories
  /** Of releases seen before or imported; each was verified then. */
  readonly revocations: readonly Revocations[]
  /** Sigstore bundles of rebuilders, beside those in the package; from wherever. */
  readonly attestations: readonly Uint8Array[]
}

/** Only `verifyPackage` makes one, of a package in which everything is as its release says. */
export interface VerifiedPackage {
  /** "local": signed by the build's own test authority; never to be called verified. */
  readonly state: VerifiedRelease["state"]
  readonly version: string
  readonly sequence: number
  readonly commit: string
  readonly digest: string
  readonly log: VerifiedRelease["log"]
  readonly signedAt: Date
  readonly rebuilds: Rebuilds
  /** The day on which the package's trust root was fetched. */
  readonly trustRootDate: string
  readonly warnings: readonly MemoryWarning[]
  /** To be kept in place of what was known. */
  readonly memories: Memories
  readonly revocations: Revocations
}

/** Checks a package; throws ReleaseError with the first ReleaseFault. */
export async function verifyPackage(source: PackageSource, known: Knowledge, now: Date): Promise<VerifiedPackage> {
  const [releaseBytes, signature] = await Promise.all([source.read(RELEASE_FILE), source.read(SIGNATURE_FILE)])
  if (!releaseBytes || !signature) throw new ReleaseError("unsigned", "the package has no signed release")
  const trust = await readTrust(source)
  const before = known.memories[trust.authority] ?? null
  const announced = [before?.signer, before?.nextSigner].filter((signer) => signer !== null && signer !== undefined)
  const verified = verifyRelease({ ...trust, announced }, releaseBytes, signature)
  const { release, digest } = verified
  await verifyFiles(release, source)
  const revocations = newest([release.revocations, ...known.revocations])
  verifyNotRevoked(digest, revocations, now)
  const attestations = [...readRebuilds(await source.read(REBUILDS_FILE)), ...known.attestations]
  const { memory, warnings } = remember(before, toCandidate(verified))
  return {
    state: verified.state,
    version: release.version,
    sequence: release.sequence,
    commit: release.commit,
    digest,
    log: verified.log,
    signedAt: verified.signedAt,
    trustRootDate: trust.policy.trustRootDate,
    rebuilds: countRebuilders(trust.policy, trust.localTrustRoot ?? trust.trustRoot, verified, attestations),
    warnings,
    memories: { ...known.memories, [trust.authority]: memory },
    revocations,
  }
}

/** The trust that comes with the package, and a name for it: memories of different ones must not meet. */
interface PackageTrust extends Omit<ReleaseTrust, "announced"> {
  readonly authority: string
}

async function readTrust(source: PackageSource): Promise<PackageTrust> {
  const [policy, trustRoot, localTrustRoot] = await Promise.all([
    source.read(POLICY_FILE),
    source.read(TRUST_ROOT_FILE),
    source.read(LOCAL_TRUST_ROOT_FILE),
  ])
  if (!policy) throw new ReleaseError("policy", `the package has no ${POLICY_FILE}`)
  if (!trustRoot) throw new ReleaseError("trust-root", `the package has no ${TRUST_ROOT_FILE}`)
  return {
    policy: decodePolicy(policy),
    trustRoot: decodeTrustRoot(trustRoot),
    localTrustRoot: localTrustRoot && decodeTrustRoot(localTrustRoot),
    authority: localTrustRoot ? `local ${toHex(await sha256(localTrustRoot))}` : "public",
  }
}

function toCandidate({ release, digest, signer, log }: VerifiedRelease): Candidate {
  return { release, digest, signer, log }
}
