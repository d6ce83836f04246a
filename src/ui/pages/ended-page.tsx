// What is said when the meeting is over for you: what happened, whether anything is lost, what can help.

import type { Ended, MeetingFault } from "../../meeting/snapshot.ts"
import type { IconName } from "../icons.ts"
import { Button } from "../parts/button.tsx"
import { MyMeetingsLink } from "../parts/my-meetings-link.tsx"
import { NoticePage, type NoticePageProps } from "../parts/notice-page.tsx"
import { en } from "../strings/en.ts"

export interface EndedPageProps {
  readonly ended: Ended
  readonly onJoinAgain: (link: string) => void
  readonly onNewMeeting: () => void
}

interface EndedLook {
  readonly icon: IconName
  readonly tone: NoticePageProps["tone"]
  /** What joining once more is called; null where it cannot help. */
  readonly again: string | null
}

/** A host's decision is no failure of anything. */
const LOOKS: Partial<Readonly<Record<MeetingFault, EndedLook>>> = {
  "ended-by-host": { icon: "phone-off", tone: undefined, again: en.ended.joinAgain },
  removed: { icon: "users", tone: "danger", again: null },
  "turned-away": { icon: "users", tone: "unchecked", again: en.ended.askAgain },
  "nobody-to-ask": { icon: "hourglass", tone: "unchecked", again: en.devices.tryAgain },
  "link-rotated": { icon: "broken-link", tone: "unchecked", again: null },
  locked: { icon: "lock", tone: "unchecked", again: en.devices.tryAgain },
}
const WISHED: EndedLook = { icon: "check", tone: undefined, again: en.ended.joinAgain }
const FAILED: EndedLook = { icon: "triangle-alert", tone: "danger", again: en.ended.joinAgain }

/** With the name of whoever did it, where it is known. */
function lossOf({ fault, by }: Pick<Ended, "fault" | "by">, lost: string): string {
  if (by === null) return lost
  return fault === "removed" ? `${en.ended.removedBy(by)} ${lost}` : en.ended.endedBy(by)
}

export function EndedPage({ ended: { fault, meeting, by }, onJoinAgain, onNewMeeting }: EndedPageProps) {
  const words = fault === null ? en.ended.wished : en.faults[fault]
  const { icon, tone, again } = fault === null ? WISHED : (LOOKS[fault] ?? FAILED)
  return (
    <NoticePage
      icon={icon}
      tone={tone}
      title={words.title}
      actions={
        <>
          {meeting && again !== null && (
            <Button look="primary" onPress={() => onJoinAgain(meeting.link)}>
              {again}
            </Button>
          )}
          <Button onPress={onNewMeeting}>{en.ended.newMeeting}</Button>
          {meeting?.isYours && <MyMeetingsLink />}
        </>
      }
    >
      {meeting && <p class="soft">{en.preJoin.meetingOn(meeting.name ?? en.common.unnamedMeeting, meeting.host)}</p>}
      <p>{lossOf({ fault, by }, words.lost)}</p>
      {words.advice !== "" && <p>{words.advice}</p>}
    </NoticePage>
  )
}
