// What members said of the last commits, also after these came into force: whoever refused one may go on in a successor
// group, whoever applied it may not.

import { isEqual, toHex } from "../src/bytes/bytes.ts"
import type { PublicGroup } from "./group-policy.ts"

const KEPT_EPOCHS = 8

/** Names are hexadecimal identity keys. */
export interface Verdict {
  /** SHA-256 of the commit. */
  readonly digest: Uint8Array
  readonly author: Uint8Array
  /** The group that the commit changed: the last good one for those who refuse it. */
  readonly before: PublicGroup
  readonly applied: Set<string>
  readonly refused: Set<string>
}

export class Verdicts {
  readonly #byEpoch = new Map<bigint, Verdict>()

  /** A commit of this digest is provisional. */
  begin(before: PublicGroup, digest: Uint8Array, author: Uint8Array): void {
    const epoch = before.epoch + 1n
    this.#byEpoch.delete(epoch)
    this.#byEpoch.set(epoch, { digest, author, before, applied: new Set(), refused: new Set() })
    for (const old of this.#byEpoch.keys()) if (old <= epoch - BigInt(KEPT_EPOCHS)) this.#byEpoch.delete(old)
  }

  handleApplied(identityKey: Uint8Array, epoch: bigint): void {
    this.#byEpoch.get(epoch)?.applied.add(toHex(identityKey))
  }

  handleRefusal(identityKey: Uint8Array, epoch: bigint): void {
    this.#byEpoch.get(epoch)?.refused.add(toHex(identityKey))
  }

  /** What was said of the commit that began the epoch after `epoch`; null when it was another one or is forgotten. */
  find(epoch: bigint, digest: Uint8Array): Verdict | null {
    const verdict = this.#byEpoch.get(epoch + 1n)
    return verdict && isEqual(verdict.digest, digest) ? verdict : null
  }
}
