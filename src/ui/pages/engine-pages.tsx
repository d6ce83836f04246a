// What a meeting tab says when the engine is away or in no meeting, and after the meeting.

import type { Ended } from "../../meeting/snapshot.ts"
import { Button } from "../parts/button.tsx"
import { MyMeetingsLink } from "../parts/my-meetings-link.tsx"
import { NoticePage } from "../parts/notice-page.tsx"
import { StartForm, type StartFormProps } from "../parts/start-form.tsx"
import { en } from "../strings/en.ts"

export function EngineGone({ onAgain }: { readonly onAgain: () => void }) {
  return (
    <NoticePage
      icon="phone-off"
      tone="danger"
      title={en.engineGone.title}
      actions={
        <Button look="primary" onPress={onAgain}>
          {en.engineGone.again}
        </Button>
      }
    >
      <p>{en.engineGone.explanation}</p>
    </NoticePage>
  )
}

export function EngineUnreachable({ onAgain }: { readonly onAgain: () => void }) {
  return (
    <NoticePage
      icon="triangle-alert"
      tone="danger"
      title={en.engineGone.unreachable}
      actions={
        <Button look="primary" onPress={onAgain}>
          {en.devices.tryAgain}
        </Button>
      }
    >
      <p>{en.engineGone.unreachableHelp}</p>
    </NoticePage>
  )
}

export function NoMeeting(props: StartFormProps) {
  return (
    <NoticePage icon="video" title={en.start.title}>
      <p class="soft">{en.start.explanation}</p>
      <StartForm {...props} />
      <MyMeetingsLink />
    </NoticePage>
  )
}

export interface EndedPageProps {
  readonly ended: Ended
  readonly onJoinAgain: (link: string) => void
  readonly onNewMeeting: () => void
}

export function EndedPage({ ended: { fault, meeting }, onJoinAgain, onNewMeeting }: EndedPageProps) {
  const words = fault === null ? en.ended.wished : en.faults[fault]
  return (
    <NoticePage
      icon={fault === null ? "check" : "triangle-alert"}
      tone={fault === null ? undefined : "danger"}
      title={words.title}
      actions={
        <>
          {meeting && (
            <Button look="primary" onPress={() => onJoinAgain(meeting.link)}>
              {en.ended.joinAgain}
            </Button>
          )}
          <Button onPress={onNewMeeting}>{en.ended.newMeeting}</Button>
          {meeting?.isYours && <MyMeetingsLink />}
        </>
      }
    >
      {meeting && <p class="soft">{en.preJoin.meetingOn(meeting.name ?? en.common.unnamedMeeting, meeting.host)}</p>}
      <p>{words.lost}</p>
      {words.advice !== "" && <p>{words.advice}</p>}
    </NoticePage>
  )
}
