// A host's words as data messages.
//
//   "order"     {number, medium, word, whom: identity keys, or null for everybody who is no host}
//   "standing"  {orders: [{number, by, medium, word, whom: identity key or null}]}, to newcomers; several where it is long
//   "end"       {}

import { fromHex, toHex } from "../../bytes/bytes.ts"
import { encodeCbor } from "../../bytes/cbor.ts"
import { bytes, decodeShape, list, nullable, oneOf, record, uint } from "../../bytes/shape.ts"
import { MEDIA, type MediaOrder } from "./media-orders.ts"

export const ORDER = "order"
export const STANDING = "standing"
export const END = "end"

/** A group has fewer members. */
const MAX_NAMED = 250
/** Below 12,000 bytes together. */
const MAX_STANDING = 80

const identityKey = bytes(32)
const common = { number: uint(), medium: oneOf(...MEDIA), word: oneOf("stop", "forbid", "allow") }
const orderShape = record({ ...common, whom: nullable(list(identityKey, MAX_NAMED)) })
const standingShape = record({
  orders: list(record({ ...common, by: identityKey, whom: nullable(identityKey) }), MAX_STANDING),
})
const endShape = record({})

/** An order as it is given: of several people at once, who are named, so that everybody means the same ones. */
export interface GivenOrder extends Omit<MediaOrder, "whom" | "by"> {
  readonly whom: readonly string[] | null
}

export function encodeOrder({ whom, ...order }: GivenOrder): Uint8Array {
  return encodeCbor({ ...order, whom: whom && whom.map(fromHex) })
}

/** Throws CborError or ShapeError. */
export function decodeOrder(body: Uint8Array): GivenOrder {
  const { whom, ...order } = decodeShape(orderShape, body)
  return { ...order, whom: whom && whom.map(toHex) }
}

export function encodeStanding(orders: readonly MediaOrder[]): readonly Uint8Array[] {
  const bodies = []
  for (let from = 0; from < orders.length; from += MAX_STANDING) {
    const part = orders.slice(from, from + MAX_STANDING)
    bodies.push(
      encodeCbor({
        orders: part.map(({ by, whom, ...order }) => ({ ...order, by: fromHex(by), whom: whom && fromHex(whom) })),
      }),
    )
  }
  return bodies
}

/** Throws CborError or ShapeError. */
export function decodeStanding(body: Uint8Array): readonly MediaOrder[] {
  const { orders } = decodeShape(standingShape, body)
  return orders.map(({ by, whom, ...order }) => ({ ...order, by: toHex(by), whom: whom && toHex(whom) }))
}

export function encodeEnd(): Uint8Array {
  return encodeCbor({})
}

/** Throws CborError or ShapeError. */
export function verifyEnd(body: Uint8Array): void {
  decodeShape(endShape, body)
}
