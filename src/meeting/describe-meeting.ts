// What the parts of a meeting know, put together as views are shown it. Reads, and changes nothing.

import { toHex } from "../bytes/bytes.ts"
import type { SuiteName } from "../mls/suite.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import type { MediaRoom } from "../room/media-room.ts"
import type { Arrival } from "./arrival.ts"
import { describeAuthority } from "./authority.ts"
import type { Continuity } from "./continuity.ts"
import type { GroupCode } from "./group-code.ts"
import { describeHeard, describeRoom, type HeardParts } from "./heard-media.ts"
import type { Notices } from "./notices.ts"
import { ownMember } from "./own-member.ts"
import type { OwnRelease } from "./parts.ts"
import { listPeople, type PeopleInput } from "./people.ts"
import type { Place } from "./place.ts"
import type { RosterMemory } from "./roster-memory.ts"
import type { Asker, Person } from "./person.ts"
import type { InMeeting } from "./snapshot.ts"
import type { Security } from "./security.ts"
import type { WaitingRoom } from "./waiting-room.ts"
import type { WhoIsWho } from "./who-is-who.ts"
import type { Words } from "./words/words.ts"

export interface MeetingParts {
  readonly continuity: {
    readonly state: EpochState
    readonly arrival: Pick<Arrival, "hostKey">
    readonly own: Pick<Continuity["own"], "isDeparting">
  }
  readonly conference: HeardParts & { readonly room: Pick<MediaRoom, "people"> }
  readonly place: Pick<Place, "connection">
  readonly roster: Pick<RosterMemory, "describe" | "since" | "leafSince">
  readonly who: Pick<WhoIsWho, "of" | "ofAsker">
  readonly code: Pick<GroupCode, "shown">
  readonly waitingRoom: Pick<WaitingRoom, "askers">
  readonly words: Pick<Words, "said" | "chat">
  readonly notices: Pick<Notices, "current">
  readonly release: OwnRelease
  readonly suite: SuiteName
  /** When we came in: milliseconds of the epoch of time. */
  readonly since: number
}

/** A meeting's snapshot, without what there is of it before one is in: its facts, the devices, the way of the media. */
export type MeetingDescription = Omit<InMeeting, "phase" | "meeting" | "devices" | "path">

export function describeMeeting(parts: MeetingParts, devices: PeopleInput["devices"]): MeetingDescription {
  const { continuity, place, notices, words, since } = parts
  return {
    connection: place.connection,
    people: peopleOf(parts, devices),
    askers: askersOf(parts),
    authority: describeAuthority(continuity.state, continuity.arrival.hostKey ? "in-this-browser" : "elsewhere"),
    security: securityOf(parts),
    notices: notices.current(),
    chat: words.chat,
    since,
  }
}

/** Whoever said good-bye is not shown until the group is without them. */
function peopleOf(
  { continuity, conference, roster, who, words, release }: MeetingParts,
  devices: PeopleInput["devices"],
): readonly Person[] {
  const { state, own } = continuity
  const members = state.members.filter(({ leafKey }) => !own.isDeparting(leafKey))
  return listPeople({
    members: members.map((member) => roster.describe(member)),
    you: toHex(ownMember(state).identityKey),
    devices,
    ownRelease: release,
    room: describeRoom(conference.room.people()),
    heard: describeHeard(members, conference, roster.leafSince),
    since: roster.since,
    said: (id) => words.said(id),
    whoIs: (id) => who.of(id),
  })
}

function askersOf({ waitingRoom, who }: MeetingParts): readonly Asker[] {
  return waitingRoom.askers.map(({ lastingKey, ...asker }) => ({
    ...asker,
    ...who.ofAsker({ name: asker.name, lastingKey }),
  }))
}

function securityOf({ continuity, code, suite }: MeetingParts): Security {
  const { epoch, authenticator, members } = continuity.state
  return {
    ...code.shown,
    epoch: epoch.toString(),
    authenticator: toHex(authenticator),
    groupSize: members.length,
    cipherSuite: suite,
  }
}
