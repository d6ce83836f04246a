import type { InMeeting, WithRelease } from "../../meeting/snapshot.ts"
import { en } from "../strings/en.ts"
import { CodeCard } from "./code-card.tsx"
import { CopyField } from "./copy-field.tsx"
import { IconButton } from "./icon-button.tsx"
import { PeopleList } from "./people-list.tsx"
import { ReleaseBadge } from "./release-badge.tsx"
import { SecurityDetails } from "./security-details.tsx"
import type { VerdictProps } from "./verdict.tsx"

export interface InfoPanelProps extends Omit<VerdictProps, "comparison"> {
  readonly snapshot: InMeeting & WithRelease
  readonly onClose: () => void
}

/** The code, the people and the details beside the tiles. */
export function InfoPanel({ snapshot, onCompare, onLeave, onClose }: InfoPanelProps) {
  const { security, people, path, meeting, release } = snapshot
  return (
    <aside class="info-panel" aria-label={en.meeting.panel}>
      <header>
        <h2>{en.security.title}</h2>
        <ReleaseBadge status={release} />
        <IconButton label={en.common.close} icon="x" onPress={onClose} />
      </header>
      <CodeCard security={security} onCompare={onCompare} onLeave={onLeave} />
      <PeopleList people={people} comparison={security.comparison} release={release} />
      <CopyField label={en.preJoin.link} value={meeting.link} />
      <SecurityDetails security={security} path={path} />
    </aside>
  )
}
