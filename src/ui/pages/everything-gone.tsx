import type { Everything, MeetingAtService } from "../../meetings/delete-everything.ts"
import { Button } from "../parts/button.tsx"
import { NoticePage } from "../parts/notice-page.tsx"
import { en } from "../strings/en.ts"

const words = en.meetings.everything

export interface EverythingGoneProps {
  readonly everything: Everything
  readonly onAgain: () => void
}

/** What is deleted, what is not, and what the servers still have. */
export function EverythingGone({ everything: { meetings, here }, onAgain }: EverythingGoneProps) {
  const isAllGone = here.every(({ outcome }) => outcome === "gone")
  return (
    <NoticePage
      icon={isAllGone ? "check" : "triangle-alert"}
      tone={isAllGone ? undefined : "danger"}
      title={isAllGone ? words.done : words.notAll}
      actions={<Button onPress={onAgain}>{words.again}</Button>}
    >
      <h2>{words.here}</h2>
      <dl class="gone-list">
        {here.map(({ kind, outcome }) => (
          <div key={kind}>
            <dt>{words.gone[kind]}</dt>
            <dd>{words.outcome[outcome]}</dd>
          </div>
        ))}
      </dl>
      {meetings.length > 0 && (
        <>
          <h2>{words.there}</h2>
          <dl class="gone-list">
            {meetings.map((meeting, index) => (
              <div key={index}>
                <dt>{words.meetingOn(meeting.name, meeting.host)}</dt>
                <dd>{wordsOf(meeting)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </NoticePage>
  )
}

function wordsOf({ outcome }: MeetingAtService): string {
  return outcome === "deleted" ? words.deletedThere : words.leftThere
}
