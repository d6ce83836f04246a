import type { Joining as JoiningSnapshot } from "../../meeting/snapshot.ts"
import { Button } from "../parts/button.tsx"
import { NoticePage } from "../parts/notice-page.tsx"
import { en } from "../strings/en.ts"

export interface JoiningProps {
  readonly snapshot: JoiningSnapshot
  readonly onCancel: () => void
}

/** What is awaited between `Join` and the meeting. */
export function Joining({ snapshot: { step, position, meeting }, onCancel }: JoiningProps) {
  return (
    <NoticePage
      icon="hourglass"
      title={en.joining.title(meeting.name ?? en.common.unnamedMeeting)}
      actions={<Button onPress={onCancel}>{en.common.cancel}</Button>}
    >
      <p role="status">
        {en.joining.step[step]} {position !== null && en.joining.position(position)}
      </p>
    </NoticePage>
  )
}
