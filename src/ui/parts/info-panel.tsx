import { useMemo, useState } from "preact/hooks"
import type { InMeeting, WithRelease } from "../../meeting/snapshot.ts"
import { en } from "../strings/en.ts"
import { CodeCard } from "./code-card.tsx"
import { CopyField } from "./copy-field.tsx"
import { PeopleList } from "./people-list.tsx"
import { ReleaseBadge } from "./release-badge.tsx"
import { RemovedOffer } from "./removed-offer.tsx"
import { SecurityDetails } from "./security-details.tsx"
import { SidePanel } from "./side-panel.tsx"
import type { GiveOrder } from "./use-orders.ts"
import type { VerdictProps } from "./verdict.tsx"
import { WaitingList } from "./waiting-list.tsx"

export interface InfoPanelProps extends Pick<VerdictProps, "onCompare" | "onLeave"> {
  readonly snapshot: InMeeting & WithRelease
  readonly give: GiveOrder
  readonly onComparePerson: (personId: string) => void
  readonly onClose: () => void
}

/** Who waits, the code, the people and the details beside the tiles. */
export function InfoPanel({ snapshot, give, onCompare, onLeave, onComparePerson, onClose }: InfoPanelProps) {
  const { security, people, path, meeting, release, authority, askers } = snapshot
  const [removed, setRemoved] = useState<string | null>(null)
  // The same object as long as nothing of it changes: every row has it.
  const actions = useMemo(
    () => ({ authority, give, onCompare: onComparePerson, onRemoved: setRemoved }),
    [authority, give, onComparePerson],
  )
  return (
    <SidePanel
      label={en.meeting.panel}
      title={en.meeting.panel}
      badge={<ReleaseBadge status={release} />}
      onClose={onClose}
    >
      <WaitingList askers={askers} give={give} />
      {removed !== null && (
        <RemovedOffer name={removed} authority={authority} give={give} onDone={() => setRemoved(null)} />
      )}
      <CodeCard security={security} people={people} onCompare={onCompare} onLeave={onLeave} />
      {authority.isResting && <p class="soft">{en.host.rests}</p>}
      <PeopleList people={people} comparison={security.comparison} release={release} actions={actions} />
      <CopyField label={en.preJoin.link} value={meeting.link} />
      <SecurityDetails security={security} path={path} />
    </SidePanel>
  )
}
