// What whoever reads a GroupInfo checks: the service at the founding, and every joiner.

import type { Extension } from "ts-mls/extension.js"
import { type GroupInfo, signGroupInfo } from "ts-mls/groupInfo.js"
import { decodeRatchetTree, encodeRatchetTree, type RatchetTree } from "ts-mls/ratchetTree.js"
import { treeHashRoot } from "ts-mls/treeHash.js"
import { compareBytes, randomBytes } from "../../../../src/bytes/bytes.ts"
import { groupExtensions } from "../../../../src/mls/group-extensions.ts"
import { groupInfoOf } from "../../../../src/mls/installed.ts"
import type { MeetingContext, MeetingContextFields } from "../../../../src/mls/meeting-context.ts"
import type { Succession } from "../../../../src/mls/succession.ts"
import { RELEASE_SUITE } from "../../../../src/mls/suite.ts"
import { decodeGroupInfo, encodeGroupInfo } from "../../../../src/mls/wire.ts"
import { requireDefined } from "../forge.ts"
import { type Bench, GUEST, HOST, unchanged } from "./bench.ts"
import type { Row } from "./row.ts"
import { asUpdated, claimingLess, unsigned, withLeaves, withParents, withTaken } from "./trees.ts"

export const groupInfoRows = (bench: Bench): readonly Row[] => [
  ["the members' own", "accepted", () => bench.workshop.groupInfo()],
  ["one signed again", "accepted", () => forged(bench, () => ({}))],
  [
    "generation 1 under the host key",
    "accepted",
    () => withContext(bench, (fields) => bench.byHostKey({ ...fields, generation: 1 })),
  ],
  ["bytes after it", "malformed", async () => Uint8Array.of(...(await bench.workshop.groupInfo()), 0)],
  ["a commit", "wire-format", () => bench.heal(unchanged)],
  ["a third extension", "group-info-extensions", () => withInfoExtensions(bench, (known) => [...known, odd()])],
  ["no tree", "group-info-extensions", () => withInfoExtensions(bench, without("ratchet_tree"))],
  ["no external key", "group-info-extensions", () => withInfoExtensions(bench, without("external_pub"))],
  ["two trees", "group-info-extensions", () => withInfoExtensions(bench, (known) => known.map(() => treeOf(known)))],
  [
    "a tree with bytes after it",
    "tree-structure",
    () => withInfoExtensions(bench, (known) => withTreeBytes(known, (bytes) => Uint8Array.of(...bytes, 0))),
  ],
  [
    "a tree that cannot be read",
    "tree-structure",
    () => withInfoExtensions(bench, (known) => withTreeBytes(known, () => randomBytes(40))),
  ],
  ["a signature that is not the signer's", "group-info-signature", () => forged(bench, () => ({ signer: GUEST }))],
  ["a signer that is no leaf", "group-info-signature", () => forged(bench, () => ({ signer: 9 }))],
  ["another suite", "wrong-suite", () => withGroupContext(bench, { cipherSuite: RELEASE_SUITE })],
  ["a short group id", "wrong-group", () => withGroupContext(bench, { groupId: randomBytes(16) })],
  ["another group's id", "credential-forged", () => withGroupContext(bench, { groupId: randomBytes(32) })],
  ["another tree hash", "tree-invalid", () => withGroupContext(bench, { treeHash: randomBytes(32) })],
  ["no extensions", "context-extensions", () => withGroupContext(bench, { extensions: [] })],
  ["one person twice", "identity-repeated", () => withTree(bench, (tree) => tree.with(4, tree[2]))],
  ["one person twice, with keys of its own for each leaf", "identity-repeated", () => withSecondLeaf(bench)],
  [
    "one leaf key twice",
    "leaf-key-reused",
    () => withTree(bench, (tree) => withTaken(tree, 2, 4, ({ signaturePublicKey }) => ({ signaturePublicKey }))),
  ],
  [
    "one encryption key twice",
    "encryption-key-reused",
    () => withTree(bench, (tree) => withTaken(tree, 2, 4, ({ hpkePublicKey }) => ({ hpkePublicKey }))),
  ],
  [
    "a parent in a leaf's place",
    "tree-structure",
    () => withTree(bench, (tree) => tree.with(4, tree[3]).with(3, tree[4])),
  ],
  [
    "unmerged leaves",
    "tree-structure",
    () => withTree(bench, (tree) => withParents(tree, () => ({ unmergedLeaves: [0] }))),
  ],
  [
    "a parent key that its hash does not fit",
    "tree-invalid",
    () => withTree(bench, (tree) => withParents(tree, () => ({ hpkePublicKey: randomBytes(32) }))),
  ],
  [
    "a parent key of another length",
    "encryption-key-size",
    () => withTree(bench, (tree) => withParents(tree, () => ({ hpkePublicKey: randomBytes(31) }))),
  ],
  [
    "251 leaves",
    "tree-structure",
    () => withTree(bench, (tree) => Array.from({ length: 501 }, (_, index) => (index % 2 === 0 ? tree[0] : undefined))),
  ],
  [
    "a leaf in the 251st place",
    "tree-structure",
    () => withTree(bench, (tree) => [...tree, ...Array.from({ length: 500 - tree.length }, () => undefined), tree[0]]),
  ],
  ["no leaves", "tree-structure", () => withTree(bench, (tree) => [undefined, ...tree.slice(1, 2)])],
  ["a leaf of an Update", "leaf-source", () => withTree(bench, (tree) => withLeaves(tree, asUpdated))],
  ["a leaf that claims less", "capabilities", () => withTree(bench, (tree) => withLeaves(tree, claimingLess))],
  ["a leaf with another signature", "tree-invalid", () => withTree(bench, (tree) => withLeaves(tree, unsigned))],
  [
    "a signed generation 0",
    "context-unsigned",
    () => withContext(bench, (fields) => bench.byHostKey({ ...fields, generation: 0 })),
  ],
  [
    "an unsigned generation 1",
    "context-unsigned",
    () => withContext(bench, (fields) => ({ ...fields, generation: 1, authority: null })),
  ],
  [
    "a context signed by a guest",
    "context-forged",
    () => withContext(bench, (fields) => bench.byMember({ ...fields, generation: 1 }, GUEST, null)),
  ],
  [
    "a co-host that certified itself",
    "co-host-forged",
    async () => {
      const { identity } = bench.workshop.member(GUEST)
      const certificate = await bench.certificateFor(identity.publicKey, identity)
      const coHosts = [{ identityKey: identity.publicKey, certificate }]
      return withContext(bench, (fields) => bench.byHostKey({ ...fields, generation: 1, coHosts }))
    },
  ],
]

/** Of a successor group at epoch 0, with its founder alone. */
export const successorInfoRows = (bench: Bench): readonly Row[] => {
  const people = requireDefined(bench.group.succession).returning
  const founder = bench.leaf(HOST).identityKey
  return [
    ["a founder's own", "accepted", () => bench.workshop.groupInfo()],
    ["the author for a founder", "refused-author", () => withSuccession(bench, { author: founder })],
    [
      "a founder who was not in the predecessor",
      "succession-founder",
      () => withSuccession(bench, { returning: people.filter((key) => compareBytes(key, founder) !== 0) }),
    ],
    ["a generation that was not the predecessor's", "generation-lower", () => withSuccession(bench, { generation: 5 })],
    [
      "a context of a later generation",
      "succession-founder",
      () => withContext(bench, (fields) => bench.byHostKey({ ...fields, generation: 1 })),
    ],
    [
      "those who return in another order",
      "succession-malformed",
      () => withSuccession(bench, { returning: people.toReversed() }),
    ],
    [
      "somebody who returns twice",
      "succession-malformed",
      () => withSuccession(bench, { returning: people.flatMap((key) => [key, key]) }),
    ],
    ["another first group", "certificate-forged", () => withSuccession(bench, { origin: randomBytes(32) })],
  ]
}

/** The group after somebody joined a second time, which the policy would not have let through. */
async function withSecondLeaf({ workshop }: Bench): Promise<Uint8Array> {
  const again = await workshop.newcomer(workshop.member(GUEST).identity)
  const { state } = await workshop.joinOf(again, null, { leaves: [] })
  return groupInfoOf(state, again.own.suite)
}

type InfoChange = (info: GroupInfo) => Partial<GroupInfo> | Promise<Partial<GroupInfo>>

/** The host's group info with parts changed, and signed again. */
export async function forged({ workshop }: Bench, change: InfoChange): Promise<Uint8Array> {
  const info = decodeGroupInfo(await workshop.groupInfo())
  const changed = { ...info, ...(await change(info)) }
  return encodeGroupInfo(await signGroupInfo(changed, new Uint8Array(), workshop.member(HOST).own.suite.signature))
}

function withGroupContext(bench: Bench, change: Partial<GroupInfo["groupContext"]>): Promise<Uint8Array> {
  return forged(bench, ({ groupContext }) => ({ groupContext: { ...groupContext, ...change } }))
}

function withContext(
  bench: Bench,
  make: (fields: MeetingContextFields) => MeetingContext | Promise<MeetingContext>,
): Promise<Uint8Array> {
  return forged(bench, async ({ groupContext }) => {
    const { succession } = bench.group
    const { authority: _, ...fields } = bench.group.context
    const extensions = groupExtensions({ context: await make(fields), succession })
    return { groupContext: { ...groupContext, extensions } }
  })
}

function withSuccession(bench: Bench, change: Partial<Succession>): Promise<Uint8Array> {
  const { context } = bench.group
  const succession = { ...requireDefined(bench.group.succession), ...change }
  return withGroupContext(bench, { extensions: groupExtensions({ context, succession }) })
}

function withInfoExtensions(bench: Bench, change: (known: readonly Extension[]) => Extension[]): Promise<Uint8Array> {
  return forged(bench, ({ extensions }) => ({ extensions: change(extensions) }))
}

function without(type: Extension["extensionType"]): (known: readonly Extension[]) => Extension[] {
  return (known) => known.filter(({ extensionType }) => extensionType !== type)
}

function treeOf(known: readonly Extension[]): Extension {
  return requireDefined(known.find(({ extensionType }) => extensionType === "ratchet_tree"))
}

function withTreeBytes(known: readonly Extension[], change: (bytes: Uint8Array) => Uint8Array): Extension[] {
  return known.map((extension) =>
    extension === treeOf(known) ? { ...extension, extensionData: change(extension.extensionData) } : extension,
  )
}

function odd(): Extension {
  return { extensionType: 0xf0f0, extensionData: randomBytes(4) }
}

/** The same with another tree, and the tree hash that fits it; trees that have no hash at all get any. */
function withTree(bench: Bench, change: (tree: RatchetTree) => RatchetTree): Promise<Uint8Array> {
  return forged(bench, async ({ extensions, groupContext }) => {
    const tree = change(requireDefined(decodeRatchetTree(treeOf(extensions).extensionData, 0))[0])
    const treeHash = await treeHashRoot(tree, bench.group.suite.hash).catch(() => randomBytes(32))
    return {
      extensions: withTreeBytes(extensions, () => encodeRatchetTree(tree)),
      groupContext: { ...groupContext, treeHash },
    }
  })
}
