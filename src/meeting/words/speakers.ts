// Who may say what, by epoch: a data message is judged by what the epoch said under which it was sealed, for what comes
// later may be about to change it, and what came before may be what its sender no longer is. Only who was made co-host
// must be one now too: the keys of before open for seconds, in which whoever was unmade could still end the meeting.

import { isEqual, toHex } from "../../bytes/bytes.ts"
import type { OpenedDataMessage } from "../../media/data-message.ts"
import type { EpochMember, EpochState } from "../../mls/epoch-state.ts"

/** More than are made while an epoch's keys are kept after the next. */
const KEPT_EPOCHS = 64

interface Rights {
  readonly epoch: bigint
  /** By leaf key, in hexadecimal: no two groups have one in common. */
  readonly roles: ReadonlyMap<string, EpochMember["role"]>
  /** Identity keys, in hexadecimal, also of those who are not in. */
  readonly coHosts: ReadonlySet<string>
  readonly mayChat: "everyone" | "hosts"
}

type Sealed = Pick<OpenedDataMessage, "epoch" | "leafKey" | "identityKey">

export class Speakers {
  #groupId: Uint8Array | null = null
  #rights: readonly Rights[] = []

  /** An epoch that is about to be installed, or in use again after a later one was taken back. */
  handleComing({ groupId, epoch, members, context }: EpochState): void {
    const isSameGroup = this.#groupId !== null && isEqual(this.#groupId, groupId)
    this.#groupId = groupId
    const before = isSameGroup ? this.#rights.filter((rights) => rights.epoch < epoch) : []
    const roles = new Map(members.map(({ leafKey, role }) => [toHex(leafKey), role]))
    const coHosts = new Set(context.coHosts.map(({ identityKey }) => toHex(identityKey)))
    const rights = { epoch, roles, coHosts, mayChat: context.mayChat }
    this.#rights = [...before, rights].slice(-KEPT_EPOCHS)
  }

  /** Whether the message was sealed by a host, who was not unmade since. */
  isHost(message: Sealed): boolean {
    const role = this.#roleOf(message)
    if (role === "co-host") return this.#rights.at(-1)?.coHosts.has(toHex(message.identityKey)) ?? false
    return role === "host"
  }

  mayChat(message: Sealed): boolean {
    if (this.#roleOf(message) === undefined) return false
    return this.#rightsIn(message.epoch)?.mayChat === "everyone" || this.isHost(message)
  }

  #roleOf({ epoch, leafKey }: Sealed): EpochMember["role"] | undefined {
    return this.#rightsIn(epoch)?.roles.get(toHex(leafKey))
  }

  #rightsIn(epoch: bigint): Rights | undefined {
    return this.#rights.find((rights) => rights.epoch === epoch)
  }
}
