import type { InMeeting } from "../../meeting/snapshot.ts"
import type { IconName } from "../icons.ts"
import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"
import { Icon } from "./icon.tsx"
import { isOnShield, noticeWords } from "./notice-words.ts"
import type { SoundState } from "./stage.tsx"
import { useRecentNotice } from "./use-recent-notice.ts"

export interface MeetingNotesProps {
  readonly snapshot: Pick<InMeeting, "connection" | "notices">
  readonly sound: SoundState
  readonly onAllowSound: () => void
}

/** What is to be known now, over the tiles, so that nothing moves when it comes and goes. */
export function MeetingNotes({ snapshot: { connection, notices }, sound, onAllowSound }: MeetingNotesProps) {
  const notice = useRecentNotice(notices.filter((each) => !isOnShield(each)))
  return (
    <div class="meeting-notes" role="status">
      {notice && <Note icon="info" words={noticeWords(notice)} />}
      {connection !== "connected" && <Note icon="triangle-alert" words={en.meeting.connection[connection]} />}
      {sound === "blocked" && (
        <div class="meeting-note">
          <p>{en.meeting.soundBlocked}</p>
          <Button icon="volume-off" onPress={onAllowSound}>
            {en.meeting.soundOn}
          </Button>
        </div>
      )}
    </div>
  )
}

function Note({ icon, words }: { readonly icon: IconName; readonly words: string }) {
  return (
    <div class="meeting-note">
      <Icon name={icon} />
      <p>{words}</p>
    </div>
  )
}
