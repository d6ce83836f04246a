// Which epochs were installed at any time: none is installed twice, for the counters of one that was let go are forgotten.

import { toHex } from "../bytes/bytes.ts"
import type { Epoch } from "./epoch.ts"

/** So many epochs are remembered one by one; of older ones the highest number of their group, below which all are spent. */
const KEPT = 1024

type SpentEpoch = Pick<Epoch, "groupId" | "number" | "fingerprint">

export class SpentEpochs {
  readonly #kept = new Map<string, SpentEpoch>()
  /** By group, in hexadecimal: a group has to go through a thousand epochs to be here. */
  readonly #highest = new Map<string, bigint>()

  has({ groupId, number, fingerprint }: SpentEpoch): boolean {
    return this.#kept.has(fingerprint) || number <= (this.#highest.get(toHex(groupId)) ?? -1n)
  }

  add({ groupId, number, fingerprint }: SpentEpoch): void {
    this.#kept.set(fingerprint, { groupId, number, fingerprint })
    const [oldest] = this.#kept.values()
    if (!oldest || this.#kept.size <= KEPT) return
    this.#kept.delete(oldest.fingerprint)
    const group = toHex(oldest.groupId)
    const highest = this.#highest.get(group) ?? -1n
    if (oldest.number > highest) this.#highest.set(group, oldest.number)
  }
}
