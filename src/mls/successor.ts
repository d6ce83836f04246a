// From a group whose members refused a commit that came into force, into the group that succeeds it.

import type { ClientState } from "ts-mls/clientState.js"
import { randomBytes } from "../bytes/bytes.ts"
import { buildJoin } from "./external-join.ts"
import { foundGroup } from "./founding.ts"
import { groupInfoOf, type Installed, type Own, ownOf, presentCommit } from "./installed.ts"
import { createLeafIn, type LeafOptions } from "./leaf-key.ts"
import { ownLeaf } from "./own-leaf.ts"
import { readGroupInfo } from "./public-group.ts"
import type { PendingCommit } from "./session-options.ts"
import { type Refusal, succeed, verifySuccession } from "./succession.ts"
import { createSuite } from "./suite.ts"

/** A state in the successor group, with the leaf that was made for it. */
interface Succeeding {
  readonly next: ClientState
  readonly own: Own
}

/** Founds the successor of the group of `last`, its last good epoch. */
export async function foundAfter(
  last: Installed,
  refusal: Refusal,
  options: LeafOptions,
): Promise<Succeeding & { readonly groupInfo: Uint8Array }> {
  const groupId = randomBytes(32)
  const { origin, context } = last.group
  const succession = await succeed(last.group, refusal)
  const { links } = last.own
  const leaf = await createLeafIn({ groupId, origin }, byLink(options, last), ownLeaf(last).credential.certificate)
  const next = await foundGroup(groupId, { context, succession }, leaf)
  return { next, own: ownOf(leaf, links), groupInfo: await groupInfoOf(next, leaf.suite) }
}

/** Prepares the join into the successor of the group of `last`; throws PolicyError for any other group. */
export async function joinAfter(
  last: Installed,
  { groupInfo, refusal }: { readonly groupInfo: Uint8Array; readonly refusal: Refusal },
  options: LeafOptions,
): Promise<Succeeding & { readonly pending: PendingCommit }> {
  const group = await readGroupInfo(groupInfo, await createSuite(options.suite))
  verifySuccession(group, last.group, await succeed(last.group, refusal))
  const { links } = last.own
  const own = await createLeafIn(group, byLink(options, last), ownLeaf(last).credential.certificate)
  const identityKey = options.identity.publicKey
  const built = await buildJoin({ group, own, identityKey, psk: links.of(group.context).psk, ticket: null })
  return { next: built.state, own: ownOf(own, links), pending: await presentCommit(group, built, own) }
}

/** The link may have changed since the session began: the new leaf's profile is sealed by the present one. */
function byLink(options: LeafOptions, { own, group: { context } }: Installed): LeafOptions {
  const { nameKey } = own.links.of(context)
  return { ...options, nameKey, expectation: { ...options.expectation, meeting: context.meeting } }
}
