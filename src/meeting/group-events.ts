// What becomes of what the group tells us: it goes to whoever goes by the epoch, and people are told of it.

import { toHex } from "../bytes/bytes.ts"
import type { Clock } from "../media/clock.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import type { Conference } from "./conference.ts"
import type { ContinuityListener } from "./continuity.ts"
import type { EpochFollowers } from "./epoch-followers.ts"
import type { MeetingNews } from "./meeting-news.ts"
import type { Notice } from "./notice.ts"
import type { Place } from "./place.ts"
import type { RosterMemory } from "./roster-memory.ts"
import { EXPECTED_MS, nameIn } from "./roster-news.ts"
import type { ShownMedia } from "./shown-media.ts"
import type { MeetingFault } from "./snapshot.ts"
import type { WaitingRoom } from "./waiting-room.ts"
import type { Words } from "./words/words.ts"

export interface GroupEventsOptions {
  readonly followers: Pick<EpochFollowers, "handleEpoch" | "handleRestored">
  readonly conference: Pick<Conference, "install">
  readonly roster: Pick<RosterMemory, "tags" | "moveTo">
  readonly place: Pick<Place, "handle" | "handleConnection">
  readonly news: Pick<MeetingNews, "handleParted" | "handleGathered">
  readonly waitingRoom: Pick<WaitingRoom, "handleDoor">
  readonly shown: Pick<ShownMedia, "forget">
  readonly words: { readonly own: Pick<Words["own"], "handleBack"> }
  readonly clock: Pick<Clock, "after">
  /** The epoch in use. */
  readonly state: () => EpochState
  readonly onChange: () => void
  /** `name`: whom it is about. */
  readonly onNotice: (kind: Notice["kind"], name: string | null) => void
  /** `by`: the host who put us out, by name where it opened. */
  readonly onEnded: (fault: MeetingFault, by: string | null) => void
}

export function groupEvents(options: GroupEventsOptions): ContinuityListener {
  const { followers, conference, roster, place, news, waitingRoom, shown, words, onChange, onNotice } = options
  const nameNow = (identityKey: Uint8Array): string | null => nameIn(options.state(), toHex(identityKey))
  const handleBack = (notice: "in-step" | "moved"): void => {
    words.own.handleBack() // sending goes on
    onNotice(notice, null)
  }
  return {
    onEpoch: async (state, change, deed) => {
      await followers.handleEpoch(state, deed, () => conference.install(state, change, roster.tags))
      onChange()
    },
    onRestored: async (state, author) => {
      await followers.handleRestored(state)
      onNotice("commit-refused", author && nameIn(state, toHex(author)))
    },
    onDeparture: onChange,
    onDoor: (push) => void waitingRoom.handleDoor(push),
    onConnection: (state) => place.handleConnection(state),
    onStep: (step) => {
      place.handle(step)
      if (step === "in") handleBack("in-step")
    },
    onParted: (author) => {
      news.handleParted(author)
      place.handle("parted")
      onNotice("parted", nameNow(author))
    },
    onMoved: () => {
      place.handle("moved")
      handleBack("moved")
      options.clock.after(EXPECTED_MS, () => news.handleGathered())
    },
    onReturned: ({ grant }) => {
      place.handle("returned")
      if (roster.moveTo(grant.room) === "another-room") shown.forget()
    },
    onEnded: (fault, deed = null) => options.onEnded(fault, deed && nameNow(deed.author)),
  }
}
