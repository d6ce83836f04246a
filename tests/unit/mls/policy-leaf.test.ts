import { randomBytes } from "../../../src/bytes/bytes.ts"
import { createCredential, decodeCredential, encodeCredential } from "../../../src/mls/credential.ts"
import { MEETING_EXTENSION } from "../../../src/mls/suite.ts"
import { leafNodeAt } from "../../../src/mls/tree.ts"
import { leafOf, requireDefined, withLeaf } from "./forge.ts"
import { keyPair, Meeting } from "./people.ts"
import { GUEST, heal, healWithLeaf, join, joinWithLeaf, open, OTHER, testPolicy, unchanged } from "./policy-bench.ts"

testPolicy(
  "the policy on leaves and paths",
  [
    ["a newcomer's leaf signed again", () => joinWithLeaf(() => ({})), "join"],
    ["a member's leaf signed again", () => healWithLeaf({}), "heal"],
  ],
  [
    [
      "a signature key that is in the tree",
      "leaf-key-reused",
      async () => {
        const identity = await keyPair()
        const { own } = open.member(OTHER)
        const { publicPackage } = own
        const leafKey = publicPackage.leafNode.signaturePublicKey
        const sealed = requireDefined(open.group.leaves[OTHER]).credential.sealed
        const made = await createCredential({ identity, groupId: open.groupId, leafKey, sealed, certificate: null })
        const credential = { credentialType: "basic" as const, identity: encodeCredential(made) }
        const leafNode = { ...publicPackage.leafNode, credential }
        return join(unchanged, { identity, own: { ...own, publicPackage: { ...publicPackage, leafNode } } })
      },
    ],
    ["a return with its earlier signature key", "leaf-key-reused", () => join(unchanged, open.member(OTHER))],
    [
      "a leaf whose encryption key is in the tree",
      "encryption-key-reused",
      () => joinWithLeaf(() => ({ hpkePublicKey: requireDefined(open.group.leaves[GUEST]).encryptionKey })),
    ],
    [
      "a path node whose key is in the tree",
      "encryption-key-reused",
      () =>
        heal(({ path }) => {
          const { leafNode, nodes } = requireDefined(path)
          const hpkePublicKey = requireDefined(open.group.leaves[GUEST]).encryptionKey
          return { path: { leafNode, nodes: nodes.map((node) => ({ ...node, hpkePublicKey })) } }
        }),
    ],
    [
      "a path with one key twice",
      "encryption-key-reused",
      () =>
        heal(({ path }) => {
          const { leafNode, nodes } = requireDefined(path)
          return {
            path: { leafNode, nodes: nodes.map((node) => ({ ...node, hpkePublicKey: leafNode.hpkePublicKey })) },
          }
        }),
    ],
    ["a key of another length", "encryption-key-size", () => joinWithLeaf(() => ({ hpkePublicKey: randomBytes(33) }))],
    [
      "a path with a node too few",
      "path-shape",
      () => heal(({ path }) => ({ path: { ...requireDefined(path), nodes: [] } })),
    ],
    [
      "a path node without a ciphertext",
      "path-shape",
      () =>
        heal(({ path }) => {
          const { leafNode, nodes } = requireDefined(path)
          return { path: { leafNode, nodes: nodes.map((node) => ({ ...node, encryptedPathSecret: [] })) } }
        }),
    ],
    [
      "a leaf signed for another place",
      "leaf-signature",
      async () => {
        const by = await open.newcomer()
        return join(async ({ path }) => ({ path: await withLeaf(open, path, 9, {}, by.own.suite) }), by)
      },
    ],
    [
      "a leaf that claims another extension",
      "capabilities",
      () =>
        joinWithLeaf(() => ({
          capabilities: { ...open.group.suite.capabilities, extensions: [MEETING_EXTENSION, 0xf0f0] },
        })),
    ],
    [
      "a leaf that does not know the meeting extension",
      "capabilities",
      () => joinWithLeaf(() => ({ capabilities: { ...open.group.suite.capabilities, extensions: [] } })),
    ],
    [
      "a leaf with an extension",
      "leaf-extensions",
      () => joinWithLeaf(() => ({ extensions: [{ extensionType: "application_id", extensionData: randomBytes(4) }] })),
    ],
    [
      "a certificate chain for a credential",
      "credential-malformed",
      () => joinWithLeaf(() => ({ credential: { credentialType: "x509", certificates: [randomBytes(9)] } })),
    ],
    [
      "a credential that is no map",
      "credential-malformed",
      () => joinWithLeaf(() => ({ credential: { credentialType: "basic", identity: randomBytes(40) } })),
    ],
    [
      "a credential signed by another identity",
      "credential-forged",
      () =>
        joinWithLeaf((bytes) => {
          const credential = { ...decodeCredential(bytes), identityKey: randomBytes(32) }
          return { credential: { credentialType: "basic", identity: encodeCredential(credential) } }
        }),
    ],
    [
      "a credential of another leaf key",
      "credential-forged",
      async () => {
        const stolen = requireDefined(leafNodeAt(open.group.tree, OTHER)).credential
        const by = await open.newcomer(open.member(OTHER).identity)
        return join(
          async ({ path }) => ({ path: await withLeaf(open, path, OTHER, { credential: stolen }, by.own.suite) }),
          by,
        )
      },
    ],
    [
      "a founder's own host certificate",
      "certificate-forged",
      async () => {
        const meeting = await Meeting.create()
        const identity = await keyPair()
        const own = await leafOf(meeting, open.groupId, identity, { isHost: true })
        return join(unchanged, { identity, own })
      },
    ],
    ["a heal without a path", "path-missing", () => heal(() => ({ path: undefined }))],
    [
      "a member that changes its credential",
      "leaf-changed",
      async () => {
        const { credential } = (await open.newcomer()).own.publicPackage.leafNode
        return healWithLeaf({ credential })
      },
    ],
    [
      "a member that changes its capabilities",
      "leaf-changed",
      () => healWithLeaf({ capabilities: { ...open.group.suite.capabilities, extensions: [] } }),
    ],
  ],
)
