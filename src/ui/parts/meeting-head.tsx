import type { InMeeting } from "../../meeting/snapshot.ts"
import type { IconName } from "../icons.ts"
import { en } from "../strings/en.ts"
import { Duration } from "./duration.tsx"
import { Icon } from "./icon.tsx"
import { Shield } from "./shield.tsx"

export interface MeetingHeadProps {
  readonly snapshot: Pick<InMeeting, "security" | "people" | "notices" | "meeting" | "since" | "authority">
  /** Whether the panel with the code is. */
  readonly isOpen: boolean
  readonly onPress: () => void
}

/** The line above the tiles: the code's shield, which meeting, who may come in, for how long. */
export function MeetingHead({ snapshot, isOpen, onPress }: MeetingHeadProps) {
  const { security, people, notices, meeting, since, authority } = snapshot
  return (
    <header class="meeting-top">
      <Shield comparison={security.comparison} people={people} notices={notices} isOpen={isOpen} onPress={onPress} />
      <div class="meeting-title">
        <h1>{meeting.name ?? en.common.unnamedMeeting}</h1>
        {authority.admission !== "open" && (
          <span class="admission" title={en.host.settings.admissionOption[authority.admission].meaning}>
            <Icon name={ADMISSION_ICONS[authority.admission]} />
            <span class="word">{en.host.settings.admissionOption[authority.admission].state}</span>
          </span>
        )}
        <Duration since={since} label={en.popup.duration} />
      </div>
    </header>
  )
}

const ADMISSION_ICONS: Readonly<Record<"ask" | "locked", IconName>> = { ask: "user-plus", locked: "lock" }
