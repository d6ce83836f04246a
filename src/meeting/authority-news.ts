// What people are told of their hosts: what they changed, and whether one is there at all.

import { isEqual, toHex } from "../bytes/bytes.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import type { MeetingContext } from "../mls/meeting-context.ts"
import { isResting } from "./authority.ts"
import { nameIn } from "./roster-news.ts"
import type { Notice } from "./notice.ts"
import type { Deed } from "./deed.ts"

export type AuthorityNotice = Pick<Notice, "kind" | "name" | "by">

export class AuthorityNews {
  #known: EpochState
  #rested: boolean

  constructor(state: EpochState) {
    this.#known = state
    this.#rested = isResting(state)
  }

  /** What to tell of a new epoch. While a successor group gathers, a host who is not there yet is no news. */
  update(state: EpochState, deed: Deed | null, roster: "whole" | "gathering"): readonly AuthorityNotice[] {
    const before = this.#known
    this.#known = state
    const by = deed && nameIn(before, toHex(deed.author))
    const notices = contextNotices(before, state, by)
    return roster === "whole" ? [...notices, ...this.#presence()] : notices
  }

  /** The successor group has gathered. */
  handleGathered(): readonly AuthorityNotice[] {
    return this.#presence()
  }

  #presence(): readonly AuthorityNotice[] {
    const rests = isResting(this.#known)
    if (rests === this.#rested) return []
    this.#rested = rests
    return [{ kind: rests ? "authority-rests" : "authority-back", name: null, by: null }]
  }
}

function contextNotices(before: EpochState, after: EpochState, by: string | null): readonly AuthorityNotice[] {
  const [old, now] = [before.context, after.context]
  const made = now.coHosts.filter((coHost) => !isCoHost(old, coHost.identityKey))
  const unmade = old.coHosts.filter((coHost) => !isCoHost(now, coHost.identityKey))
  const about = (kind: Notice["kind"]) => (coHost: { readonly identityKey: Uint8Array }) => ({
    kind,
    name: nameIn(after, toHex(coHost.identityKey)),
    by,
  })
  const changed = (kind: Notice["kind"], isChanged: boolean) => (isChanged ? [{ kind, name: null, by }] : [])
  return [
    ...changed(`admission-${now.admission}`, now.admission !== old.admission),
    ...changed("may-share-changed", now.mayShare !== old.mayShare),
    ...changed("may-chat-changed", now.mayChat !== old.mayChat),
    ...changed("link-rotated", now.meeting !== old.meeting),
    ...made.map(about("co-host-made")),
    ...unmade.map(about("co-host-unmade")),
  ]
}

function isCoHost({ coHosts }: MeetingContext, identityKey: Uint8Array): boolean {
  return coHosts.some((coHost) => isEqual(coHost.identityKey, identityKey))
}
