// An epoch that a session holds secrets of.

import type { ClientState } from "ts-mls/clientState.js"
import { createGroupInfoWithExternalPubAndRatchetTree } from "ts-mls/createCommit.js"
import type { BuiltCommit } from "./commit-builder.ts"
import { describeEpoch, type EpochState } from "./epoch-state.ts"
import { judgeCommit } from "./policy.ts"
import { partialGroupInfoOf } from "./partial-group-info.ts"
import { type PublicGroup, publicGroupOf } from "./public-group.ts"
import type { OwnLeaf } from "./leaf-key.ts"
import type { LinkKeys } from "./link-keys.ts"
import type { PendingCommit } from "./session-options.ts"
import type { MlsSuite } from "./suite.ts"
import { encodeGroupInfo } from "./wire.ts"

export interface Installed {
  readonly state: ClientState
  readonly group: PublicGroup
  readonly described: EpochState
  readonly own: Own
}

/** What all epochs of one session in one group share. */
export interface Own {
  /** Signs with the own leaf key. */
  readonly suite: MlsSuite
  readonly signingKey: CryptoKey
  readonly links: LinkKeys
}

/** Makes an epoch ready for use; `before` is the one it follows. */
export async function install(state: ClientState, own: Own, before: Installed | null): Promise<Installed> {
  const group = publicGroupOf(state, own.suite, before?.group)
  const known = before?.described.members ?? []
  return { state, group, described: await describeEpoch({ ...own, state, group, known }), own }
}

export function ownOf({ suite, signingKey }: OwnLeaf, links: LinkKeys): Own {
  return { suite, signingKey, links }
}

/** The whole GroupInfo, for who does not follow the group yet; signed with the own leaf key. */
export async function groupInfoOf(state: ClientState, suite: MlsSuite): Promise<Uint8Array> {
  return encodeGroupInfo(await createGroupInfoWithExternalPubAndRatchetTree(state, [], suite))
}

/** Our own policy judges our own commits too: what others would refuse never leaves. */
export async function presentCommit(
  group: PublicGroup,
  { commit, state }: BuiltCommit,
  own: Pick<Own, "suite">,
): Promise<PendingCommit> {
  const { epoch } = await judgeCommit(group, commit)
  return { epoch, commit, groupInfo: await partialGroupInfoOf(state, own.suite) }
}
