// The credentials in leaf nodes.

import { randomBytes } from "../../../../src/bytes/bytes.ts"
import { encodeCbor } from "../../../../src/bytes/cbor.ts"
import {
  createCredential,
  decodeCredential,
  encodeCredential,
  type MeetingCredential,
} from "../../../../src/mls/credential.ts"
import type { OwnLeaf } from "../../../../src/mls/leaf-key.ts"
import { leafNodeAt } from "../../../../src/mls/tree.ts"
import { leafOf, requireDefined, withLeaf } from "../forge.ts"
import { type KeyPair, keyPair, Meeting } from "../people.ts"
import { type Bench, OTHER, unchanged } from "./bench.ts"
import type { Row } from "./row.ts"

export const credentialRows = (bench: Bench): readonly Row[] => {
  const { workshop } = bench
  return [
    [
      "a certificate chain for a credential",
      "credential-malformed",
      () => bench.joinWithLeaf(() => ({ credential: { credentialType: "x509", certificates: [randomBytes(9)] } })),
    ],
    ["a credential that is no map", "credential-malformed", () => joinWithIdentity(bench, () => randomBytes(40))],
    [
      "a credential with one field more",
      "credential-malformed",
      () => joinWithIdentity(bench, (bytes) => encodeCbor({ ...decodeCredential(bytes), more: 1 })),
    ],
    [
      "a credential without a signature",
      "credential-malformed",
      () =>
        joinWithIdentity(bench, (bytes) => {
          const { signature: _, ...rest } = decodeCredential(bytes)
          return encodeCbor(rest)
        }),
    ],
    [
      "a profile of another length",
      "credential-malformed",
      () =>
        joinWithIdentity(
          bench,
          changing(() => ({ sealed: randomBytes(347) })),
        ),
    ],
    [
      "an identity key of another length",
      "credential-malformed",
      () =>
        joinWithIdentity(
          bench,
          changing(() => ({ identityKey: randomBytes(31) })),
        ),
    ],
    [
      "another identity key",
      "credential-forged",
      () =>
        joinWithIdentity(
          bench,
          changing(() => ({ identityKey: randomBytes(32) })),
        ),
    ],
    [
      "another sealed profile",
      "credential-forged",
      () =>
        joinWithIdentity(
          bench,
          changing(() => ({ sealed: randomBytes(348) })),
        ),
    ],
    [
      "another signature",
      "credential-forged",
      () =>
        joinWithIdentity(
          bench,
          changing(() => ({ signature: randomBytes(64) })),
        ),
    ],
    [
      "a host's certificate put in later",
      "credential-forged",
      () =>
        joinWithIdentity(
          bench,
          changing(() => ({ certificate: bench.hostCertificate })),
        ),
    ],
    ["a credential of another leaf key", "credential-forged", () => joinWithStolenCredential(bench)],
    [
      "a credential of another group",
      "credential-forged",
      async () => {
        const identity = await keyPair()
        const elsewhere = { groupId: randomBytes(32), origin: workshop.origin }
        const own = await leafOf(workshop.meeting, elsewhere, identity, { isHost: false })
        return bench.join(unchanged, { identity, own })
      },
    ],
    [
      "a founder's own host certificate",
      "certificate-forged",
      async () => {
        const identity = await keyPair()
        const own = await leafOf(await Meeting.create(), workshop, identity, { isHost: true })
        return bench.join(unchanged, { identity, own })
      },
    ],
    [
      "a host's certificate of another group",
      "certificate-forged",
      async () => {
        const identity = await keyPair()
        const elsewhere = { groupId: workshop.groupId, origin: randomBytes(32) }
        return bench.join(unchanged, {
          identity,
          own: await leafOf(workshop.meeting, elsewhere, identity, { isHost: true }),
        })
      },
    ],
    ["a co-host's certificate as a host's", "certificate-forged", () => joinAsFormerCoHost(bench)],
    ["somebody else's host certificate", "certificate-forged", () => joinWithCertificate(bench, bench.hostCertificate)],
  ]
}

export async function joinAs(
  bench: Bench,
  own: OwnLeaf,
  leafKey: Uint8Array,
  certificate: Uint8Array | null,
  given?: KeyPair,
): Promise<Uint8Array> {
  const identity = given ?? (await keyPair())
  const { groupId } = bench.workshop
  const { sealed } = bench.leaf(OTHER).credential
  const made = await createCredential({ identity, groupId, leafKey, sealed, certificate })
  const credential = { credentialType: "basic" as const, identity: encodeCredential(made) }
  const leafNode = { ...own.publicPackage.leafNode, credential }
  return bench.join(unchanged, { identity, own: { ...own, publicPackage: { ...own.publicPackage, leafNode } } })
}

async function joinWithCertificate(bench: Bench, certificate: Uint8Array): Promise<Uint8Array> {
  const { own } = await bench.workshop.newcomer()
  return joinAs(bench, own, own.publicPackage.leafNode.signaturePublicKey, certificate)
}

/** The list of co-hosts is public, and so are the certificates on it. */
async function joinAsFormerCoHost(bench: Bench): Promise<Uint8Array> {
  const identity = await keyPair()
  const { own } = await bench.workshop.newcomer(identity)
  const certificate = await bench.coHostCertificateFor(identity.publicKey)
  return joinAs(bench, own, own.publicPackage.leafNode.signaturePublicKey, certificate, identity)
}

function joinWithIdentity(bench: Bench, change: (bytes: Uint8Array) => Uint8Array): Promise<Uint8Array> {
  return bench.joinWithLeaf((bytes) => ({ credential: { credentialType: "basic", identity: change(bytes) } }))
}

function changing(change: () => Partial<MeetingCredential>): (bytes: Uint8Array) => Uint8Array {
  return (bytes) => encodeCredential({ ...decodeCredential(bytes), ...change() })
}

async function joinWithStolenCredential(bench: Bench): Promise<Uint8Array> {
  const { workshop } = bench
  const { credential } = requireDefined(leafNodeAt(workshop.group.tree, OTHER))
  const by = await workshop.newcomer(workshop.member(OTHER).identity)
  return bench.join(
    async ({ path }) => ({ path: await withLeaf(workshop, path, OTHER, { credential }, by.own.suite) }),
    by,
  )
}
