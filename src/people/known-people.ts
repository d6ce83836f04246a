// People whose lasting key was verified by a pairwise comparison, remembered in this browser alone.

import { toHex } from "../bytes/bytes.ts"
import { bytes, list, record, type Shaped, textUpTo, uint } from "../bytes/shape.ts"
import type { SealedStore } from "../vault/sealed-store.ts"
import type { Vault } from "../vault/vault.ts"
import { looksLike, normalName } from "./names.ts"

const MAX_NAMES = 8
const MAX_NAME = 64

const knownPersonShape = record({
  lastingKey: bytes(32),
  /** Under which they were met, the newest first. */
  names: list(textUpTo(MAX_NAME), MAX_NAMES),
  /** When their key was compared last: milliseconds of the epoch of time. */
  verifiedAt: uint(),
})

export type KnownPerson = Shaped<typeof knownPersonShape>

/** What this browser knows of somebody from meetings before. */
export type Acquaintance =
  /** They bring no lasting key, and nobody of that name ever did. */
  | { readonly kind: "temporary" }
  /** They bring a lasting key that was never compared. */
  | { readonly kind: "new" }
  | { readonly kind: "verified"; readonly at: number }
  /** Somebody of that name was verified with another lasting key than they bring now, if they bring one. */
  | { readonly kind: "other-key"; readonly since: number }

export interface Claimed {
  readonly name: string | null
  readonly lastingKey: Uint8Array | null
}

/**
 * Pure. The key decides and never the name: who brings a verified key is verified under any name. A name that only looks
 * like a known one counts as that name, since it is people who read it.
 */
export function acquaintance({ name, lastingKey }: Claimed, known: readonly KnownPerson[]): Acquaintance {
  const key = lastingKey && toHex(lastingKey)
  const same = known.find((person) => toHex(person.lastingKey) === key)
  if (same) return { kind: "verified", at: same.verifiedAt }
  const namesakes = known.filter(({ names }) => name !== null && names.some((other) => looksLike(other, name)))
  if (namesakes.length > 0)
    return { kind: "other-key", since: Math.max(...namesakes.map(({ verifiedAt }) => verifiedAt)) }
  return { kind: lastingKey ? "new" : "temporary" }
}

export class KnownPeople {
  readonly #store: SealedStore<KnownPerson>

  constructor(vault: Pick<Vault, "sealed">) {
    this.#store = vault.sealed("knownPeople", knownPersonShape)
  }

  /** The one verified last comes first. */
  async list(): Promise<readonly KnownPerson[]> {
    return (await this.#store.values()).toSorted((a, b) => b.verifiedAt - a.verifiedAt)
  }

  /** Their lasting key was compared, and is theirs. */
  async remember(
    { name, lastingKey }: { readonly name: string; readonly lastingKey: Uint8Array },
    now: number,
  ): Promise<void> {
    const key = toHex(lastingKey)
    const before = (await this.#store.get(key))?.names ?? []
    const others = before.filter((other) => normalName(other) !== normalName(name))
    await this.#store.put(key, { lastingKey, names: [name, ...others].slice(0, MAX_NAMES), verifiedAt: now })
  }

  async forget(lastingKey: Uint8Array): Promise<void> {
    await this.#store.delete(toHex(lastingKey))
  }

  async forgetAll(): Promise<void> {
    await this.#store.clear()
  }
}
