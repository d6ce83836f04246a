// The library's state of a group, kept as small as our use of it: no secret tree, no past epochs, no signature key.

import type { ClientState } from "ts-mls/clientState.js"
import { defaultKeyPackageEqualityConfig } from "ts-mls/keyPackageEqualityConfig.js"
import { defaultKeyRetentionConfig } from "ts-mls/keyRetentionConfig.js"
import type { KeySchedule } from "ts-mls/keySchedule.js"
import { defaultLifetimeConfig } from "ts-mls/lifetimeConfig.js"
import { defaultPaddingConfig } from "ts-mls/paddingConfig.js"
import type { PrivateKeyPath } from "ts-mls/privateKeyPath.js"
import type { ClientConfig } from "ts-mls/clientConfig.js"

export const CLIENT_CONFIG: ClientConfig = {
  // 0 would mean "keep all" in 1.6.4; the one epoch that 1 keeps is dropped by `settle`.
  keyRetentionConfig: { ...defaultKeyRetentionConfig, retainKeysForEpochs: 1 },
  lifetimeConfig: defaultLifetimeConfig,
  keyPackageEqualityConfig: defaultKeyPackageEqualityConfig,
  paddingConfig: defaultPaddingConfig,
  // The policy has verified every credential, on the same decoded bytes, before the library sees them.
  authService: { validateCredential: () => Promise.resolve(true) },
}

type Essentials = Pick<ClientState, "groupContext" | "ratchetTree" | "keySchedule" | "privatePath" | "confirmationTag">

/** A state with nothing in it but what the next commit and the exporter need. */
export function newState(essentials: Essentials): ClientState {
  return {
    ...essentials,
    privatePath: pruned(essentials),
    // Nothing is sent as PrivateMessage; with an empty secret tree the library refuses to.
    secretTree: [],
    signaturePrivateKey: new Uint8Array(),
    unappliedProposals: {},
    historicalReceiverData: new Map(),
    groupActiveState: { kind: "active" },
    clientConfig: CLIENT_CONFIG,
  }
}

/** The same for a state that the library made; erases the secrets of application messages on the way. */
export function settle(state: ClientState): ClientState {
  // The library's own listing of them, allSecretTreeValues, is half holes in 1.6.4.
  for (const node of Object.values(state.secretTree)) {
    node.handshake.secret.fill(0)
    node.application.secret.fill(0)
  }
  return newState(state)
}

/** Zeroes a state's secrets, except the private keys that `successor` goes on using. */
export function erase(state: ClientState, successor: ClientState | null): void {
  const kept = new Set(successor ? Object.values(successor.privatePath.privateKeys) : [])
  for (const secret of secretsOf(state.keySchedule)) secret.fill(0)
  for (const key of Object.values(state.privatePath.privateKeys)) if (!kept.has(key)) key.fill(0)
}

function secretsOf(keySchedule: KeySchedule): Uint8Array[] {
  return Object.values(keySchedule)
}

// A blank node has no key, so a private key for it can only be a past one.
function pruned({ privatePath, ratchetTree }: Essentials): PrivateKeyPath {
  const entries = Object.entries(privatePath.privateKeys)
  const privateKeys = Object.fromEntries(entries.filter(([index]) => ratchetTree[Number(index)] !== undefined))
  return { leafIndex: privatePath.leafIndex, privateKeys }
}
