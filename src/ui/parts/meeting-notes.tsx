import { useState } from "preact/hooks"
import type { InMeeting } from "../../meeting/snapshot.ts"
import type { Notice } from "../../meeting/notice.ts"
import { ownStops } from "../own-state.ts"
import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"
import { Note } from "./note.tsx"
import { isOnShield, newsWords } from "./notice-words.ts"
import type { SoundState } from "./sounds.tsx"
import { SuspectNote } from "./suspect-note.tsx"
import { useOpenedBanner } from "./use-opened-banner.ts"
import { useRecentNotice } from "./use-recent-notice.ts"

export interface MeetingNotesProps {
  readonly snapshot: Pick<InMeeting, "connection" | "notices" | "people" | "askers" | "authority">
  readonly sound: SoundState
  /** Why what was pressed did nothing. */
  readonly why: string | null
  readonly isPeopleShown: boolean
  readonly onAllowSound: () => void
  readonly onShowPeople: () => void
  readonly onStopSharing: () => void
}

/** What is to be known now, over the tiles, so that nothing moves when it comes and goes. */
export function MeetingNotes({ snapshot, sound, why, isPeopleShown, ...on }: MeetingNotesProps) {
  const { connection, notices, people, askers } = snapshot
  const you = people.find(({ isYou }) => isYou)
  const stops = you ? ownStops(you) : []
  const notice = useRecentNotice(notices.filter((each) => !isOnShield(each) && !isSaidOtherwise(each, stops)))
  const opened = useOpenedBanner(snapshot)
  return (
    <div class="meeting-notes" role="status" aria-atomic={false}>
      {opened.words !== null && <Note icon="users" words={opened.words} onDismiss={opened.dismiss} />}
      {notice && <PassingNote notice={notice} words={newsWords(notice, notices)} />}
      {connection !== "connected" && <Note icon="triangle-alert" words={en.meeting.connection[connection]} />}
      <SuspectNote people={people} isPeopleShown={isPeopleShown} onShowPeople={on.onShowPeople} />
      {why !== null && <Note icon="info" words={why} />}
      {askers.length > 0 && isPeopleShown && <p class="unseen">{askersWords(askers)}</p>}
      {askers.length > 0 && !isPeopleShown && (
        <Note icon="user-plus" words={askersWords(askers)}>
          <Button onPress={on.onShowPeople}>{en.host.waiting.show}</Button>
        </Note>
      )}
      {stops.map((words) => (
        <OwnStop key={words} words={words} />
      ))}
      {you?.screen === "on" && (
        <Note icon="screen-share" words={en.screen.own}>
          <Button onPress={on.onStopSharing}>{en.screen.stop}</Button>
        </Note>
      )}
      {sound === "blocked" && (
        <Note icon="volume-off" words={en.meeting.soundBlocked}>
          <Button onPress={on.onAllowSound}>{en.meeting.soundOn}</Button>
        </Note>
      )}
    </div>
  )
}

function PassingNote({ notice, words }: { readonly notice: Notice; readonly words: string }) {
  const isAlarm = notice.kind === "code-differs"
  return <Note {...(isAlarm ? { icon: "shield-alert", tone: "danger" } : { icon: "info" })} words={words} />
}

/** By a banner, or by what is said of yours. */
function isSaidOtherwise({ kind }: Notice, stops: readonly string[]): boolean {
  return kind === "admission-open" || (stops.length > 0 && /^(?:all-)?(?:muted|.*-stopped)$/.test(kind))
}

/** Stays until it is put away, as the stop does until it is answered. */
function OwnStop({ words }: { readonly words: string }) {
  const [isShown, setShown] = useState(true)
  return isShown ? <Note icon="hand" words={words} onDismiss={() => setShown(false)} /> : null
}

function askersWords(askers: InMeeting["askers"]): string {
  const [first, ...others] = askers
  if (!first || others.length > 0) return en.host.waiting.noteMany(askers.length)
  return en.host.waiting.note(first.name ?? en.host.waiting.nameUnread)
}
