// What a meeting tab says when the engine is away or in no meeting.

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
