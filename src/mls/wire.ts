// MLS messages from bytes (RFC 9420 §6). The library's decoders ignore what follows a message and accept longer forms
// of a length, so a message is taken only if encoding it again gives the same bytes.

import type { FramedContentAuthDataCommit, FramedContentCommit } from "ts-mls/framedContent.js"
import type { GroupInfo } from "ts-mls/groupInfo.js"
import { decodeMlsMessage, encodeMlsMessage, type MLSMessage } from "ts-mls/message.js"
import type { PublicMessage } from "ts-mls/publicMessage.js"
import { isEqual } from "../bytes/bytes.ts"
import { PolicyError } from "./errors.ts"

/** A PublicMessage that holds a commit. */
export interface CommitMessage {
  readonly content: FramedContentCommit
  readonly auth: FramedContentAuthDataCommit
  /** The same message as the library wants it. */
  readonly message: PublicMessage
}

/** Reads a commit; throws PolicyError `malformed`, `wire-format` or `content-type`. */
export function decodeCommit(bytes: Uint8Array): CommitMessage {
  const decoded = decodeStrictly(bytes)
  if (decoded.wireformat !== "mls_public_message") {
    throw new PolicyError("wire-format", `"wireformat" must be mls_public_message, got ${decoded.wireformat}`)
  }
  const message = decoded.publicMessage
  const { content, auth } = message
  if (content.contentType !== "commit" || auth.contentType !== "commit") {
    throw new PolicyError("content-type", `"contentType" must be commit, got ${content.contentType}`)
  }
  return { content, auth, message }
}

export function encodeCommit(message: PublicMessage): Uint8Array {
  return encodeMlsMessage({ version: "mls10", wireformat: "mls_public_message", publicMessage: message })
}

/** Reads a GroupInfo; throws PolicyError `malformed` or `wire-format`. */
export function decodeGroupInfo(bytes: Uint8Array): GroupInfo {
  const decoded = decodeStrictly(bytes)
  if (decoded.wireformat !== "mls_group_info") {
    throw new PolicyError("wire-format", `"wireformat" must be mls_group_info, got ${decoded.wireformat}`)
  }
  return decoded.groupInfo
}

export function encodeGroupInfo(groupInfo: GroupInfo): Uint8Array {
  return encodeMlsMessage({ version: "mls10", wireformat: "mls_group_info", groupInfo })
}

function decodeStrictly(bytes: Uint8Array): MLSMessage {
  try {
    const [message] = decodeMlsMessage(bytes, 0) ?? []
    if (message && isEqual(encodeMlsMessage(message), bytes)) return message
  } catch (error) {
    throw new PolicyError("malformed", "not an MLS message", { cause: error })
  }
  throw new PolicyError("malformed", "not exactly one MLS message in its shortest form")
}
