// People whose lasting key was verified by a pairwise comparison, remembered in this browser alone.

import { toHex } from "../bytes/bytes.ts"
import { bytes, list, record, type Shaped, textUpTo, uint } from "../bytes/shape.ts"
import type { SealedStore } from "../vault/sealed-store.ts"
import type { Vault } from "../vault/vault.ts"
import { normalName } from "./names.ts"

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
