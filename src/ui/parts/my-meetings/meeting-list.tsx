import { useEffect, useRef } from "preact/hooks"
import type { StoredMeeting } from "../../../meetings/stored-meeting.ts"
import type { MeetingsActions } from "../../meetings-actions.ts"
import type { MeetingsList } from "../../meetings-desk.ts"
import { en } from "../../strings/en.ts"
import { Callout } from "../callout.tsx"
import type { MeetingAction } from "./action-form.tsx"
import { MeetingCard } from "./meeting-card.tsx"

const words = en.meetings

export interface MeetingListProps {
  readonly list: MeetingsList
  readonly actions: MeetingsActions
  /** In each card from the start. */
  readonly opened: MeetingAction | null
}

/** The meetings, or why there are none to see. */
export function MeetingList({ list, actions, opened }: MeetingListProps) {
  if (list === "reading") return <p role="status">{words.reading}</p>
  if (typeof list === "string") return <Callout tone="danger">{words.faults[list]}</Callout>
  return <Meetings meetings={list} actions={actions} opened={opened} />
}

interface MeetingsProps extends Omit<MeetingListProps, "list"> {
  readonly meetings: readonly StoredMeeting[]
}

function Meetings({ meetings, actions, opened }: MeetingsProps) {
  const section = useRef<HTMLElement>(null)
  const before = useRef(meetings.length)
  useEffect(() => {
    // The button that was pressed went with its meeting: whoever uses the keyboard goes on from here.
    if (meetings.length < before.current) section.current?.focus()
    before.current = meetings.length
  }, [meetings.length])
  return (
    <section ref={section} tabIndex={-1} aria-label={words.list}>
      <p class="unseen" role="status">
        {words.count(meetings.length)}
      </p>
      {meetings.length === 0 && (
        <div class="card">
          <h2>{words.empty}</h2>
          <p class="soft">{words.emptyHelp}</p>
        </div>
      )}
      <ul class="meeting-cards">
        {meetings.map((meeting) => (
          <MeetingCard key={keyOf(meeting)} meeting={meeting} actions={actions} opened={opened} />
        ))}
      </ul>
    </section>
  )
}

/** Stays when the link is another one. */
function keyOf({ hostKey }: StoredMeeting): string {
  return hostKey.join(" ")
}
