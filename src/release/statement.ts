// A signed statement about an artifact (in-toto, https://in-toto.io/Statement/v1): its subjects are what it is about,
// its predicate what it says.

import { isEqual } from "../bytes/bytes.ts"
import type { CborValue } from "../bytes/cbor.ts"
import { fromHex } from "../bytes/bytes.ts"
import { list, oneOf, text, textUpTo } from "../bytes/shape.ts"
import type { SignedContent } from "./bundle.ts"
import { ReleaseError } from "./errors.ts"
import { anything, decodeJson, defaulting, mapOf, message } from "./json.ts"
import { digest } from "./log-entry.ts"

const MAX_STATEMENT_BYTES = 2 ** 21
const PAYLOAD_TYPE = "application/vnd.in-toto+json"

const statementShape = message({
  _type: oneOf("https://in-toto.io/Statement/v1", "https://in-toto.io/Statement/v0.1"),
  subject: list(
    message({
      name: defaulting(textUpTo(1000), ""),
      uri: anything,
      digest: mapOf(/^[\w-]{1,50}$/, text(/^\S{1,1000}$/)),
      content: anything,
      downloadLocation: anything,
      mediaType: anything,
      annotations: anything,
    }),
    1000,
  ),
  predicateType: textUpTo(1000),
  predicate: anything,
})

export interface Statement {
  readonly predicateType: string
  readonly predicate: CborValue
}

/** Reads an envelope's statement and checks that the artifact is a subject; throws ReleaseError `bundle`, `artifact`. */
export function verifySubject(
  { payloadType, payload }: SignedContent & { readonly kind: "envelope" },
  artifact: Uint8Array,
): Statement {
  if (payloadType !== PAYLOAD_TYPE) throw new ReleaseError("bundle", `its payload must be of type ${PAYLOAD_TYPE}`)
  const { subject, predicateType, predicate } = decodeJson(statementShape, payload, MAX_STATEMENT_BYTES, "bundle")
  const expected = digest("SHA2_256", artifact)
  if (!subject.some(({ digest: { sha256 } }) => sha256 !== undefined && isHexOf(sha256, expected))) {
    throw new ReleaseError("artifact", "the statement is about another artifact")
  }
  return { predicateType, predicate }
}

function isHexOf(hex: string, bytes: Uint8Array): boolean {
  return /^(?:[0-9a-f]{2})+$/.test(hex) && isEqual(fromHex(hex), bytes)
}
