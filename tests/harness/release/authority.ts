// A signing authority of the tests' own: certificates, certificate log, log and timestamps, thrown away with the test.
// Its bundles are whole (proof, checkpoint, promise); what a test wants broken it breaks in their JSON.

import { generateKeyPairSync, type KeyObject, sign } from "node:crypto"
import { initializeCA, initializeCTLog, initializeTLog, initializeTSA } from "@sigstore/mock"
import {
  bundleOf,
  certificateMaterial,
  chainOf,
  dsseEntry,
  hashedRekord,
  keyMaterial,
  logOf,
  sha256,
  spki,
} from "./bundle-json.ts"

const LOG_URL = "https://log.test"
const DAY_MS = 86_400_000

const ISSUER_V1 = "1.3.6.1.4.1.57264.1.1"
const ISSUER = "1.3.6.1.4.1.57264.1.8"
const CLAIM_OIDS = {
  runner: "1.3.6.1.4.1.57264.1.11",
  repository: "1.3.6.1.4.1.57264.1.12",
  commit: "1.3.6.1.4.1.57264.1.13",
  sourceRef: "1.3.6.1.4.1.57264.1.14",
}

export interface Signer {
  readonly issuer: string
  readonly subject: string
  readonly claims?: Readonly<Partial<typeof CLAIM_OIDS>>
}

export const SIGNER: Signer = { issuer: "https://issuer.test", subject: "https://signer.test/release@v1.2.3" }

export interface Pair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

export interface SigningOptions {
  /** When the log takes the entry; else when the authority was opened. */
  readonly loggedAt?: Date
  /** In place of the real one, and logged as if it were. */
  readonly signature?: Buffer
}

export function newPair(): Pair {
  return generateKeyPairSync("ec", { namedCurve: "P-256" })
}

/** Opens an authority whose clock stands at `now`. */
export async function openAuthority(now: Date): Promise<Authority> {
  const keys = { authority: newPair(), certificateLog: newPair(), log: newPair(), timestamps: newPair() }
  const certificateLog = await initializeCTLog(keys.certificateLog, now)
  const certificates = await initializeCA(keys.authority, certificateLog, now)
  const unlogged = await initializeCA(keys.authority, undefined, now)
  const timestamps = await initializeTSA(keys.timestamps, now)
  return new Authority({ now, keys, certificateLog, certificates, unlogged, timestamps })
}

interface Services {
  readonly now: Date
  readonly keys: { readonly log: Pair; readonly timestamps: Pair }
  readonly certificateLog: Awaited<ReturnType<typeof initializeCTLog>>
  readonly certificates: Awaited<ReturnType<typeof initializeCA>>
  /** The same authority, which tells no log. */
  readonly unlogged: Awaited<ReturnType<typeof initializeCA>>
  readonly timestamps: Awaited<ReturnType<typeof initializeTSA>>
}

export class Authority {
  readonly services: Services

  constructor(services: Services) {
    this.services = services
  }

  /** A trust root that believes in this authority from the day before it was opened. */
  trustRoot() {
    const { now, keys, certificateLog, certificates, timestamps } = this.services
    const validFor = { start: new Date(now.getTime() - DAY_MS).toISOString() }
    const timestampChain = chainOf(buffer(timestamps.intCertificate), buffer(timestamps.rootCertificate))
    return {
      mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
      tlogs: [logOf(LOG_URL, spki(keys.log.publicKey), validFor)],
      ctlogs: [logOf("https://certificates.test", certificateLog.publicKey, validFor)],
      certificateAuthorities: [{ certChain: chainOf(buffer(certificates.rootCertificate)), validFor }],
      timestampAuthorities: [{ certChain: timestampChain, validFor }],
    }
  }

  /** A certificate (DER) that was logged, or from the service that logs none. */
  async certify(
    key: KeyObject,
    { issuer, subject, claims = {} }: Signer,
    from: "certificates" | "unlogged" = "certificates",
  ): Promise<Buffer> {
    const extensions = [
      { oid: ISSUER_V1, value: issuer, legacy: true },
      { oid: ISSUER, value: issuer },
      ...Object.entries(claims).map(([name, value]) => ({ oid: CLAIM_OIDS[name as keyof typeof CLAIM_OIDS], value })),
    ]
    const request = { publicKey: spki(key), subjectAltName: subject, extensions }
    return buffer(await this.services[from].issueCertificate(request))
  }

  /** A bundle over the artifact itself. */
  async signArtifact(artifact: Uint8Array, signer: Signer = SIGNER, options: SigningOptions = {}) {
    const pair = newPair()
    return this.signWith(artifact, pair, await this.certify(pair.publicKey, signer), options)
  }

  /** The same with a pair and a certificate of the test's choice; null: a bare key. */
  async signWith(artifact: Uint8Array, pair: Pair, certificate: Buffer | null, options: SigningOptions = {}) {
    const material = certificate ? certificateMaterial(certificate) : keyMaterial(pair.publicKey)
    const signature = options.signature ?? sign("sha256", artifact, pair.privateKey)
    const messageSignature = {
      messageDigest: { algorithm: "SHA2_256", digest: sha256(artifact).toString("base64") },
      signature: signature.toString("base64"),
    }
    const proposed = hashedRekord(artifact, signature, material)
    return bundleOf(material, { messageSignature }, await this.#log(proposed, options.loggedAt))
  }

  /** A bundle over a statement (in-toto) by a bare key, or by whom the signer says. */
  async attest(statement: object, pair: Pair, signer: Signer | null = null) {
    const payloadType = "application/vnd.in-toto+json"
    const payload = Buffer.from(JSON.stringify(statement))
    const signed = Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} ${payload.toString()}`)
    const signature = sign("sha256", signed, pair.privateKey)
    const material = signer
      ? certificateMaterial(await this.certify(pair.publicKey, signer))
      : keyMaterial(pair.publicKey)
    const signatures = [{ sig: signature.toString("base64") }]
    const dsseEnvelope = { payload: payload.toString("base64"), payloadType, signatures }
    return bundleOf(material, { dsseEnvelope }, await this.#log(dsseEntry(payload, signature, material)))
  }

  /** A timestamp (RFC 3161, DER) over a signature. */
  async timestamp(signature: Buffer): Promise<Buffer> {
    const sha256Oid = "2.16.840.1.101.3.4.2.1"
    const request = { artifactHash: sha256(signature), hashAlgorithmOID: sha256Oid, nonce: 1, policyOID: "1.2.3" }
    return buffer(await this.services.timestamps.timestamp(request))
  }

  async #log(proposed: { readonly kind: string }, loggedAt: Date = this.services.now) {
    const log = await initializeTLog(LOG_URL, this.services.keys.log, loggedAt)
    const [entry] = Object.values<RekorEntry>((await log.log(proposed)) as Record<string, RekorEntry>)
    if (!entry) throw new Error("the log gave no entry")
    const { inclusionProof: proof, signedEntryTimestamp } = entry.verification
    return {
      logIndex: String(entry.logIndex),
      logId: { keyId: Buffer.from(entry.logID, "hex").toString("base64") },
      kindVersion: { kind: proposed.kind, version: "0.0.1" },
      integratedTime: String(entry.integratedTime),
      inclusionPromise: { signedEntryTimestamp },
      inclusionProof: {
        logIndex: String(proof.logIndex),
        rootHash: Buffer.from(proof.rootHash, "hex").toString("base64"),
        treeSize: String(proof.treeSize),
        hashes: proof.hashes,
        checkpoint: { envelope: proof.checkpoint },
      },
      canonicalizedBody: entry.body,
    }
  }
}

/** What Rekor v1 answers. */
interface RekorEntry {
  readonly body: string
  readonly integratedTime: number
  readonly logID: string
  readonly logIndex: number
  readonly verification: {
    readonly signedEntryTimestamp: string
    readonly inclusionProof: {
      readonly logIndex: number
      readonly treeSize: number
      readonly rootHash: string
      readonly hashes: readonly string[]
      readonly checkpoint: string
    }
  }
}

function buffer(view: ArrayBufferView): Buffer {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength)
}
