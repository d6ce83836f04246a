import { useState } from "preact/hooks"
import type { Joining as JoiningSnapshot } from "../../meeting/snapshot.ts"
import { Button } from "../parts/button.tsx"
import { Duration } from "../parts/duration.tsx"
import { NoticePage } from "../parts/notice-page.tsx"
import { en } from "../strings/en.ts"

export interface JoiningProps {
  readonly snapshot: JoiningSnapshot
  readonly onCancel: () => void
}

/** What is awaited between `Join` and the meeting. */
export function Joining({ snapshot: { step, position, meeting }, onCancel }: JoiningProps) {
  const name = meeting.name ?? en.common.unnamedMeeting
  if (step === "asking") return <Asking name={name} isLasting={meeting.isLasting === true} onCancel={onCancel} />
  return (
    <NoticePage
      icon="hourglass"
      title={en.joining.title(name)}
      actions={<Button onPress={onCancel}>{en.common.cancel}</Button>}
    >
      <p role="status">
        {en.joining.step[step]} {position !== null && en.joining.position(position)}
      </p>
    </NoticePage>
  )
}

interface AskingProps {
  readonly name: string
  /** Whether the hosts may know you again by your lasting identity. */
  readonly isLasting: boolean
  readonly onCancel: () => void
}

/** A host has to let you in, which may take a while. */
function Asking({ name, isLasting, onCancel }: AskingProps) {
  const [since] = useState(() => Date.now())
  const words = en.joining.asking
  return (
    <NoticePage icon="user-plus" title={words.title} actions={<Button onPress={onCancel}>{words.stop}</Button>}>
      <p class="soft">
        {name} · <Duration since={since} label={words.since} />
      </p>
      <p role="status">{en.joining.step.asking}</p>
      <p class="soft">{isLasting ? words.seenLasting : words.seen}</p>
    </NoticePage>
  )
}
