// Leaf nodes, but for the credentials in them.

import { randomBytes } from "../../../../src/bytes/bytes.ts"
import { withLeaf } from "../forge.ts"
import { type Bench, GUEST, OTHER, unchanged } from "./bench.ts"
import { joinAs } from "./credential-rows.ts"
import type { Row } from "./row.ts"

export const leafRows = (bench: Bench): readonly Row[] => {
  const { workshop } = bench
  const { capabilities } = workshop.group.suite
  return [
    ["a newcomer's leaf signed again", "accepted", () => bench.joinWithLeaf(() => ({}))],
    ["a member's leaf signed again", "accepted", () => bench.healWithLeaf({})],
    [
      "a leaf signed for another place",
      "leaf-signature",
      async () => {
        const by = await workshop.newcomer()
        return bench.join(async ({ path }) => ({ path: await withLeaf(workshop, path, 9, {}, by.own.suite) }), by)
      },
    ],
    [
      "a leaf signed for another group",
      "leaf-signature",
      async () => {
        const by = await workshop.newcomer()
        const elsewhere = { groupId: randomBytes(32) }
        const { suite } = by.own
        return bench.join(
          async ({ path }) => ({ path: await withLeaf(elsewhere, path, bench.freeLeaf, {}, suite) }),
          by,
        )
      },
    ],
    [
      "a leaf that another key signed",
      "leaf-signature",
      async () => {
        const { suite } = workshop.member(OTHER).own
        return bench.heal(async ({ path }) => ({ path: await withLeaf(workshop, path, GUEST, {}, suite) }))
      },
    ],
    ["a signature key that is in the tree", "leaf-key-reused", () => joinWithLeafKeyOf(bench, OTHER)],
    ["a return with its earlier signature key", "leaf-key-reused", () => bench.join(unchanged, workshop.member(OTHER))],
    ...(["versions", "ciphersuites", "extensions", "proposals", "credentials"] as const).map((field): Row => [
      `a leaf that claims no ${field}${field === "proposals" ? " but one" : ""}`,
      "capabilities",
      () =>
        bench.joinWithLeaf(() => ({
          capabilities: { ...capabilities, ...(field === "proposals" ? { proposals: [0xf0f0] } : { [field]: [] }) },
        })),
    ]),
    [
      "a leaf that claims another extension",
      "capabilities",
      () =>
        bench.joinWithLeaf(() => ({
          capabilities: { ...capabilities, extensions: [...capabilities.extensions, 0xf0f0] },
        })),
    ],
    [
      "a leaf with its extensions in another order",
      "capabilities",
      () =>
        bench.joinWithLeaf(() => ({
          capabilities: { ...capabilities, extensions: capabilities.extensions.toReversed() },
        })),
    ],
    [
      "a leaf with an extension",
      "leaf-extensions",
      () =>
        bench.joinWithLeaf(() => ({
          extensions: [{ extensionType: "application_id", extensionData: randomBytes(4) }],
        })),
    ],
    [
      "a member that changes its credential",
      "leaf-changed",
      async () => {
        const { credential } = (await workshop.newcomer()).own.publicPackage.leafNode
        return bench.healWithLeaf({ credential })
      },
    ],
    [
      "a member that changes its capabilities",
      "leaf-changed",
      () => bench.healWithLeaf({ capabilities: { ...capabilities, extensions: [] } }),
    ],
    [
      "a member that takes another's signature key",
      "leaf-changed",
      () => bench.healWithLeaf({ signaturePublicKey: bench.leaf(OTHER).leafKey }),
    ],
    ["a member that changes its credential while it removes", "leaf-changed", () => removeWithOtherCredential(bench)],
  ]
}

async function joinWithLeafKeyOf(bench: Bench, member: number): Promise<Uint8Array> {
  const { own } = bench.workshop.member(member)
  const leafKey = own.publicPackage.leafNode.signaturePublicKey
  return joinAs(bench, own, leafKey, null)
}

async function removeWithOtherCredential(bench: Bench): Promise<Uint8Array> {
  const { workshop } = bench
  const { credential } = (await workshop.newcomer()).own.publicPackage.leafNode
  const { suite } = workshop.member(GUEST).own
  return bench.remove(async ({ path }) => ({ path: await withLeaf(workshop, path, GUEST, { credential }, suite) }))
}
