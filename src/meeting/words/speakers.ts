// Who may say what, by epoch: a data message is judged by what the epoch said under which it was sealed, for what comes
// later may be about to change it, and what came before may be what its sender no longer is.

import { isEqual, toHex } from "../../bytes/bytes.ts"
import type { OpenedDataMessage } from "../../media/data-message.ts"
import type { EpochState } from "../../mls/epoch-state.ts"

/** More than are made while an epoch's keys are kept after the next. */
const KEPT_EPOCHS = 64

interface Rights {
  readonly epoch: bigint
  /** Leaf keys, in hexadecimal: no two groups have one in common. */
  readonly members: ReadonlySet<string>
  readonly hosts: ReadonlySet<string>
  readonly mayChat: "everyone" | "hosts"
}

type Sealed = Pick<OpenedDataMessage, "epoch" | "leafKey">

export class Speakers {
  #groupId: Uint8Array | null = null
  #rights: readonly Rights[] = []

  /** An epoch that is about to be installed, or in use again after a later one was taken back. */
  handleEpoch({ groupId, epoch, members, context }: EpochState): void {
    const isSameGroup = this.#groupId !== null && isEqual(this.#groupId, groupId)
    this.#groupId = groupId
    const before = isSameGroup ? this.#rights.filter((rights) => rights.epoch < epoch) : []
    const hosts = members.filter(({ role }) => role !== "member")
    const rights = { epoch, members: leafKeys(members), hosts: leafKeys(hosts), mayChat: context.mayChat }
    this.#rights = [...before, rights].slice(-KEPT_EPOCHS)
  }

  /** Whether the message was sealed by a host. */
  isHost({ epoch, leafKey }: Sealed): boolean {
    return this.#rightsIn(epoch)?.hosts.has(toHex(leafKey)) ?? false
  }

  mayChat(message: Sealed): boolean {
    const rights = this.#rightsIn(message.epoch)
    if (!rights?.members.has(toHex(message.leafKey))) return false
    return rights.mayChat === "everyone" || this.isHost(message)
  }

  #rightsIn(epoch: bigint): Rights | undefined {
    return this.#rights.find((rights) => rights.epoch === epoch)
  }
}

function leafKeys(members: EpochState["members"]): ReadonlySet<string> {
  return new Set(members.map(({ leafKey }) => toHex(leafKey)))
}
