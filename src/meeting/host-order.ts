// What a host may order, as the views say it. How each is carried: admission, permissions, co-hosts and the link by a
// commit of the context; a removal by two commits; everything about media by a signed data message (docs/protocol.md).

import type { Admission } from "../delivery/messages.ts"

/** Of one person, by id, or of everybody who is no host. */
export type Whom = { readonly personId: string } | "everyone"

export type HostOrder =
  | { readonly kind: "admission"; readonly admission: Admission }
  | { readonly kind: "may-share" | "may-chat"; readonly who: "everyone" | "hosts" }
  /** Of those who ask. */
  | { readonly kind: "admit" | "turn-away"; readonly askerIds: readonly string[] }
  | { readonly kind: "remove"; readonly personId: string }
  | { readonly kind: "mute"; readonly whom: Whom; readonly mayUnmute: boolean }
  /** They may speak again, whatever was said before. */
  | { readonly kind: "allow-unmute"; readonly whom: Whom }
  | { readonly kind: "stop-video" | "stop-sharing" | "lower-hand"; readonly whom: Whom }
  | { readonly kind: "make-co-host" | "unmake-co-host"; readonly personId: string }
  | { readonly kind: "rotate-link" }
  | { readonly kind: "end" }

/**
 * `outdone`: the group changed meanwhile, and what was ordered makes no sense any more (that person left, another host
 * was faster). `not-allowed`: you are no host, or the host key that it takes is not in this browser. `not-connected`: you
 * are not in the group just now, or nobody took the order in time; what was on its way may still come about.
 */
export type OrderOutcome = "done" | "outdone" | "not-allowed" | "not-connected"
