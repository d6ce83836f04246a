// The policy (release-policy.json): who may sign a release, and whose rebuilds count.

import type { KeyObject } from "node:crypto"
import { JsonReader } from "../json.ts"
import type { Identity } from "../sigstore/identity.ts"
import { readPublicKey } from "../sigstore/signature.ts"
import type { Release } from "./release-file.ts"
import { UnreadableError } from "./unreadable.ts"
import { RefusalError } from "../verdict.ts"

export interface SigningIdentity {
  /** "production", or "local" for what the test authority signs. */
  readonly name: string
  readonly issuer: string
  /** `{version}` stands for the release's version. */
  readonly subject: string
  /** What else the certificate must say; null asks nothing. */
  readonly source: { readonly repository: string; readonly ref: string; readonly runner: string } | null
}

export interface Rebuilder {
  readonly name: string
  readonly trust: { readonly issuer: string; readonly subject: string } | { readonly key: KeyObject }
}

export interface Policy {
  /** When the trust root beside it was last taken from its source, as YYYY-MM-DD. */
  readonly trustRootDate: string
  readonly identities: readonly SigningIdentity[]
  readonly rebuilders: { readonly needed: number; readonly of: readonly Rebuilder[] }
  readonly bundleVersions: readonly string[]
}

/** The policy is the reader's own: what is wrong with it is no refusal, but leaves nothing to check against. */
export function readPolicy(bytes: Uint8Array): Policy {
  try {
    return decode(JsonReader.parse(bytes, "policy", "trust-root"))
  } catch (error) {
    if (error instanceof RefusalError) throw new UnreadableError(error.message, { cause: error })
    throw error
  }
}

/** Who must have signed this release. An identity with a place still to be filled in is nobody's. */
export function identityFor(identity: SigningIdentity, release: Release): Identity {
  const fill = (text: string): string => text.replaceAll("{version}", release.version)
  return {
    issuer: identity.issuer,
    subject: fill(identity.subject),
    repository: identity.source?.repository ?? null,
    sourceRef: identity.source === null ? null : fill(identity.source.ref),
    runner: identity.source?.runner ?? null,
    commit: identity.source === null ? null : release.commit,
  }
}

export function isFilledIn(identity: SigningIdentity): boolean {
  const texts = [identity.issuer, identity.subject, identity.source?.repository ?? "", identity.source?.ref ?? ""]
  return texts.every((text) => !text.replaceAll("{version}", "").includes("{"))
}

function decode(policy: JsonReader): Policy {
  policy.exactly("format", "trustRootDate", "identities", "rebuilders", "cosigners", "bundleVersions")
  if (policy.get("format").integer() !== 1) return policy.refuse("format 1")
  if (policy.get("cosigners").list().length > 0) return policy.refuse("no cosigners, which this tool cannot check")
  const rebuilders = policy.get("rebuilders").exactly("needed", "of")
  return {
    trustRootDate: policy.get("trustRootDate").matching(/^\d{4}-\d\d-\d\d$/, "a date"),
    identities: policy.get("identities").list().map(readIdentity),
    rebuilders: { needed: rebuilders.get("needed").integer(), of: rebuilders.get("of").list().map(readRebuilder) },
    bundleVersions: policy
      .get("bundleVersions")
      .list()
      .map((one) => one.string()),
  }
}

function readIdentity(identity: JsonReader): SigningIdentity {
  identity.only("name", "issuer", "subject", "repository", "sourceRef", "runner")
  const hasSource = identity.optional("repository") !== null
  const source = (): SigningIdentity["source"] => ({
    repository: identity.get("repository").string(),
    ref: identity.get("sourceRef").string(),
    runner: identity.get("runner").string(),
  })
  return {
    name: identity.get("name").string(),
    issuer: identity.get("issuer").string(),
    subject: identity.get("subject").string(),
    source: hasSource ? source() : null,
  }
}

function readRebuilder(rebuilder: JsonReader): Rebuilder {
  const name = rebuilder.get("name").string()
  if (rebuilder.get("kind").string() === "key") {
    rebuilder.exactly("name", "kind", "publicKey")
    return { name, trust: { key: readPublicKey(rebuilder.get("publicKey").base64(), "trust-root", name) } }
  }
  rebuilder.exactly("name", "kind", "issuer", "subject")
  rebuilder.get("kind").matching(/^identity$/, "key or identity")
  return { name, trust: { issuer: rebuilder.get("issuer").string(), subject: rebuilder.get("subject").string() } }
}
