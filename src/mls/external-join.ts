// Getting into a group: an external commit with the meeting's pre-shared key (RFC 9420 §12.4.3.2, §8.4).

import { exportSecret } from "ts-mls/clientState.js"
import type { PreSharedKeyID } from "ts-mls/presharedkey.js"
import type { Proposal } from "ts-mls/proposal.js"
import { accumulatePskSecret } from "ts-mls/pskIndex.js"
import { isEqual } from "../bytes/bytes.ts"
import { encodeAuthenticatedData } from "./authenticated-data.ts"
import { type BuiltCommit, buildCommit } from "./commit-builder.ts"
import type { OwnLeaf } from "./leaf-key.ts"
import type { OfferedGroup } from "./public-group.ts"
import { decodeTicket } from "./ticket.ts"
import { withNewLeaf, withoutLeaf } from "./tree.ts"

/** Builds the join of `own`, removing this identity's earlier leaf if the tree has one. */
export async function buildJoin(options: {
  readonly group: OfferedGroup
  readonly own: OwnLeaf
  readonly identityKey: Uint8Array
  readonly psk: Uint8Array
  readonly ticket: Uint8Array | null
}): Promise<BuiltCommit> {
  const { group, own, psk, ticket } = options
  const { suite } = own
  const former = group.leaves.find(({ identityKey }) => isEqual(identityKey, options.identityKey))
  const remaining = former ? withoutLeaf(group.tree, former.leaf) : group.tree
  const { tree, leaf } = withNewLeaf(remaining, own.publicPackage.leafNode)
  const { enc: kemOutput, secret: initSecret } = await exportSecret(group.externalKey, suite)
  const pskNonce = suite.rng.randomBytes(suite.kdf.size)
  const preSharedKeyId: PreSharedKeyID = { psktype: "external", pskId: group.context.pskId, pskNonce }
  const zeroes = new Uint8Array(suite.kdf.size)
  const [pskSecret] = await accumulatePskSecret([preSharedKeyId], { findPsk: () => psk }, suite, zeroes)
  const removal: Proposal[] = former ? [{ proposalType: "remove", remove: { removed: former.leaf } }] : []
  const built = await buildCommit({
    group,
    tree,
    sender: { senderType: "new_member_commit" },
    proposals: [
      ...removal,
      { proposalType: "external_init", externalInit: { kemOutput } },
      { proposalType: "psk", psk: { preSharedKeyId } },
    ],
    hasPath: true,
    authenticatedData: encodeAuthenticatedData({ kind: "join", ticket: ticket && decodeTicket(ticket) }),
    extensions: group.groupContext.extensions,
    privatePath: { leafIndex: leaf, privateKeys: {} },
    initSecret,
    pskSecret,
    membershipKey: new Uint8Array(),
    suite,
  })
  initSecret.fill(0)
  pskSecret.fill(0)
  return built
}
