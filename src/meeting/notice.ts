// What people are told for a while.

import type { OrderNotice } from "./said.ts"

/** Something that happened, to be said for a while. */
export interface Notice {
  readonly id: number
  readonly at: number
  readonly kind:
    | "joined"
    | "left"
    /** By a host's order. */
    | "removed"
    | "admission-open"
    | "admission-ask"
    | "admission-locked"
    | "may-share-changed"
    | "may-chat-changed"
    | "co-host-made"
    | "co-host-unmade"
    | "link-rotated"
    /** The last host went: everything stays as it was said last. */
    | "authority-rests"
    | "authority-back"
    /** Their change of the group was taken back. */
    | "commit-refused"
    /** Their change was refused here and took effect all the same. */
    | "parted"
    /** The meeting goes on in a new group. */
    | "moved"
    /** Sending goes on after it had stopped. */
    | "in-step"
    /** Somebody else's code differs. */
    | "code-differs"
    | "device-lost"
    | OrderNotice
    | "hand-raised"
  /** The person it is about; null where it is nobody. */
  readonly name: string | null
  /** The host who ordered it; null where nobody did. */
  readonly by: string | null
}
