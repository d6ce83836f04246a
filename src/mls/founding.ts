// A new group at epoch 0, with its founder alone (RFC 9420 §11).

import { type ClientState, createGroup } from "ts-mls/clientState.js"
import { CLIENT_CONFIG, settle } from "./client-state.ts"
import { type GroupExtensions, groupExtensions } from "./group-extensions.ts"
import type { OwnLeaf } from "./leaf-key.ts"

export async function foundGroup(groupId: Uint8Array, holds: GroupExtensions, own: OwnLeaf): Promise<ClientState> {
  const { publicPackage, privatePackage, suite } = own
  const extensions = groupExtensions(holds)
  return settle(await createGroup(groupId, publicPackage, privatePackage, extensions, suite, CLIENT_CONFIG))
}
