// What this browser knows of somebody from meetings before. Pure.

import { toHex } from "../bytes/bytes.ts"
import type { KnownPerson } from "./known-people.ts"
import { looksOf } from "./names.ts"

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

/** Known people as they are looked up: when whose key was verified last. */
export interface Acquaintances {
  readonly byKey: ReadonlyMap<string, number>
  /** By what their names look like. */
  readonly byLook: ReadonlyMap<string, number>
}

export function acquaintancesOf(known: readonly KnownPerson[]): Acquaintances {
  const byLook = new Map<string, number>()
  for (const { names, verifiedAt } of known) {
    for (const look of names.flatMap(looksOf)) byLook.set(look, Math.max(verifiedAt, byLook.get(look) ?? 0))
  }
  return { byKey: new Map(known.map(({ lastingKey, verifiedAt }) => [toHex(lastingKey), verifiedAt])), byLook }
}

/**
 * The key decides and never the name: who brings a verified key is verified under any name. A name that only looks like a
 * known one counts as that name, since it is people who read it.
 */
export function acquaintance({ name, lastingKey }: Claimed, { byKey, byLook }: Acquaintances): Acquaintance {
  const at = lastingKey && byKey.get(toHex(lastingKey))
  if (at !== null && at !== undefined) return { kind: "verified", at }
  const namesakes = name === null || byLook.size === 0 ? [] : looksOf(name).flatMap((look) => byLook.get(look) ?? [])
  if (namesakes.length > 0) return { kind: "other-key", since: Math.max(...namesakes) }
  return { kind: lastingKey ? "new" : "temporary" }
}
