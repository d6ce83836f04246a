// A signature's verdict is a function of bytes alone: of the release, its bundle, and whom the package trusts. Time and
// everything else that may change is judged anew each time. So it is worked out once for the same bytes.

import { sha256, toHex } from "../bytes/bytes.ts"
import { encodeCbor } from "../bytes/cbor.ts"
import type { IdentifiedRelease } from "./release.ts"
import type { PackageTrust } from "./verify-package.ts"
import type { VerifiedRelease } from "./verify-release.ts"

/** What a good signature came to. */
export type SignatureVerdict = Omit<VerifiedRelease, keyof IdentifiedRelease>

export interface KeptSignature {
  /** The digest of all that the verdict depends on. */
  readonly inputs: string
  readonly verdict: SignatureVerdict
}

export interface SignatureMemory {
  /** null: nothing is known of it. */
  signature(inputs: string): Promise<SignatureVerdict | null>
  keepSignature(kept: KeptSignature): Promise<void>
}

/** Remembers nothing. */
export const NO_SIGNATURES: SignatureMemory = {
  signature: async () => null,
  keepSignature: async () => {},
}

/** Verifies what is not remembered; a signature that is refused is never remembered. */
export async function withMemory(
  memory: SignatureMemory,
  { trust, identified, bundle }: SignatureInputs,
  verify: () => Promise<VerifiedRelease>,
): Promise<VerifiedRelease> {
  const inputs = await digestOf({ trust, identified, bundle })
  const known = await memory.signature(inputs)
  if (known) return { ...identified, ...known }
  const verified = await verify()
  const { state, signer, log, signedAt } = verified
  await memory.keepSignature({ inputs, verdict: { state, signer, log, signedAt } })
  return verified
}

export interface SignatureInputs {
  readonly trust: Omit<PackageTrust, "policy" | "authority">
  readonly identified: IdentifiedRelease
  readonly bundle: Uint8Array
}

/** The release names the files of the verifier too: another verifier has other inputs. */
async function digestOf({ trust, identified, bundle }: SignatureInputs): Promise<string> {
  const { policyFile, trustRoot, localTrustRoot, announced } = trust
  const signers = announced.map(({ issuer, subject }) => ({ issuer, subject }))
  const inputs = { release: identified.bytes, bundle, policyFile, trustRoot, localTrustRoot, signers }
  return toHex(await sha256(encodeCbor(inputs)))
}
