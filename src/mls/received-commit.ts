// Following somebody else's commit after the policy passed it.

import type { ClientState } from "ts-mls/clientState.js"
import type { PrivateKeyPath } from "ts-mls/privateKeyPath.js"
import { processPublicMessage } from "ts-mls/processMessages.js"
import type { PskIndex } from "ts-mls/pskIndex.js"
import type { RatchetTree } from "ts-mls/ratchetTree.js"
import { isEqual } from "../bytes/bytes.ts"
import { settle } from "./client-state.ts"
import { MlsError } from "./errors.ts"
import type { Judgement } from "./judgement.ts"
import { withoutSecretTree } from "./no-secret-tree.ts"
import { nextPublicGroup, type PublicGroup } from "./public-group.ts"
import { type RememberedKeys, rememberKeys } from "./remembered-keys.ts"

/**
 * The next state. Throws MlsError `unreadable-commit` when only members can tell what is wrong: tags, secrets or keys;
 * PolicyError `parent-hash` for what the service sees as well when it applies the path.
 */
export async function followCommit(
  group: PublicGroup,
  state: ClientState,
  judged: Judgement,
  pskIndex: PskIndex,
): Promise<ClientState> {
  const keys = rememberKeys(withoutSecretTree(group.suite))
  try {
    const { message } = judged.commit
    const { newState, actionTaken, consumed } = await processPublicMessage(state, message, pskIndex, keys.suite)
    eraseConsumed(consumed, state)
    if (actionTaken !== "accept") throw new TypeError("the library rejected the commit")
    if (newState.groupActiveState.kind !== "active") return newState
    const settled = settle(newState)
    await verifyPathKeys(state.privatePath, settled, keys)
    return settled
  } catch (cause) {
    await nextPublicGroup(group, judged)
    throw new MlsError("unreadable-commit", "a commit that the policy allows cannot be followed", { cause })
  } finally {
    keys.forget()
  }
}

// What the library used up; the epoch's own secrets are wanted again if the commit is taken back.
function eraseConsumed(consumed: readonly Uint8Array[], { keySchedule }: ClientState): void {
  const kept = new Set<Uint8Array>(Object.values(keySchedule))
  for (const secret of consumed) if (!kept.has(secret)) secret.fill(0)
}

// RFC 9420 §12.4.2: the public keys of the path must be those that its secrets yield. 1.6.4 does not compare, and a
// member could so put keys into the tree to which nobody can decrypt: the next honest commit would break the group.
async function verifyPathKeys(before: PrivateKeyPath, next: ClientState, keys: RememberedKeys): Promise<void> {
  for (const [index, privateKey] of Object.entries(next.privatePath.privateKeys)) {
    if (before.privateKeys[Number(index)] === privateKey) continue
    // oxlint-disable-next-line no-await-in-loop -- a few nodes, whose keys are there already
    const publicKey = await keys.publicKeyOf(privateKey)
    const named = publicKeyAt(next.ratchetTree, Number(index))
    if (!publicKey || !named || !isEqual(publicKey, named)) {
      throw new TypeError("the path's public keys are not those of its secrets")
    }
  }
}

function publicKeyAt(tree: RatchetTree, index: number): Uint8Array | undefined {
  const node = tree[index]
  return node?.nodeType === "parent" ? node.parent.hpkePublicKey : node?.leaf.hpkePublicKey
}
