// A case of Sigstore's conformance suite (https://github.com/sigstore/sigstore-conformance): a bundle and all that its
// verification takes. The self-test runs them in the browser, on the verifier that judges releases.

import { decodeTrustRoot } from "./trust-root.ts"
import { judge, type Verdict } from "./verdict.ts"
import { type TrustedSigner, verifyBundle } from "./verify-bundle.ts"

export interface ConformanceCase {
  readonly bundle: Uint8Array
  readonly trustRoot: Uint8Array
  readonly artifact: Uint8Array
  readonly signer:
    | { readonly kind: "identity"; readonly issuer: string; readonly subject: string }
    /** SubjectPublicKeyInfo, DER. */
    | { readonly kind: "key"; readonly publicKey: Uint8Array }
}

/** Verifies one case; only the policy differs from a release's: signer, content and the bundle's version. */
export function runCase({ bundle, trustRoot, artifact, signer }: ConformanceCase): Promise<Verdict> {
  return judge(async () => {
    const trust = toTrust(signer)
    await verifyBundle(
      { trust, versions: ["0.1", "0.2", "0.3"], content: "any" },
      decodeTrustRoot(trustRoot),
      bundle,
      artifact,
    )
  })
}

function toTrust(signer: ConformanceCase["signer"]): TrustedSigner {
  if (signer.kind === "key") return signer
  return { kind: "identity", identities: [{ issuer: signer.issuer, subject: signer.subject, build: null }] }
}
