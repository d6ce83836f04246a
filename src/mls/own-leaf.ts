// The own place in the tree.

import { MlsError } from "./errors.ts"
import { hostCertificate } from "./hosts.ts"
import type { Installed } from "./installed.ts"
import type { PublicLeaf } from "./tree.ts"

type Place = Pick<Installed, "group" | "state">

export function ownLeaf({ group, state }: Place): PublicLeaf {
  const leaf = group.leaves.find((candidate) => candidate.leaf === state.privatePath.leafIndex)
  if (!leaf) throw new MlsError("not-a-member", "the own leaf is not in the tree")
  return leaf
}

/** The host key's certificate for the own identity; throws MlsError `not-a-host`. */
export function ownCertificate(installed: Place): Uint8Array {
  const certificate = hostCertificate(ownLeaf(installed), installed.group.context)
  if (!certificate) throw new MlsError("not-a-host", "only a host may do this")
  return certificate
}
