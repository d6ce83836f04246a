// The library derives the key pairs of a path twice when it makes one, and when it follows one forgets the public halves,
// which must be compared. This suite remembers them while one commit is worked on: with X-Wing that is half the cost.

import type { PrivateKey, PublicKey } from "ts-mls/crypto/hpke.js"
import { isEqual } from "../bytes/bytes.ts"
import type { MlsSuite } from "./suite.ts"

interface Derived {
  readonly secret: Uint8Array
  readonly pair: Promise<{ readonly privateKey: PrivateKey; readonly publicKey: PublicKey }>
}

export interface RememberedKeys {
  readonly suite: MlsSuite
  /** The public key of a private one that was derived by `suite`; null for every other. */
  publicKeyOf(privateKey: Uint8Array): Promise<Uint8Array | null>
  /** Erases what the keys were derived from. */
  forget(): void
}

export function rememberKeys(suite: MlsSuite): RememberedKeys {
  const derived: Derived[] = []
  const publicKeys = new Map<PrivateKey, PublicKey>()
  const exported = new Map<Uint8Array, PublicKey>()
  const { hpke } = suite

  const deriveKeyPair: typeof hpke.deriveKeyPair = (secret) => {
    const known = derived.find((candidate) => isEqual(candidate.secret, secret))
    if (known) return known.pair
    const pair = hpke.deriveKeyPair(secret).then((made) => {
      publicKeys.set(made.privateKey, made.publicKey)
      return made
    })
    derived.push({ secret: secret.slice(), pair })
    return pair
  }
  const exportPrivateKey: typeof hpke.exportPrivateKey = async (key) => {
    const bytes = await hpke.exportPrivateKey(key)
    const publicKey = publicKeys.get(key)
    if (publicKey) exported.set(bytes, publicKey)
    return bytes
  }
  return {
    suite: { ...suite, hpke: { ...hpke, deriveKeyPair, exportPrivateKey } },
    async publicKeyOf(privateKey) {
      const publicKey = exported.get(privateKey)
      return publicKey ? hpke.exportPublicKey(publicKey) : null
    },
    forget() {
      for (const { secret } of derived.splice(0)) secret.fill(0)
      publicKeys.clear()
      exported.clear()
    },
  }
}
