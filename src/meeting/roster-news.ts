// What people are told of who came and who went. After a move to a successor group its members come in one by one: whoever
// was in before is expected for a while, and neither left nor joined.

import { toHex } from "../bytes/bytes.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import { rosterChange } from "./roster-change.ts"
import type { Deed } from "./deed.ts"

/** So long are people of the group before waited for. */
export const EXPECTED_MS = 10_000

export interface News {
  readonly kind: "joined" | "left" | "removed"
  readonly id: string
  readonly name: string | null
  /** The host who removed that person. */
  readonly by: string | null
}

export class RosterNews {
  #known: EpochState
  #gathering: { readonly author: string; readonly expected: Map<string, string | null> } | null = null

  constructor(state: EpochState) {
    this.#known = state
  }

  /** The next epoch is a successor group's: everybody is expected but the author of the refused commit. */
  handleParted(author: Uint8Array): void {
    this.#gathering = { author: toHex(author), expected: new Map() }
  }

  /** Whether people of the group before are still waited for. */
  get isGathering(): boolean {
    return this.#gathering !== null
  }

  /** What to tell of a new epoch, and whether its roster is another one; `deed`: what its commit did. */
  update(
    state: EpochState,
    deed: Deed | null,
  ): { readonly news: readonly News[]; readonly roster: "same" | "changed" } {
    const before = this.#known
    this.#known = state
    const { came, went } = rosterChange(before, state)
    const expelled = new Set(deed?.expelled.map((identityKey) => toHex(identityKey)))
    const left = went.map((id): News => {
      const name = nameIn(before, id)
      if (!deed || !expelled.has(id)) return { kind: "left", id, name, by: null }
      return { kind: "removed", id, name, by: nameIn(before, toHex(deed.author)) }
    })
    const joined = came.map((id): News => ({ kind: "joined", id, name: nameIn(state, id), by: null }))
    const news = [...left, ...joined].filter((item) => !this.#isExpected(item))
    return { news, roster: came.length + went.length > 0 ? "changed" : "same" }
  }

  /** Who was expected in vain. */
  handleGathered(): readonly News[] {
    const missing = Array.from(this.#gathering?.expected ?? [], ([id, name]): News => ({
      kind: "left",
      id,
      name,
      by: null,
    }))
    this.#gathering = null
    return missing
  }

  #isExpected({ kind, id, name }: News): boolean {
    if (!this.#gathering) return false
    const { author, expected } = this.#gathering
    if (kind === "joined") return expected.delete(id)
    if (id !== author) expected.set(id, name)
    return true // of the author people are told in other words
  }
}

/** `id`: the identity key in hexadecimal; null where nobody has it, or its name does not open. */
export function nameIn(state: EpochState, id: string): string | null {
  return state.members.find(({ identityKey }) => toHex(identityKey) === id)?.name ?? null
}
