import type { Extension } from "ts-mls/extension.js"
import { decodeRatchetTree, encodeRatchetTree, type RatchetTree } from "ts-mls/ratchetTree.js"
import { type GroupInfo, signGroupInfo } from "ts-mls/groupInfo.js"
import { treeHashRoot } from "ts-mls/treeHash.js"
import { beforeAll, describe, expect, it } from "vitest"
import { randomBytes } from "../../../src/bytes/bytes.ts"
import { groupInfoOf } from "../../../src/mls/installed.ts"
import {
  contextExtension,
  type Expectation,
  type MeetingContext,
  type MeetingContextFields,
  signContext,
  verifyExpectation,
} from "../../../src/mls/meeting-context.ts"
import { buildHeal } from "../../../src/mls/member-commit.ts"
import type { PolicyFault } from "../../../src/mls/policy.ts"
import { nextPublicGroup, readGroupInfo, verifyGroupInfo } from "../../../src/mls/public-group.ts"
import { judgeCommit } from "../../../src/mls/policy.ts"
import { createSuite, FAST_SUITE, type MlsSuite, RELEASE_SUITE } from "../../../src/mls/suite.ts"
import { decodeGroupInfo, encodeGroupInfo } from "../../../src/mls/wire.ts"
import { requireDefined, Workshop } from "./forge.ts"
import { Meeting, OPEN } from "./people.ts"

let workshop: Workshop
let suite: MlsSuite

beforeAll(async () => {
  workshop = await Workshop.create(await Meeting.create(), 3)
  suite = await createSuite(FAST_SUITE)
})

function current(): Promise<Uint8Array> {
  const { state, own } = workshop.member(0)
  return groupInfoOf(state, own.suite)
}

/** A member's group info with parts changed, and signed again by that member. */
async function forged(
  change: (info: GroupInfo) => Partial<GroupInfo> | Promise<Partial<GroupInfo>>,
): Promise<Uint8Array> {
  const info = decodeGroupInfo(await current())
  const changed = { ...info, ...(await change(info)) }
  return encodeGroupInfo(await signGroupInfo(changed, new Uint8Array(), workshop.member(0).own.suite.signature))
}

/** The same with another tree, and the tree hash that fits it. */
function withTree(change: (tree: RatchetTree) => RatchetTree): Promise<Uint8Array> {
  return forged(async ({ extensions, groupContext }) => {
    const data = requireDefined(extensions.find(({ extensionType }) => extensionType === "ratchet_tree")).extensionData
    const tree = change(requireDefined(decodeRatchetTree(data, 0))[0])
    return {
      extensions: withExtension(extensions, { extensionType: "ratchet_tree", extensionData: encodeRatchetTree(tree) }),
      groupContext: { ...groupContext, treeHash: await hashOf(tree) },
    }
  })
}

/** Trees that have no hash at all get any. */
function hashOf(tree: RatchetTree): Promise<Uint8Array> {
  return treeHashRoot(tree, suite.hash).catch(() => randomBytes(32))
}

/** The same with another meeting extension. */
function withContext(
  make: (fields: MeetingContextFields) => MeetingContext | Promise<MeetingContext>,
): Promise<Uint8Array> {
  return forged(async ({ groupContext }) => {
    const { authority: _, ...fields } = workshop.group.context
    return { groupContext: { ...groupContext, extensions: [contextExtension(await make(fields))] } }
  })
}

function withExtension(extensions: readonly Extension[], replacement: Extension): Extension[] {
  return extensions.map((extension) =>
    extension.extensionType === replacement.extensionType ? replacement : extension,
  )
}

const NEGATIVE: readonly (readonly [string, PolicyFault, () => Promise<Uint8Array>])[] = [
  ["bytes after it", "malformed", async () => Uint8Array.of(...(await current()), 0)],
  [
    "a commit",
    "wire-format",
    async () =>
      (await buildHeal({ ...workshop.member(0), group: workshop.group, suite: workshop.member(0).own.suite })).commit,
  ],
  [
    "a third extension",
    "group-info-extensions",
    () =>
      forged(({ extensions }) => ({
        extensions: [...extensions, { extensionType: 0xf0f0, extensionData: randomBytes(4) }],
      })),
  ],
  ["no tree", "group-info-extensions", () => forged(({ extensions }) => ({ extensions: extensions.slice(0, 1) }))],
  [
    "a tree with bytes after it",
    "tree-structure",
    () =>
      forged(({ extensions }) => ({
        extensions: extensions.map((extension) =>
          extension.extensionType === "ratchet_tree"
            ? { ...extension, extensionData: Uint8Array.of(...extension.extensionData, 0) }
            : extension,
        ),
      })),
  ],
  ["a signature that is not the signer's", "group-info-signature", () => forged(() => ({ signer: 1 }))],
  ["a signer that is no leaf", "group-info-signature", () => forged(() => ({ signer: 9 }))],
  [
    "a short group id",
    "wrong-group",
    () => forged(({ groupContext }) => ({ groupContext: { ...groupContext, groupId: randomBytes(16) } })),
  ],
  [
    "another group's id",
    "credential-forged",
    () => forged(({ groupContext }) => ({ groupContext: { ...groupContext, groupId: randomBytes(32) } })),
  ],
  [
    "another tree hash",
    "tree-invalid",
    () => forged(({ groupContext }) => ({ groupContext: { ...groupContext, treeHash: randomBytes(32) } })),
  ],
  ["one person twice", "identity-repeated", () => withTree((tree) => tree.with(4, tree[2]))],
  ["a parent in a leaf's place", "tree-structure", () => withTree((tree) => tree.with(4, tree[3]).with(3, tree[4]))],
  [
    "unmerged leaves",
    "tree-structure",
    () =>
      withTree((tree) =>
        tree.map((node) =>
          node?.nodeType === "parent" ? { ...node, parent: { ...node.parent, unmergedLeaves: [0] } } : node,
        ),
      ),
  ],
  [
    "a parent hash that does not fit",
    "tree-invalid",
    () =>
      withTree((tree) =>
        tree.map((node) =>
          node?.nodeType === "parent" ? { ...node, parent: { ...node.parent, hpkePublicKey: randomBytes(32) } } : node,
        ),
      ),
  ],
  [
    "a parent key of another length",
    "encryption-key-size",
    () =>
      withTree((tree) =>
        tree.map((node) =>
          node?.nodeType === "parent" ? { ...node, parent: { ...node.parent, hpkePublicKey: randomBytes(31) } } : node,
        ),
      ),
  ],
  [
    "a tree that cannot be read",
    "tree-structure",
    () =>
      forged(({ extensions }) => ({
        extensions: withExtension(extensions, { extensionType: "ratchet_tree", extensionData: randomBytes(40) }),
      })),
  ],
  [
    "251 leaves",
    "tree-structure",
    () => withTree((tree) => Array.from({ length: 501 }, (_, index) => (index % 2 === 0 ? tree[0] : undefined))),
  ],
  [
    "a leaf of an Update",
    "leaf-source",
    () =>
      withTree((tree) =>
        tree.map((node) => {
          if (node?.nodeType !== "leaf" || node.leaf.leafNodeSource !== "commit") return node
          const { parentHash: _, ...leaf } = node.leaf
          return { nodeType: "leaf", leaf: { ...leaf, leafNodeSource: "update" } }
        }),
      ),
  ],
  [
    "a signed generation 0",
    "context-unsigned",
    () =>
      withContext((fields) => ({
        ...fields,
        authority: { signer: fields.hostKey, certificate: null, signature: randomBytes(64) },
      })),
  ],
  [
    "an unsigned generation 1",
    "context-unsigned",
    () => withContext((fields) => ({ ...fields, generation: 1, authority: null })),
  ],
  [
    "a context signed by a guest",
    "context-forged",
    () =>
      withContext((fields) => {
        const { publicKey, sign } = workshop.member(1).identity
        return signContext(
          workshop.groupId,
          { ...fields, generation: 1 },
          { signer: publicKey, certificate: null, sign },
        )
      }),
  ],
]

describe("a group info", () => {
  it("reads as the members know the group", async () => {
    const group = await readGroupInfo(await forged(() => ({})), suite)
    expect(group.leaves).toEqual(workshop.group.leaves)
    expect(group.context).toEqual(workshop.group.context)
    const hostSigned = await withContext((fields) => {
      const { publicKey, sign } = workshop.meeting.host
      return signContext(workshop.groupId, { ...fields, generation: 1 }, { signer: publicKey, certificate: null, sign })
    })
    expect((await readGroupInfo(hostSigned, suite)).context.generation).toBe(1)
  })

  it.each(NEGATIVE)("is refused with %s as %s", async (_title, fault, make) => {
    await expect(readGroupInfo(await make(), suite)).rejects.toMatchObject({ name: "PolicyError", fault })
  })

  it("is refused in another suite", async () => {
    const other = await createSuite(RELEASE_SUITE)
    await expect(readGroupInfo(await current(), other)).rejects.toMatchObject({ fault: "wrong-suite" })
  })

  it("is compared with the group that the service followed", async () => {
    const { own } = workshop.member(0)
    await expect(verifyGroupInfo(workshop.group, await current())).resolves.toBeUndefined()
    const built = await buildHeal({ ...workshop.member(0), group: workshop.group, suite: own.suite })
    const next = await nextPublicGroup(workshop.group, await judgeCommit(workshop.group, built.commit))
    await expect(verifyGroupInfo(next, await groupInfoOf(built.state, own.suite))).resolves.toBeUndefined()
    await expect(verifyGroupInfo(next, await current())).rejects.toMatchObject({ fault: "group-info-differs" })
    await expect(verifyGroupInfo(workshop.group, await forged(() => ({ signer: 1 })))).rejects.toMatchObject({
      fault: "group-info-signature",
    })
  })
})

const UNEXPECTED: readonly (readonly [PolicyFault, (expected: Expectation) => Expectation])[] = [
  ["unexpected-meeting", (expected) => ({ ...expected, meeting: "0000000000" })],
  ["unexpected-psk", (expected) => ({ ...expected, pskId: randomBytes(32) })],
  ["unexpected-record", (expected) => ({ ...expected, recordDigest: randomBytes(32) })],
  ["unexpected-host", (expected) => ({ ...expected, hostKey: randomBytes(32) })],
  ["unexpected-service", (expected) => ({ ...expected, serviceKey: randomBytes(32) })],
  ["unexpected-settings", (expected) => ({ ...expected, settings: { ...OPEN, admission: "locked" } })],
]

describe("a context against the opened record", () => {
  it("passes when all is as recorded", () => {
    expect(() => verifyExpectation(workshop.group.context, workshop.meeting.expectation)).not.toThrow()
  })

  it.each(UNEXPECTED)("is refused as %s", (fault, change) => {
    const expected = change(workshop.meeting.expectation)
    expect(() => verifyExpectation(workshop.group.context, expected)).toThrow(expect.objectContaining({ fault }))
  })
})
