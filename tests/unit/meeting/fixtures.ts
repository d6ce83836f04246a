// Epochs and their members as src/mls describes them, without a group behind them.

import type { EpochMember, EpochState } from "../../../src/mls/epoch-state.ts"
import type { PartialGroupInfo } from "../../../src/mls/partial-group-info.ts"
import type { CommitReport } from "../../../src/mls/session-options.ts"

export const ANA = person(1, "Ana")
export const BEN = person(2, "Ben")
export const CHIDI = person(3, "Chidi")

/** 32 bytes, all alike. */
export function key(filler: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(32).fill(filler)
}

/** A member whose keys are made of its number. */
function person(number: number, name: string): Omit<EpochMember, "leaf"> {
  return {
    identityKey: key(number),
    leafKey: key(100 + number),
    name,
    lastingKey: null,
    releaseDigest: key(0),
    releaseVersion: "0.1.0",
    role: number === 1 ? "host" : "member",
  }
}

const secret = await crypto.subtle.importKey("raw", key(9), "HKDF", false, ["deriveBits"])
const { privateKey: signingKey } = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])

/** An epoch of these people, in the order of their leaves. */
export function epochOf(epoch: bigint, people: readonly Omit<EpochMember, "leaf">[], ownLeaf = 0): EpochState {
  return {
    groupId: key(7),
    epoch,
    authenticator: new Uint8Array(64).fill(Number(epoch)),
    confirmationTag: new Uint8Array(64).fill(Number(epoch) + 100),
    ownLeaf,
    baseKey: secret,
    signingKey,
    succession: null,
    members: people.map((member, leaf) => ({ ...member, leaf })),
    context: {
      version: 1,
      meeting: "Meeting001",
      pskId: key(10),
      recordDigest: key(11),
      hostKey: key(12),
      serviceKey: key(13),
      generation: 0,
      coHosts: people
        .filter(({ role }) => role === "co-host")
        .map(({ identityKey }) => ({ identityKey, certificate: new Uint8Array(64) })),
      formerLinks: [],
      admission: "open",
      mayShare: "everyone",
      mayChat: "everyone",
      authority: null,
    },
  }
}

export const JOINED: CommitReport = {
  kind: "join",
  author: CHIDI.identityKey,
  added: CHIDI.identityKey,
  removed: [],
  nextLink: null,
}

export const REMOVED: CommitReport = {
  kind: "remove",
  author: ANA.identityKey,
  added: null,
  removed: [{ leaf: 2, identityKey: CHIDI.identityKey, leafKey: CHIDI.leafKey, reason: "left" }],
  nextLink: null,
}

/** Nobody can complete it. */
export const PARTIAL: PartialGroupInfo = { externalKey: key(1), signer: 0, signature: new Uint8Array(64) }
