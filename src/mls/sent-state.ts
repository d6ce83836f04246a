// Epochs as they cross from the MLS worker: members who were in the one that crossed before cross as their number alone,
// since of two hundred people mostly one has changed, and each of them is several byte strings.

import type { EpochMember, EpochState } from "./epoch-state.ts"
import { MlsError } from "./errors.ts"

export interface SentState extends Omit<EpochState, "members"> {
  /** In the order of their leaves. */
  readonly members: readonly number[]
  /** Those who were not in the epoch that crossed before. */
  readonly newMembers: ReadonlyMap<number, EpochMember>
}

/** `T`, with its state as it crosses. */
export type Sent<T> = T extends { readonly state: EpochState } ? Omit<T, "state"> & { readonly state: SentState } : T

/** The worker's end. A number stands for one member as they are, and never for another. */
export class StateSender {
  #sent: ReadonlyMap<EpochMember, number> = new Map()
  #last = 0

  send({ members, ...state }: EpochState): SentState {
    const before = this.#sent
    this.#sent = new Map(members.map((member) => [member, before.get(member) ?? ++this.#last]))
    const newMembers = Array.from(this.#sent).filter(([member]) => !before.has(member))
    return {
      ...state,
      members: [...this.#sent.values()],
      newMembers: new Map(newMembers.map(([member, number]) => [number, member])),
    }
  }
}

/** The engine's end. Whoever is as before is the same object as before. */
export class StateReceiver {
  #received: ReadonlyMap<number, EpochMember> = new Map()

  /** Throws MlsError `worker-failed` for a member who never crossed. */
  receive({ members, newMembers, ...state }: SentState): EpochState {
    const before = this.#received
    this.#received = new Map(members.map((number) => [number, memberOf(newMembers.get(number) ?? before.get(number))]))
    return { ...state, members: [...this.#received.values()] }
  }
}

function memberOf(member: EpochMember | undefined): EpochMember {
  if (!member) throw new MlsError("worker-failed", "the worker named a member who never crossed")
  return member
}
