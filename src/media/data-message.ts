// Data messages: chat, mute, hand, heartbeat … One packet of LiveKit's reliable data channel is
//
//   SFrame header ‖ ciphertext of canonical CBOR { kind, counter, body, signature } ‖ tag
//
// sealed under the context "data". The group's keys alone would let any member speak as any other, so the sender's
// leaf signs {group id, epoch, leaf key, kind, counter, SHA-256 of body} (purpose "data").

import { CborError, type CborValue, encodeCbor } from "../bytes/cbor.ts"
import { sha256 } from "../bytes/bytes.ts"
import { bytes, bytesUpTo, decodeShape, record, type Shape, ShapeError, text, uint64 } from "../bytes/shape.ts"
import { isSigned, signStatement, signWith } from "../bytes/statement.ts"
import type { Epoch } from "./epoch.ts"
import { FrameError } from "./errors.ts"
import type { FrameHeader } from "./header.ts"
import type { Kid } from "./kid.ts"

export const MAX_BODY_BYTES = 12_000

const payload = record({
  kind: text(/^[a-z-]{1,32}$/),
  counter: uint64,
  body: bytesUpTo(MAX_BODY_BYTES),
  signature: bytes(64),
})

/**
 * Kinds that hold nothing people said: sent once and never acknowledged, for the next heartbeat says what a lost one said;
 * and sent while sending is halted, since the way back needs them.
 */
export const CONTENTLESS: ReadonlySet<string> = new Set(["ack", "heartbeat", "key-frame"])

export interface DataMessage {
  /** 1 to 32 of a–z and "-". */
  readonly kind: string
  /** Numbers a leaf key's messages; the same one when a message is sent again. */
  readonly counter: bigint
  /** 1 to 12,000 bytes. */
  readonly body: Uint8Array
}

export interface OpenedDataMessage extends DataMessage {
  readonly identityKey: Uint8Array
  readonly leafKey: Uint8Array
  readonly leaf: number
  readonly epoch: bigint
}

/** Throws FrameError "too-large", and ShapeError for a kind that is no kind. */
export async function sealDataMessage(epoch: Epoch, message: DataMessage): Promise<Uint8Array<ArrayBuffer>> {
  const { kind, counter, body } = message
  if (body.length > MAX_BODY_BYTES) throw new FrameError("too-large", `"body" must be at most ${MAX_BODY_BYTES} bytes`)
  const statement = await statementOf(epoch, epoch.own.leafKey, message)
  const signature = await signStatement(signWith(epoch.signingKey), "data", statement)
  const key = await epoch.sealingKey("data")
  return key.seal(encodeCbor(payload({ kind, counter, body, signature }, "")), 0)
}

/** Opens a packet of this epoch; throws FrameError of any receiving fault. */
export async function openDataMessage(
  epoch: Epoch,
  kid: Kid,
  header: FrameHeader,
  packet: Uint8Array<ArrayBuffer>,
): Promise<OpenedDataMessage> {
  const { member, key } = epoch.received(kid)
  const { signature, ...message } = decodeWith(payload, await key.open(packet, 0, header))
  const statement = await statementOf(epoch, member.leafKey, message)
  if (!(await isSigned(member.leafKey, signature, "data", statement))) {
    throw new FrameError("impostor", "not signed by the leaf it names")
  }
  return { ...message, ...member, epoch: epoch.number }
}

/** Decodes what was sealed and signed; throws FrameError "malformed". */
export function decodeWith<T extends CborValue>(shape: Shape<T>, plaintext: Uint8Array): T {
  try {
    return decodeShape(shape, plaintext)
  } catch (cause) {
    if (!(cause instanceof CborError || cause instanceof ShapeError)) throw cause
    throw new FrameError("malformed", "sealed, but no data message", { cause })
  }
}

async function statementOf(epoch: Epoch, leafKey: Uint8Array, { kind, counter, body }: DataMessage) {
  return { groupId: epoch.groupId, epoch: epoch.number, leafKey, kind, counter, body: await sha256(body) }
}
