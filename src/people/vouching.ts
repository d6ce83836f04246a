// A lasting identity's word for an identity of one meeting: the only thing that ever binds the two. It travels inside the
// sealed profile, so that nobody without the link learns of it, the service included.

import { signStatement, signWith } from "../bytes/statement.ts"
import type { SigningKey } from "../vault/vault.ts"

export interface Vouching {
  readonly publicKey: Uint8Array
  readonly signature: Uint8Array
}

/** Null where the person has no lasting identity: then every meeting sees somebody new. */
export async function vouch(
  lasting: SigningKey | null,
  statement: { readonly meeting: string; readonly identityKey: Uint8Array },
): Promise<Vouching | null> {
  if (!lasting) return null
  const { publicKey, privateKey } = lasting
  return { publicKey, signature: await signStatement(signWith(privateKey), "lasting", statement) }
}
