// The leaf signature key: made fresh for each attempt to get into a group, never extractable.

import type { KeyPackage, PrivateKeyPackage } from "ts-mls/keyPackage.js"
import { generateKeyPackageWithKey } from "ts-mls/keyPackage.js"
import { defaultLifetime } from "ts-mls/lifetime.js"
import { signStatement } from "../bytes/statement.ts"
import { createCredential, encodeCredential, type Identity } from "./credential.ts"
import { type Profile, sealProfile } from "./profile.ts"
import type { SessionOptions } from "./session-options.ts"
import { createSuite, type MlsSuite, NO_KEY, withLeafKey } from "./suite.ts"

/** A member's own half of its leaf. */
export interface OwnLeaf {
  readonly publicPackage: KeyPackage
  readonly privatePackage: PrivateKeyPackage
  /** Signs with the leaf key. */
  readonly suite: MlsSuite
  /** The leaf key for data messages; not extractable. */
  readonly signingKey: CryptoKey
}

/** What a leaf is made of. */
export type LeafOptions = Omit<SessionOptions, "psk">

/** A group to enter; with the `suite` that read it, so that the tree hashes are known already. */
interface Place {
  readonly groupId: Uint8Array
  readonly origin: Uint8Array
  readonly suite?: MlsSuite
}

/**
 * Makes the leaf of a session's person in a group; with the host key at hand it gets a certificate, else it keeps
 * `certificate`, which it has from the group before.
 */
export async function createLeafIn(
  { groupId, origin, suite }: Place,
  options: LeafOptions,
  certificate: Uint8Array | null,
): Promise<OwnLeaf> {
  const { identity, nameKey, profile, hostSign } = options
  const statement = { groupId: origin, identityKey: identity.publicKey }
  return createOwnLeaf({
    suite: suite ?? (await createSuite(options.suite)),
    groupId,
    meeting: options.expectation.meeting,
    identity,
    nameKey,
    profile,
    certificate: hostSign ? await signStatement(hostSign, "host", statement) : certificate,
  })
}

/** Makes leaf key and credential of a person in one group; `certificate` is a host's. */
async function createOwnLeaf(options: {
  readonly suite: MlsSuite
  readonly groupId: Uint8Array
  readonly meeting: string
  readonly identity: Identity
  readonly nameKey: CryptoKey
  readonly profile: Profile
  readonly certificate: Uint8Array | null
}): Promise<OwnLeaf> {
  const { groupId, meeting, identity, certificate } = options
  const identityKey = identity.publicKey
  const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])
  const leafKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey))
  const suite = withLeafKey(options.suite, pair.privateKey)
  const credential = await createCredential({
    identity,
    groupId,
    leafKey,
    sealed: await sealProfile(options.nameKey, { meeting, identityKey }, options.profile),
    certificate,
  })
  const packages = await generateKeyPackageWithKey(
    { credentialType: "basic", identity: encodeCredential(credential) },
    suite.capabilities,
    defaultLifetime,
    [],
    { signKey: NO_KEY, publicKey: leafKey },
    suite,
  )
  return { ...packages, suite, signingKey: pair.privateKey }
}
