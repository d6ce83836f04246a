// release-policy.json: who may sign a release, who rebuilds it and how many of them must agree. One readable file, which
// the outside tool reads by its own rules.

import { list, nullable, oneOf, record, type Shape, type Shaped, text, textUpTo } from "../bytes/shape.ts"
import { ReleaseError } from "./errors.ts"
import type { SignerIdentity } from "./identity.ts"
import { base64, decodeJson, integer, message } from "./json.ts"
import type { Release } from "./release.ts"

const MAX_POLICY_BYTES = 2 ** 18
const name = text(/^\S(?:.{0,98}\S)?$/)
const address = textUpTo(500)

const identityShape = message({
  name,
  issuer: address,
  subject: address,
  repository: nullable(address),
  sourceRef: nullable(address),
  runner: nullable(address),
})

const byIdentityShape = record({ name, kind: oneOf("identity"), issuer: address, subject: address })
const byKeyShape = record({ name, kind: oneOf("key"), publicKey: base64 })
export type Rebuilder = Shaped<typeof byIdentityShape> | Shaped<typeof byKeyShape>

const rebuilderShape: Shape<Rebuilder> = (value, path) => {
  const isByKey = typeof value === "object" && value !== null && "publicKey" in value
  return isByKey ? byKeyShape(value, path) : byIdentityShape(value, path)
}

const policyShape = record({
  format: integer(1),
  /** When trust-root.json was fetched; its age is shown. */
  trustRootDate: text(/^\d{4}-\d{2}-\d{2}$/),
  identities: list(identityShape, 10),
  rebuilders: record({ needed: integer(1), of: list(rebuilderShape, 50) }),
  // Witnesses of checkpoints: none is checked yet, so none may be asked for.
  cosigners: list((value) => value, 0),
  bundleVersions: list(oneOf("0.1", "0.2", "0.3"), 3),
})

type DecodedPolicy = Shaped<typeof policyShape>
export type PolicyIdentity = DecodedPolicy["identities"][number]

/** An identity with its version open; one that a release announced has no more than issuer and subject. */
type IdentityTemplate = Pick<PolicyIdentity, "issuer" | "subject"> & Partial<PolicyIdentity>

export interface ReleasePolicy {
  readonly trustRootDate: string
  readonly identities: readonly PolicyIdentity[]
  readonly rebuilders: { readonly needed: number; readonly of: readonly Rebuilder[] }
  readonly bundleVersions: DecodedPolicy["bundleVersions"]
}

/** Reads release-policy.json; throws ReleaseError `policy`. */
export function decodePolicy(bytes: Uint8Array): ReleasePolicy {
  const { format, ...policy } = decodeJson(policyShape, bytes, MAX_POLICY_BYTES, "policy")
  if (format !== 1) throw new ReleaseError("policy", `format must be 1, got ${format}`)
  for (const { repository, sourceRef, runner } of policy.identities) {
    const given = [repository, sourceRef, runner].filter((claim) => claim !== null)
    if (given.length % 3 !== 0) throw new ReleaseError("policy", "repository, sourceRef and runner go together")
  }
  return policy
}

/** An identity with the release's version filled in; null while another name in braces stands open: it is nobody's. */
export function signerOf(
  { issuer, subject, repository = null, sourceRef = null, runner = null }: IdentityTemplate,
  { version, commit }: Release,
): SignerIdentity | null {
  const fill = (template: string) => template.replaceAll("{version}", version)
  const build =
    repository === null || sourceRef === null || runner === null
      ? null
      : { repository: fill(repository), sourceRef: fill(sourceRef), runner, commit }
  const signer = { issuer, subject: fill(subject), build }
  const all = [signer.issuer, signer.subject, ...Object.values(build ?? {})]
  return all.some((value) => /[{}]/.test(value)) ? null : signer
}
