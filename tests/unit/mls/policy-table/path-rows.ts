// Update paths: their nodes, and the keys in them.

import type { UpdatePath } from "ts-mls/updatePath.js"
import { randomBytes } from "../../../../src/bytes/bytes.ts"
import { requireDefined } from "../forge.ts"
import { type Bench, type Change, GUEST, OTHER } from "./bench.ts"
import type { Row } from "./row.ts"

export const pathRows = (bench: Bench): readonly Row[] => [
  ["a heal without a path", "path-missing", () => bench.heal(() => ({ path: undefined }))],
  ["a path with a node too few", "path-shape", () => bench.heal(withNodes((nodes) => nodes.slice(1)))],
  ["a path with a node too many", "path-shape", () => bench.heal(withNodes((nodes) => [...nodes, oddNode(bench)]))],
  ["a path without nodes", "path-shape", () => bench.heal(withNodes(() => []))],
  [
    "a path node without a ciphertext",
    "path-shape",
    () => bench.heal(withEachNode((node) => ({ ...node, encryptedPathSecret: [] }))),
  ],
  [
    "a path node with a ciphertext too many",
    "path-shape",
    () =>
      bench.heal(
        withEachNode((node) => ({ ...node, encryptedPathSecret: node.encryptedPathSecret.flatMap((x) => [x, x]) })),
      ),
  ],
  [
    "a short KEM output",
    "path-shape",
    () => bench.heal(withEachSecret((secret) => ({ ...secret, kemOutput: randomBytes(31) }))),
  ],
  [
    "a short ciphertext",
    "path-shape",
    () => bench.heal(withEachSecret((secret) => ({ ...secret, ciphertext: randomBytes(47) }))),
  ],
  ["a newcomer's path with a node too few", "path-shape", () => bench.join(withNodes((nodes) => nodes.slice(1)))],
  ["another parent hash in a member's leaf", "parent-hash", () => bench.healWithLeaf({ parentHash: randomBytes(32) })],
  [
    "another parent hash in a newcomer's leaf",
    "parent-hash",
    () => bench.joinWithLeaf(() => ({ parentHash: randomBytes(32) })),
  ],
  [
    "a leaf whose encryption key is in the tree",
    "encryption-key-reused",
    () => bench.joinWithLeaf(() => ({ hpkePublicKey: bench.leaf(GUEST).encryptionKey })),
  ],
  [
    "a leaf whose encryption key is a parent's",
    "encryption-key-reused",
    () => bench.joinWithLeaf(() => ({ hpkePublicKey: parentKey(bench) })),
  ],
  [
    "a heal that keeps its encryption key",
    "encryption-key-reused",
    () => bench.healWithLeaf({ hpkePublicKey: bench.leaf(GUEST).encryptionKey }),
  ],
  [
    "a path node whose key is in the tree",
    "encryption-key-reused",
    () => bench.heal(withEachNode((node) => ({ ...node, hpkePublicKey: bench.leaf(GUEST).encryptionKey }))),
  ],
  [
    "a path node with a removed leaf's key",
    "encryption-key-reused",
    () => bench.remove(withEachNode((node) => ({ ...node, hpkePublicKey: bench.leaf(OTHER).encryptionKey }))),
  ],
  [
    "a path with one key twice",
    "encryption-key-reused",
    () =>
      bench.heal(({ path }) => {
        const { leafNode, nodes } = requireDefined(path)
        return { path: { leafNode, nodes: nodes.map((node) => ({ ...node, hpkePublicKey: leafNode.hpkePublicKey })) } }
      }),
  ],
  [
    "a stranger's key at all nodes of a path",
    "encryption-key-reused",
    async () => bench.healNaming((await bench.workshop.newcomer()).own.publicPackage.initKey),
  ],
  [
    "another member's key at all nodes of a path",
    "encryption-key-reused",
    () => bench.healNaming(bench.leaf(OTHER).encryptionKey),
  ],
  [
    "a leaf's key of another length",
    "encryption-key-size",
    () => bench.joinWithLeaf(() => ({ hpkePublicKey: randomBytes(33) })),
  ],
  [
    "a path node's key of another length",
    "encryption-key-size",
    () => bench.heal(withEachNode((node) => ({ ...node, hpkePublicKey: randomBytes(31) }))),
  ],
]

type PathNode = UpdatePath["nodes"][number]

function withNodes(change: (nodes: readonly PathNode[]) => PathNode[]): Change {
  return ({ path }) => {
    const { leafNode, nodes } = requireDefined(path)
    return { path: { leafNode, nodes: change(nodes) } }
  }
}

function withEachNode(change: (node: PathNode) => PathNode): Change {
  return withNodes((nodes) => nodes.map(change))
}

function withEachSecret(
  change: (secret: PathNode["encryptedPathSecret"][number]) => PathNode["encryptedPathSecret"][number],
): Change {
  return withEachNode((node) => ({ ...node, encryptedPathSecret: node.encryptedPathSecret.map(change) }))
}

function oddNode({ group }: Bench): PathNode {
  return { hpkePublicKey: randomBytes(group.suite.encryptionKeyBytes), encryptedPathSecret: [] }
}

function parentKey({ group }: Bench): Uint8Array {
  const node = group.tree.find((candidate) => candidate?.nodeType === "parent")
  return node?.nodeType === "parent" ? node.parent.hpkePublicKey : new Uint8Array()
}
