// What the service keeps on disk, behind an interface that another store (Valkey) can fill. Asynchronous for its sake.

import type { KeptMeeting } from "../src/delivery/digests.ts"

/** A living group's id, its meeting and the SFU's room name. */
export interface KeptGroup {
  readonly groupId: Uint8Array
  readonly meeting: string
  readonly room: string
}

/** What is known of a group after a restart; everything else of it is in memory only. */
export interface FormerGroup extends KeptGroup {
  /** Digests (32 bytes) of the states that it may have been in: that of the epoch in force, and of an undecided commit. */
  readonly states: readonly Uint8Array[]
}

export interface MeetingStore {
  read(meeting: string): Promise<KeptMeeting | null>
  /** False, and nothing changed, when the id is taken. */
  create(meeting: string, kept: KeptMeeting): Promise<boolean>
  replaceRecord(meeting: string, sealedRecord: Uint8Array): Promise<void>
  /** Drops `meeting` and creates `next`, whose groups live on, in one step; false, and nothing changed, when `next` is taken. */
  rotate(meeting: string, next: string, kept: KeptMeeting): Promise<boolean>
  delete(meeting: string): Promise<void>
  /** Notes that the meeting was used, for `forgetUnused`. */
  touch(meeting: string): Promise<void>
  /** Deletes meetings not used since `before` (ms since 1970). */
  forgetUnused(before: number): Promise<void>

  /** The groups that live, or lived when the service ended. */
  readGroups(): Promise<readonly FormerGroup[]>
  keepGroup(group: KeptGroup): Promise<void>
  /** Replaces what is kept of a living group's states; nothing happens where it is forgotten. */
  keepStates(groupId: Uint8Array, states: readonly Uint8Array[]): Promise<void>
  forgetGroup(groupId: Uint8Array): Promise<void>
  close(): Promise<void>
}
