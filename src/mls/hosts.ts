// Who is a host: a leaf with the host key's certificate in its credential, or an identity among the co-hosts.

import { isEqual } from "../bytes/bytes.ts"
import type { MeetingContext } from "./meeting-context.ts"
import type { PublicLeaf } from "./tree.ts"

/** `host`: the host key vouches for the credential itself. `co-host`: the context names the identity. */
export type Role = "host" | "co-host" | "member"

/** What a leaf of the tree is; its credential and the context are verified already. */
export function roleOf(leaf: PublicLeaf, context: MeetingContext): Role {
  if (leaf.credential.certificate) return "host"
  return isHost(leaf, context) ? "co-host" : "member"
}

/** Whether a leaf of the tree may act as host; its credential and the context are verified already. */
export function isHost(leaf: PublicLeaf, context: MeetingContext): boolean {
  return hostCertificate(leaf, context) !== null
}

/** The host key's certificate for the leaf's identity, or null when it is no host. */
export function hostCertificate(leaf: PublicLeaf, context: MeetingContext): Uint8Array | null {
  const coHost = context.coHosts.find(({ identityKey }) => isEqual(identityKey, leaf.identityKey))
  return leaf.credential.certificate ?? coHost?.certificate ?? null
}
