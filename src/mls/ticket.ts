// A ticket: a host's word that one identity may come in, while one generation of the context lasts.
//
//   ticket = canonical CBOR {generation, host, certificate, signature}
//
// The identity it is for is not in it: the statement that is signed holds the joiner's own identity key.

import { encodeCbor } from "../bytes/cbor.ts"
import { bytes, decodeShape, record, type Shaped, uint } from "../bytes/shape.ts"
import { isSigned, type Sign, signStatement } from "../bytes/statement.ts"
import { PolicyError } from "./errors.ts"
import { isCertified, type MeetingContext } from "./meeting-context.ts"

export const ticketShape = record({
  generation: uint(),
  /** The host's identity key and the host key's certificate for it. */
  host: bytes(32),
  certificate: bytes(64),
  signature: bytes(64),
})

export type Ticket = Shaped<typeof ticketShape>

/** Signs a ticket for `identityKey`; the caller is a host and passes its own identity, and as group id the origin. */
export async function createTicket(
  statement: { readonly groupId: Uint8Array; readonly generation: number; readonly identityKey: Uint8Array },
  by: { readonly identityKey: Uint8Array; readonly certificate: Uint8Array; readonly sign: Sign },
): Promise<Uint8Array<ArrayBuffer>> {
  const signature = await signStatement(by.sign, "ticket", statement)
  const { generation } = statement
  return encodeCbor({ generation, host: by.identityKey, certificate: by.certificate, signature })
}

/** Throws PolicyError `authenticated-data`. */
export function decodeTicket(ticket: Uint8Array): Ticket {
  try {
    return decodeShape(ticketShape, ticket)
  } catch (error) {
    throw new PolicyError("authenticated-data", "the ticket cannot be read", { cause: error })
  }
}

/** Checks a ticket for one identity against the context of the group it wants into; throws PolicyError. */
export async function verifyTicket(
  ticket: Ticket,
  where: { readonly origin: Uint8Array; readonly context: MeetingContext; readonly identityKey: Uint8Array },
): Promise<void> {
  const { origin: groupId, context, identityKey } = where
  const { generation, host, certificate, signature } = ticket
  if (generation !== context.generation) {
    throw new PolicyError("ticket-generation", `"generation" must be ${context.generation}, got ${generation}`)
  }
  const isHost = await isCertified(groupId, context, { identityKey: host, certificate })
  if (!isHost || !(await isSigned(host, signature, "ticket", { groupId, generation, identityKey }))) {
    throw new PolicyError("ticket-forged", "the ticket is not a host's for this identity")
  }
}
