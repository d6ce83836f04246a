// What members are told of the meeting's next link, in the commit that changes it: canonical CBOR {meeting, password}.
// Server and passphrase stay.

import { encodeCbor } from "../bytes/cbor.ts"
import { decodeShape, record, text } from "../bytes/shape.ts"
import type { MeetingLink } from "../links/link.ts"

const shape = record({ meeting: text(/^[0-9A-Za-z]{10}$/), password: text(/^[0-9A-Za-z]{22}$/) })

export function encodeNextLink({ meeting, password }: Pick<MeetingLink, "meeting" | "password">): Uint8Array {
  return encodeCbor({ meeting, password })
}

/** The whole next link; throws CborError, ShapeError. */
export function decodeNextLink(present: MeetingLink, bytes: Uint8Array): MeetingLink {
  return { ...present, ...decodeShape(shape, bytes) }
}
