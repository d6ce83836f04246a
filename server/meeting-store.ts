// What the service keeps on disk, behind an interface that another store (Valkey) can fill. Asynchronous for its sake.

import type { KeptMeeting } from "../src/delivery/digests.ts"

/** A living group's id, its meeting and the SFU's room name; everything else of a group is in memory only. */
export interface KeptGroup {
  readonly groupId: Uint8Array
  readonly meeting: string
  readonly room: string
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
  readGroups(): Promise<readonly KeptGroup[]>
  keepGroup(group: KeptGroup): Promise<void>
  forgetGroup(groupId: Uint8Array): Promise<void>
  close(): Promise<void>
}
