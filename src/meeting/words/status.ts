// What each person says of themselves: data message of kind "status",
// canonical CBOR {hand, microphone, camera, screen, resumed: {microphone, camera, screen, hand}}.

import { toHex } from "../../bytes/bytes.ts"
import { encodeCbor } from "../../bytes/cbor.ts"
import { decodeShape, nullable, oneOf, record, type Shaped, uint } from "../../bytes/shape.ts"
import type { OpenedDataMessage } from "../../media/data-message.ts"
import type { EpochState } from "../../mls/epoch-state.ts"

export const STATUS = "status"

const onOrOff = oneOf("on", "off")
const number = nullable(uint())

const shape = record({
  /** When it was raised: milliseconds of the epoch of time, by their clock. */
  hand: nullable(uint()),
  microphone: onOrOff,
  camera: onOrOff,
  screen: onOrOff,
  /** The number of the order that stopped it last before they turned it on again. */
  resumed: record({ microphone: number, camera: number, screen: number, hand: number }),
})

export type Status = Shaped<typeof shape>

/** What is taken of somebody who has said nothing. */
export const NO_STATUS: Status = {
  hand: null,
  microphone: "off",
  camera: "off",
  screen: "off",
  resumed: { microphone: null, camera: null, screen: null, hand: null },
}

export function encodeStatus(status: Status): Uint8Array {
  return encodeCbor(status)
}

/** The others' statuses: the last one of each, in the order in which it was sealed. */
export class Statuses {
  readonly #last = new Map<string, { readonly leafKey: string; readonly counter: bigint; readonly status: Status }>()

  /** Null where a later one is known already; throws CborError or ShapeError. */
  take({ identityKey, leafKey: key, counter, body }: OpenedDataMessage, { members }: EpochState): Status | null {
    const status = decodeShape(shape, body)
    const [id, leafKey] = [toHex(identityKey), toHex(key)]
    const known = this.#last.get(id)
    if (known?.leafKey === leafKey && known.counter > counter) return null
    // Of two leaves of one person the one that is in the tree speaks.
    if (known && known.leafKey !== leafKey && !members.some((member) => toHex(member.leafKey) === leafKey)) return null
    this.#last.set(id, { leafKey, counter, status })
    return status
  }

  /** Null where nothing was said. */
  of(id: string): Status | null {
    return this.#last.get(id)?.status ?? null
  }

  /** Forgets who is not in any more. */
  keepOnly(ids: Pick<ReadonlySet<string>, "has">): void {
    for (const id of this.#last.keys()) if (!ids.has(id)) this.#last.delete(id)
  }
}
