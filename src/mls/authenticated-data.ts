// What a commit says besides its proposals: canonical CBOR in the authenticated_data of the MLS message, one shape for
// each kind of commit.
//
//   join     {kind: "join", ticket}                 ticket: map (ticket.ts) or null
//   remove   {kind: "remove", reasons}              one for each Remove, in the order of the proposals
//   context  {kind: "context", rotation}            rotation: the sealed next link, 1 to 1024 bytes, or null
//   heal     {kind: "heal"}
//
//   reason   {reason: "left", leaf, signature} | {reason: "gone", leaf, signature} | {reason: "order", leaf}

import { type CborValue, encodeCbor } from "../bytes/cbor.ts"
import {
  bytes,
  bytesUpTo,
  decodeShape,
  list,
  nullable,
  oneOf,
  record,
  type Shape,
  type Shaped,
  uint,
} from "../bytes/shape.ts"
import { PolicyError } from "./errors.ts"
import { ticketShape } from "./ticket.ts"

const MAX_REASONS = 250

const leaf = uint(MAX_REASONS - 1)
const signature = bytes(64)

const left = record({ reason: oneOf("left"), leaf, signature })
const gone = record({ reason: oneOf("gone"), leaf, signature })
const order = record({ reason: oneOf("order"), leaf })

/** Why a leaf is removed: the leaver's own word, the service's, or a host's order. */
export type RemoveReason = Shaped<typeof left> | Shaped<typeof gone> | Shaped<typeof order>

const reason: Shape<RemoveReason> = (value, path) => {
  const word = wordOf(value)
  if (word === "left") return left(value, path)
  return word === "gone" ? gone(value, path) : order(value, path)
}

const shapes = {
  join: record({ kind: oneOf("join"), ticket: nullable(ticketShape) }),
  remove: record({ kind: oneOf("remove"), reasons: list(reason, MAX_REASONS) }),
  context: record({ kind: oneOf("context"), rotation: nullable(bytesUpTo(1024)) }),
  heal: record({ kind: oneOf("heal") }),
} as const

export type CommitKind = keyof typeof shapes
export type AuthenticatedData<K extends CommitKind = CommitKind> = { [P in K]: Shaped<(typeof shapes)[P]> }[K]

export function encodeAuthenticatedData(data: AuthenticatedData): Uint8Array<ArrayBuffer> {
  return encodeCbor(data)
}

/** Reads the data that a commit of this kind must carry; throws PolicyError `authenticated-data`. */
export function decodeAuthenticatedData<K extends CommitKind>(kind: K, data: Uint8Array): AuthenticatedData<K>
export function decodeAuthenticatedData(kind: CommitKind, data: Uint8Array): AuthenticatedData {
  try {
    return decodeShape<AuthenticatedData>(shapes[kind], data)
  } catch (error) {
    throw new PolicyError("authenticated-data", `the data of a ${kind} commit cannot be read`, { cause: error })
  }
}

function wordOf(value: CborValue): CborValue | undefined {
  return typeof value === "object" && value !== null && "reason" in value ? value.reason : undefined
}
