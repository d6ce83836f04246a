import { useState } from "preact/hooks"
import type { EngineHandle } from "../../meeting/engine-handle.ts"
import type { InMeeting, WithRelease } from "../../meeting/snapshot.ts"
import { isAskedOnLeaving } from "../host-powers.ts"
import { ownState } from "../own-state.ts"
import { Button } from "../parts/button.tsx"
import { CodeCard } from "../parts/code-card.tsx"
import { Duration } from "../parts/duration.tsx"
import { LeaveQuestion } from "../parts/leave-question.tsx"
import { MicrophoneButton } from "../parts/microphone-button.tsx"
import { OrderStatus } from "../parts/order-status.tsx"
import { PeopleList } from "../parts/people-list.tsx"
import { SecurityDetails } from "../parts/security-details.tsx"
import { useOrders } from "../parts/use-orders.ts"
import { en } from "../strings/en.ts"

export interface PopupMeetingProps {
  readonly engine: EngineHandle
  readonly snapshot: InMeeting & WithRelease
  readonly onReturn: (link: string) => void
}

/** The meeting in the popup: the code, the people, and the way back or out. */
export function PopupMeeting({ engine, snapshot, onReturn }: PopupMeetingProps) {
  const { meeting, people, security, path, devices, release } = snapshot
  const [isLeaving, setLeaving] = useState(false)
  const { said, give } = useOrders((order) => engine.order(order))
  const leave = () => void engine.leave()
  const asks = isAskedOnLeaving(snapshot)
  return (
    <>
      <main>
        <div class="meeting-line">
          <h1>{en.popup.meetingLine(meeting.name ?? en.common.unnamedMeeting, en.meeting.people(people.length))}</h1>
          <Duration since={snapshot.since} label={en.popup.duration} />
        </div>
        <div class="card">
          <CodeCard
            security={security}
            people={people}
            onCompare={(word) => engine.comparing?.say(word)}
            onLeave={leave}
          />
        </div>
        <PeopleList people={people} comparison={security.comparison} release={release} actions={null} />
        <SecurityDetails security={security} path={path} />
      </main>
      {isLeaving && asks && (
        <LeaveQuestion snapshot={snapshot} give={give} onLeave={leave} onCancel={() => setLeaving(false)} />
      )}
      <OrderStatus said={said} />
      <footer>
        <Button onPress={() => onReturn(meeting.link)}>{en.popup.returnToMeeting}</Button>
        <MicrophoneButton
          state={devices.microphone}
          held={ownState(snapshot).held.microphone}
          onSet={(state) => engine.setMicrophone(state)}
        />
        <Button look="danger" onPress={() => (asks ? setLeaving(!isLeaving) : leave())}>
          {en.popup.leave}
        </Button>
      </footer>
    </>
  )
}
