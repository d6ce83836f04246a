// One epoch as the rest of the client sees it.

import type { ClientState } from "ts-mls/clientState.js"
import { mlsExporter } from "ts-mls/keySchedule.js"
import { isEqual, unshared } from "../bytes/bytes.ts"
import { type Role, roleOf } from "./hosts.ts"
import type { LinkKeys, ProfileKey } from "./link-keys.ts"
import type { MeetingContext } from "./meeting-context.ts"
import { openProfile, type Profile } from "./profile.ts"
import type { PublicGroup, PublicLeaf } from "./public-group.ts"
import type { Succession } from "./succession.ts"
import type { MlsSuite } from "./suite.ts"

/** RFC 9605 §5.2; Nk of SFrame suite 5, AES_256_GCM_SHA512_128. */
const SFRAME_LABEL = "SFrame 1.0 Base Key"
const SFRAME_KEY_BYTES = 32

export interface EpochMember {
  readonly leaf: number
  readonly identityKey: Uint8Array
  readonly leafKey: Uint8Array
  /** Null when the profile does not open with this meeting's name key; then so are the release fields. */
  readonly name: string | null
  /** A lasting identity's key that vouches for this person; its signature is verified. */
  readonly lastingKey: Uint8Array | null
  /** What the person's client claims to be. */
  readonly releaseDigest: Uint8Array | null
  readonly releaseVersion: string | null
  readonly role: Role
}

export interface EpochState {
  readonly groupId: Uint8Array
  readonly epoch: bigint
  /** MLS's epoch authenticator (RFC 9420 §8.7): 64 bytes in the release suite. */
  readonly authenticator: Uint8Array
  readonly confirmationTag: Uint8Array
  readonly ownLeaf: number
  /** SFrame's base key as HKDF key material; not extractable. */
  readonly baseKey: CryptoKey
  /** The own leaf key, for data messages; not extractable. */
  readonly signingKey: CryptoKey
  /** In the order of their leaves. */
  readonly members: readonly EpochMember[]
  readonly context: MeetingContext
  /** What the group succeeds; null for a meeting's first. The host's statements name its origin as group id. */
  readonly succession: Succession | null
}

/** The group id that hosts' statements name: a successor group's is the first one's. */
export function originOf({ groupId, succession }: Pick<EpochState, "groupId" | "succession">): Uint8Array {
  return succession?.origin ?? groupId
}

/**
 * Describes an epoch; of `known` members, those of the epoch before, whoever is unchanged is the same object again.
 *
 * What ts-mls decodes are views of messages, each of which would go along to other threads, whole: so it is copied.
 */
export async function describeEpoch(options: {
  readonly state: ClientState
  readonly group: PublicGroup
  readonly suite: MlsSuite
  readonly signingKey: CryptoKey
  readonly links: Pick<LinkKeys, "profileKeys">
  readonly known: readonly EpochMember[]
}): Promise<EpochState> {
  const { state, group, signingKey } = options
  const known = new Map(options.known.map((member) => [member.leaf, member]))
  const { groupId, epoch, context, succession, confirmationTag } = group
  const keys = await options.links.profileKeys(context)
  return {
    groupId: groupId.slice(),
    epoch,
    authenticator: state.keySchedule.epochAuthenticator.slice(),
    confirmationTag: confirmationTag.slice(),
    ownLeaf: state.privatePath.leafIndex,
    baseKey: await exportBaseKey(state, options.suite),
    signingKey,
    members: await Promise.all(group.leaves.map((leaf) => describeMember(leaf, { group, known, keys }))),
    context,
    succession,
  }
}

/** MLS-Exporter (RFC 9420 §8.5). */
export function exportSecret(
  state: ClientState,
  request: { readonly label: string; readonly context: Uint8Array; readonly length: number },
  suite: MlsSuite,
): Promise<Uint8Array> {
  return mlsExporter(state.keySchedule.exporterSecret, request.label, request.context, request.length, suite)
}

async function exportBaseKey(state: ClientState, suite: MlsSuite): Promise<CryptoKey> {
  const request = { label: SFRAME_LABEL, context: new Uint8Array(), length: SFRAME_KEY_BYTES }
  const secret = await exportSecret(state, request, suite)
  const key = await crypto.subtle.importKey("raw", unshared(secret), "HKDF", false, ["deriveBits", "deriveKey"])
  secret.fill(0)
  return key
}

async function describeMember(
  leaf: PublicLeaf,
  {
    group,
    known,
    keys,
  }: {
    readonly group: PublicGroup
    readonly known: ReadonlyMap<number, EpochMember>
    readonly keys: readonly ProfileKey[]
  },
): Promise<EpochMember> {
  const { identityKey, leafKey } = leaf
  const role = roleOf(leaf, group.context)
  // A leaf's credential never changes, so neither does what is sealed in it.
  const before = known.get(leaf.leaf)
  if (before && isEqual(before.leafKey, leafKey)) return before.role === role ? before : { ...before, role }
  const profile = shown(await openWithAny(keys, leaf))
  return { leaf: leaf.leaf, identityKey, leafKey: leafKey.slice(), ...profile, role }
}

/** Whoever came before the link was changed has a profile that is sealed under the name key of that time. */
async function openWithAny(
  keys: readonly ProfileKey[],
  { identityKey, credential }: PublicLeaf,
): Promise<Profile | null> {
  for (const { nameKey, meeting } of keys) {
    // oxlint-disable-next-line no-await-in-loop -- nearly always the first
    const profile = await openProfile(nameKey, { meeting, identityKey }, credential.sealed)
    if (profile) return profile
  }
  return null
}

function shown(profile: Profile | null) {
  return {
    name: profile?.name ?? null,
    lastingKey: profile?.lasting?.publicKey ?? null,
    releaseDigest: profile?.releaseDigest ?? null,
    releaseVersion: profile?.releaseVersion ?? null,
  }
}
