// Following a commit without deriving the secret tree (RFC 9420 §9). It would cost more than all else, six derivations for
// each member, and only application messages and PrivateMessages need it: here nobody sends or reads any, and the suite's
// AEAD refuses to.

import { isEqual, utf8 } from "../bytes/bytes.ts"
import type { MlsSuite } from "./suite.ts"

/** RFC 9420 §9, as they stand in a KDFLabel (§8): after its length (2 bytes) and with their own before them. */
const SECRET_TREE_LABELS = ["tree", "handshake", "application"].map((label) => {
  const text = utf8(`MLS 1.0 ${label}`)
  return Uint8Array.of(text.length, ...text)
})
const LABEL_AT = 2

/** The suite with zeros for every secret of a secret tree; the tree that comes of it is dropped by `settle`. */
export function withoutSecretTree(suite: MlsSuite): MlsSuite {
  const { kdf } = suite
  const expand: typeof kdf.expand = (secret, info, length) =>
    SECRET_TREE_LABELS.some((label) => isEqual(label, info.subarray(LABEL_AT, LABEL_AT + label.length)))
      ? Promise.resolve(new Uint8Array(length))
      : kdf.expand(secret, info, length)
  return { ...suite, kdf: { ...kdf, expand } }
}
