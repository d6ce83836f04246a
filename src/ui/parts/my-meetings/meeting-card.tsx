import { useState } from "preact/hooks"
import { linkOf, type StoredMeeting } from "../../../meetings/stored-meeting.ts"
import { historyOf, whenOf } from "../../meeting-times.ts"
import type { MeetingsActions } from "../../meetings-actions.ts"
import { en } from "../../strings/en.ts"
import { Button } from "../button.tsx"
import { ActionForm, type MeetingAction } from "./action-form.tsx"
import { SettleForm } from "./settle-form.tsx"
import { ToggleButton } from "./toggle-button.tsx"

export interface MeetingCardProps {
  readonly meeting: StoredMeeting
  readonly actions: MeetingsActions
  /** What is open from the start. */
  readonly opened: MeetingAction | null
}

const words = en.meetings.actions
const RARE = ["rename", "settings", "rotate", "export", "forget", "delete"] as const

/** A kept meeting, and all that can be done with it. */
export function MeetingCard({ meeting, actions, opened }: MeetingCardProps) {
  const [action, setAction] = useState(opened)
  const [isMore, setMore] = useState(opened !== null && opened !== "qr")
  const [copied, setCopied] = useState<string | null>(null)
  const { link, name, kind, schedule } = meeting
  const { host } = linkOf(meeting)
  const copy = async () => {
    await navigator.clipboard.writeText(link)
    setCopied(link)
  }
  const calendar = () => void actions.saveCalendar(meeting, en.meetings.invitation(name, link))
  const toggle = (form: MeetingAction) => (
    <ToggleButton
      key={form}
      isOpen={action === form}
      look={form === "qr" ? undefined : "plain"}
      onToggle={() => setAction(action === form ? null : form)}
    >
      {words[form]}
    </ToggleButton>
  )
  return (
    <li class="card meeting-card" data-testid="my-meeting" data-name={name}>
      <header>
        <h2>{name}</h2>
        <p>
          {en.meetings.kinds[kind]} · {host}
        </p>
        {schedule && <p>{whenOf(schedule)}</p>}
        <p class="soft small">{historyOf(meeting)}</p>
      </header>
      <div class="meeting-actions" role="group" aria-label={words.group(name)}>
        <Button icon="video" onPress={() => actions.start(meeting)}>
          {words.start}
        </Button>
        <Button icon={copied === link ? "check" : "copy"} onPress={() => void copy()}>
          {copied === link ? en.common.copied : words.copyLink}
        </Button>
        {toggle("qr")}
        {schedule && <Button onPress={calendar}>{words.calendar}</Button>}
        <ToggleButton isOpen={isMore} onToggle={() => setMore(!isMore)}>
          {words.more}
        </ToggleButton>
        {isMore && <div class="meeting-actions">{RARE.map(toggle)}</div>}
      </div>
      {meeting.nextLink !== null && <SettleForm meeting={meeting} host={host} actions={actions} />}
      {action && (
        <ActionForm
          key={action}
          action={action}
          meeting={meeting}
          host={host}
          actions={actions}
          onClose={() => setAction(null)}
        />
      )}
    </li>
  )
}
