// The whole check of an installed package, in one order: signed, well-formed, by whom and logged where, every file,
// not revoked, not behind what was seen. The first thing that is wrong is the verdict.

import { sha256, toHex } from "../bytes/bytes.ts"
import { ReleaseError } from "./errors.ts"
import { REBUILDS_FILE, RELEASE_FILE, SIGNATURE_FILE } from "./file-names.ts"
import { type Memory, type MemoryWarning, remember } from "./memory.ts"
import { type PackageSource, readOnce, verifyFiles } from "./package-files.ts"
import { decodePolicy } from "./policy.ts"
import { readRebuilds, type Rebuilds } from "./rebuild-files.ts"
import { identifyRelease, type IdentifiedRelease, type Revocations } from "./release.ts"
import { newest, verifyNotRevoked } from "./revocations.ts"
import { NO_SIGNATURES, type SignatureMemory, withMemory } from "./signature-memory.ts"
import type { ReleaseTrust, VerifiedRelease } from "./verify-release.ts"

const POLICY_FILE = "release-policy.json"
const TRUST_ROOT_FILE = "trust-root.json"
const LOCAL_TRUST_ROOT_FILE = "local-trust-root.json"
const TRUST_FILES = [POLICY_FILE, TRUST_ROOT_FILE, LOCAL_TRUST_ROOT_FILE] as const
const JUDGING_FILES = [RELEASE_FILE, SIGNATURE_FILE, REBUILDS_FILE, ...TRUST_FILES] as const

export type Memories = Readonly<Record<string, Memory>>

/** What the browser knows beside the package. */
export interface Knowledge {
  /** By authority: what a throw-away one has signed says nothing of the publisher's releases. */
  readonly memories: Memories
  /** Of releases seen before or imported; each was verified then. */
  readonly revocations: readonly KnownRevocations[]
  /** Sigstore bundles of rebuilders, beside those in the package; from wherever. */
  readonly attestations: readonly Uint8Array[]
}

/** A list, and whose: of another authority's releases it says nothing. */
export interface KnownRevocations {
  readonly authority: string
  readonly list: Revocations
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
  /** Who vouches for it: its memory and its revocations are kept under this name. */
  readonly authority: string
  /** The files that the release names. */
  readonly paths: readonly string[]
  /** To be kept in place of what was known of the authority. */
  readonly memory: Memory
  readonly revocations: Revocations
}

/** Checks a package; throws ReleaseError with the first ReleaseFault. */
export async function verifyPackage(
  source: PackageSource,
  known: Knowledge,
  now: Date,
  signatures: SignatureMemory = NO_SIGNATURES,
): Promise<VerifiedPackage> {
  const contents = await verifyContents(source, known.memories, signatures)
  const { trust, verified } = contents
  const { release, digest } = verified
  const { revocations, memory, warnings } = verifyStanding(contents, known, now)
  const attestations = [...contents.attestations, ...known.attestations]
  return {
    state: verified.state,
    version: release.version,
    sequence: release.sequence,
    commit: release.commit,
    digest,
    log: verified.log,
    signedAt: verified.signedAt,
    trustRootDate: trust.policy.trustRootDate,
    rebuilds: await countRebuilders(trust, verified, attestations),
    warnings,
    authority: trust.authority,
    paths: Object.keys(release.files),
    memory,
    revocations,
  }
}

/** A package whose signature and files are as they should be, whatever memory says. */
export interface VerifiedContents {
  readonly trust: PackageTrust
  readonly verified: VerifiedRelease
  /** Those that come with it, by whomever. */
  readonly attestations: readonly Uint8Array[]
}

/** Checks signature and files; throws ReleaseError. */
export async function verifyContents(
  installed: PackageSource,
  memories: Memories,
  signatures: SignatureMemory = NO_SIGNATURES,
): Promise<VerifiedContents> {
  const source = readOnce(installed)
  // Each file is a round trip to the browser, so none of those by which the others are judged waits for another one.
  const [releaseBytes, bundle, rebuilds = null] = await Promise.all(JUDGING_FILES.map((path) => source.read(path)))
  if (!releaseBytes || !bundle) throw new ReleaseError("unsigned", "the package has no signed release")
  const identified = await identifyRelease(releaseBytes)
  // The browser reads the files while the signature is verified; what is wrong with that is told first.
  const files = Promise.allSettled([verifyFiles(identified.release, source)])
  const trust = await readTrust(source, memories)
  const verified = await withMemory(signatures, { trust, identified, bundle }, async () => {
    const { verifySignature } = await import("./signed.ts")
    return verifySignature(trust, identified, bundle)
  })
  const [checked] = await files
  if (checked.status === "rejected") throw checked.reason
  return { trust, verified, attestations: readRebuilds(rebuilds) }
}

interface Standing {
  readonly revocations: Revocations
  readonly memory: Memory
  readonly warnings: readonly MemoryWarning[]
}

/** Holds a release against what is known here; throws ReleaseError, which then names the release. */
function verifyStanding({ trust, verified }: VerifiedContents, known: Knowledge, now: Date): Standing {
  const { authority } = trust
  const { release, digest, state } = verified
  const lists = known.revocations.filter((one) => one.authority === authority).map(({ list }) => list)
  const revocations = newest([release.revocations, ...lists])
  try {
    verifyNotRevoked(digest, revocations, now)
    return { revocations, ...remember(known.memories[authority] ?? null, verified) }
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error
    const { version, sequence, files } = release
    const refused = { state, version, sequence, digest, paths: Object.keys(files) }
    throw new ReleaseError(error.fault, error.message, { cause: error, release: refused })
  }
}

/** The trust that comes with the package, roots as they are in their files. */
export interface PackageTrust extends Pick<ReleaseTrust, "policy" | "announced"> {
  readonly policyFile: Uint8Array
  readonly trustRoot: Uint8Array
  /** Of a local build. */
  readonly localTrustRoot: Uint8Array | null
  /** A name for it: memories of different ones must not meet. */
  readonly authority: string
}

async function readTrust(source: PackageSource, memories: Memories): Promise<PackageTrust> {
  const [policyFile, trustRoot, localTrustRoot = null] = await Promise.all(TRUST_FILES.map((path) => source.read(path)))
  if (!policyFile) throw new ReleaseError("policy", `the package has no ${POLICY_FILE}`)
  if (!trustRoot) throw new ReleaseError("trust-root", `the package has no ${TRUST_ROOT_FILE}`)
  const authority = localTrustRoot ? `local ${toHex(await sha256(localTrustRoot))}` : "public"
  const before = memories[authority]
  return {
    policy: decodePolicy(policyFile),
    policyFile,
    trustRoot,
    localTrustRoot,
    announced: [before?.signer, before?.nextSigner].filter((signer) => signer !== null && signer !== undefined),
    authority,
  }
}

async function countRebuilders(
  trust: PackageTrust,
  release: IdentifiedRelease,
  attestations: readonly Uint8Array[],
): Promise<Rebuilds> {
  const { needed, of } = trust.policy.rebuilders
  if (attestations.length === 0) return { by: [], needed, known: of.length }
  const { rebuildersOf } = await import("./signed.ts")
  return { by: await rebuildersOf(trust, release, attestations), needed, known: of.length }
}
