import type { Joining, PreJoin } from "../../meeting/snapshot.ts"
import type { ReleaseStatus } from "../../release/status.ts"
import type { EngineState } from "../engine-view.ts"
import { Button } from "../parts/button.tsx"
import { Icon } from "../parts/icon.tsx"
import { ReleaseBadge } from "../parts/release-badge.tsx"
import { en } from "../strings/en.ts"
import { PopupMeeting } from "./popup-meeting.tsx"
import { PopupStart, type PopupStartProps } from "./popup-start.tsx"

export interface PopupPageProps extends Omit<PopupStartProps, "release"> {
  readonly engine: EngineState
  /** What the last check said, for when no engine is there; null: there was none. */
  readonly lastRelease: ReleaseStatus | null
  readonly onReturn: (link: string) => void
}

export function PopupPage(props: PopupPageProps) {
  const { engine, lastRelease } = props
  return (
    <div class="popup">
      <header>
        <span class="brand">
          <Icon name="shield" />
          {en.product}
        </span>
        <ReleaseBadge status={engine.state === "there" ? engine.snapshot.release : lastRelease} />
      </header>
      <Body {...props} />
    </div>
  )
}

function Body({ engine, lastRelease, onReturn, ...start }: PopupPageProps) {
  if (engine.state !== "there") return <PopupStart release={lastRelease} {...start} />
  const { snapshot } = engine
  switch (snapshot.phase) {
    case "idle":
    case "barred":
    case "ended":
      return <PopupStart release={snapshot.release} {...start} />
    case "checking":
      return (
        <main>
          <p role="status">{en.release.checking}</p>
        </main>
      )
    case "creating":
      return (
        <main>
          <p role="status">{en.start.creatingOn(snapshot.host)}</p>
        </main>
      )
    case "pre-join":
    case "joining":
      return <Waiting snapshot={snapshot} onReturn={onReturn} />
    case "meeting":
      return <PopupMeeting engine={engine.engine} snapshot={snapshot} onReturn={onReturn} />
  }
}

interface WaitingProps {
  readonly snapshot: PreJoin | Joining
  readonly onReturn: (link: string) => void
}

function Waiting({ snapshot, onReturn }: WaitingProps) {
  const name = snapshot.meeting.name ?? en.common.unnamedMeeting
  return (
    <main>
      <p role="status">{snapshot.phase === "joining" ? en.popup.joining(name) : en.popup.aboutToJoin(name)}</p>
      <Button look="primary" onPress={() => onReturn(snapshot.meeting.link)}>
        {en.popup.returnToMeeting}
      </Button>
    </main>
  )
}
