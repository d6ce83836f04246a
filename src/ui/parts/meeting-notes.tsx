import type { InMeeting } from "../../meeting/snapshot.ts"
import { ownStops } from "../own-state.ts"
import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"
import { Note } from "./note.tsx"
import { isOnShield, noticeWords } from "./notice-words.ts"
import type { SoundState } from "./stage.tsx"
import { useOpenedBanner } from "./use-opened-banner.ts"
import { useRecentNotice } from "./use-recent-notice.ts"

export interface MeetingNotesProps {
  readonly snapshot: Pick<InMeeting, "connection" | "notices" | "people" | "askers" | "authority">
  readonly sound: SoundState
  readonly isPeopleShown: boolean
  readonly onAllowSound: () => void
  readonly onShowPeople: () => void
  readonly onStopSharing: () => void
}

/** What is to be known now, over the tiles, so that nothing moves when it comes and goes. */
export function MeetingNotes({ snapshot, sound, isPeopleShown, ...on }: MeetingNotesProps) {
  const { connection, notices, people, askers } = snapshot
  const notice = useRecentNotice(notices.filter((each) => !isOnShield(each) && each.kind !== "admission-open"))
  const opened = useOpenedBanner(snapshot)
  const you = people.find(({ isYou }) => isYou)
  return (
    <div class="meeting-notes" role="status">
      {opened.words !== null && <Note icon="users" words={opened.words} onDismiss={opened.dismiss} />}
      {notice && <Note icon="info" words={noticeWords(notice)} />}
      {connection !== "connected" && <Note icon="triangle-alert" words={en.meeting.connection[connection]} />}
      {askers.length > 0 && !isPeopleShown && (
        <Note icon="user-plus" words={askersWords(askers)}>
          <Button onPress={on.onShowPeople}>{en.host.waiting.show}</Button>
        </Note>
      )}
      {you && ownStops(you).map((words) => <Note key={words} icon="hand" words={words} />)}
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

function askersWords(askers: InMeeting["askers"]): string {
  const [first, ...others] = askers
  if (!first || others.length > 0) return en.host.waiting.noteMany(askers.length)
  return en.host.waiting.note(first.name ?? en.host.waiting.nameUnread)
}
