// Signing with Sigstore: a key for one signature, a certificate for who signs, a log that keeps it.

import { createHash, createPublicKey, KeyObject, sign } from "node:crypto"
import { bundleToJSON } from "@sigstore/bundle"
import {
  DSSEBundleBuilder,
  FulcioSigner,
  MessageSignatureBundleBuilder,
  RekorWitness,
  type Signer,
  TSAWitness,
  type Witness,
} from "@sigstore/sign"
import { attest as attestKeyless, sign as signKeyless } from "sigstore"
import { JsonReader } from "../verify/json.ts"
import { ReleaseError } from "./errors.ts"

/** Where a test authority answers, all of its services under one address. */
export interface SigningServices {
  readonly url: string
}

/** Rekor 1 promises with a time of its own; Rekor 2 does not, so a timestamp comes along. */
export type LogVersion = 1 | 2

/** The claims of an identity token. */
export type Claims = Readonly<Record<string, string>>

/** Who signs, and who keeps it. */
export interface Party {
  readonly signer: Signer
  readonly witnesses: readonly Witness[]
}

const IN_TOTO = "application/vnd.in-toto+json"
const BUNDLE_V3 = "application/vnd.dev.sigstore.bundle.v0.3+json"

/** Signs a file as the workflow that runs this, against Sigstore's public instance; bundle of version 0.3. */
export async function signAsWorkflow(file: Buffer): Promise<Buffer> {
  try {
    return asVersion3(await signKeyless(file))
  } catch (cause) {
    throw new ReleaseError("no-identity", "signing failed: only the release workflow has an identity to sign with", {
      cause,
    })
  }
}

/** An in-toto statement signed as the workflow that runs this. */
export async function attestAsWorkflow(statement: Buffer): Promise<Buffer> {
  try {
    return asVersion3(await attestKeyless(statement, IN_TOTO))
  } catch (cause) {
    throw new ReleaseError("no-identity", "signing failed: no workflow's identity to sign with", { cause })
  }
}

/** Signs a file; bundle of version 0.3. */
export async function signFile(file: Buffer, { signer, witnesses }: Party): Promise<Buffer> {
  const builder = new MessageSignatureBundleBuilder({ signer, witnesses: [...witnesses] })
  return asVersion3(bundleToJSON(await builder.create({ data: file })))
}

/** Signs an in-toto statement; bundle of version 0.3. */
export async function attest(statement: Buffer, { signer, witnesses }: Party): Promise<Buffer> {
  const builder = new DSSEBundleBuilder({ signer, witnesses: [...witnesses] })
  return asVersion3(bundleToJSON(await builder.create({ data: statement, type: IN_TOTO })))
}

/** A test authority's view of somebody: it believes the claims, or knows the key. */
export function testParty({ url }: SigningServices, log: LogVersion, who: Claims | KeyObject): Party {
  const rekor = new RekorWitness({ rekorBaseURL: url, majorApiVersion: log, entryType: "dsse" })
  return {
    signer: who instanceof KeyObject ? keySigner(who) : claimSigner(url, who),
    witnesses: log === 1 ? [rekor] : [rekor, new TSAWitness({ tsaBaseURL: url })],
  }
}

/** Somebody with a private key of their own, kept by Sigstore's public log. */
export function keyParty(key: KeyObject): Party {
  return { signer: keySigner(key), witnesses: [new RekorWitness({ entryType: "dsse" })] }
}

/** The same bundle with one certificate in place of a chain of one, where the library still writes version 0.2. */
function asVersion3(bundle: unknown): Buffer {
  const json = JsonReader.parse(Buffer.from(JSON.stringify(bundle)), "bundle", "bundle")
  const { x509CertificateChain, ...material } = json.get("verificationMaterial").record()
  if (x509CertificateChain === undefined) return Buffer.from(JSON.stringify({ ...json.record(), mediaType: BUNDLE_V3 }))
  const [certificate] = json.get("verificationMaterial").get("x509CertificateChain").get("certificates").list()
  const verificationMaterial = { certificate: certificate?.value, ...material }
  return Buffer.from(JSON.stringify({ ...json.record(), mediaType: BUNDLE_V3, verificationMaterial }))
}

function claimSigner(url: string, claims: Claims): Signer {
  const [header, payload] = [{ alg: "none" }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  )
  const token = `${header}.${payload}.`
  return new FulcioSigner({ fulcioBaseURL: url, identityProvider: { getToken: () => Promise.resolve(token) } })
}

function keySigner(privateKey: KeyObject): Signer {
  const publicKey = createPublicKey(privateKey)
  const hint = createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("base64")
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString()
  const digest = privateKey.asymmetricKeyType === "ed25519" ? null : "sha256"
  const key = { $case: "publicKey", publicKey: pem, hint } as const
  return { sign: (data) => Promise.resolve({ signature: sign(digest, data, privateKey), key }) }
}
